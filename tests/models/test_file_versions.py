"""Model files of other versions and damaged ones, from the command line.

The customers are those of the shared case "model-file-version".
"""

import json
import zipfile
from io import StringIO

import pandas as pd
import pytest
import sklearn
import skops.io

import segbench
from segbench.cli import main
from segbench.models.files import CONTENTS, FORMAT, TEXT

TRAIN = """\
id,age,income_k,score
t1,22,15,80
t2,24,17,77
t3,21,16,82
t4,23,18,79
t5,46,75,18
t6,48,78,15
t7,51,80,12
t8,49,77,17
t9,35,48,50
t10,33,46,52
t11,36,50,49
t12,34,47,51
"""
NEW = "id,age,income_k,score\nx1,23,16,81\nx2,50,79,14\nx3,34,48,50\n"


@pytest.fixture(scope="module")
def made(make_model, tmp_path_factory):
    """The file of a model of k-means, k = 3, and the segments of t1, t5 and t9."""
    model, labels = make_model(pd.read_csv(StringIO(TRAIN)))
    path = tmp_path_factory.mktemp("made") / "segments.skops"
    return model.save(path), labels[[0, 4, 8]].tolist()


@pytest.fixture
def altered(made, tmp_path):
    """Copy the file with another layout, or other versions, said in it."""

    def write(layout=FORMAT, contents=None, **versions):
        with zipfile.ZipFile(made[0]) as archive:
            told = json.loads(archive.read(TEXT))
            raw = archive.read(CONTENTS)
        told["format"] = layout
        told["origin"]["versions"] |= versions
        path = tmp_path / "altered.skops"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(TEXT, json.dumps(told))
            archive.writestr(CONTENTS, contents or raw)
        return path

    return write


@pytest.fixture
def assign(tmp_path, capfd):
    """Type ``assign``; give the code, standard error and the file to be written."""
    (tmp_path / "new.csv").write_text(NEW, encoding="utf-8")

    def typed(model, new=None):
        out = tmp_path / "labelled.csv"
        new = new or tmp_path / "new.csv"
        code = main(["assign", str(model), str(new), "-o", str(out)])
        return code, capfd.readouterr().err, out

    return typed


@pytest.fixture
def refused(assign):
    """Expect one sentence, exit code 2 and no file; give the sentence."""

    def typed(model):
        code, said, out = assign(model)
        assert code == 2
        assert len(said.splitlines()) == 1
        assert said.startswith("segbench: ")
        assert not out.exists()
        return said

    return typed


def test_the_file_as_it_was_made(assign, made):
    code, said, out = assign(made[0])
    assert (code, said) == (0, "")
    assert pd.read_csv(out)["segment"].tolist() == made[1]


@pytest.mark.parametrize(
    ("layout", "version"), [(FORMAT + 1, "99.1.0"), (FORMAT - 1, "0.0.3")]
)
def test_another_layout_is_refused_with_both_versions(
    altered, refused, layout, version
):
    said = refused(altered(layout, segbench=version))
    assert f"written by segbench {version} in layout {layout}" in said
    assert f"this is segbench {segbench.__version__}" in said
    assert f"reads layout {FORMAT}" in said


@pytest.mark.parametrize("version", ["99.1.0", "0.0.3"])
@pytest.mark.parametrize("name", ["segbench", "scikit-learn"])
def test_another_version_is_said_and_gives_the_same_segments(
    altered, assign, made, name, version
):
    here = {"segbench": segbench.__version__, "scikit-learn": sklearn.__version__}
    code, said, out = assign(altered(**{name: version}))
    assert code == 0
    (line,) = said.splitlines()
    assert f"made with {name} {version}, this is {name} {here[name]};" in line
    assert pd.read_csv(out)["segment"].tolist() == made[1]


@pytest.mark.parametrize("version", ["99.1.0", "0.0.3"])
@pytest.mark.parametrize("name", ["segbench", "scikit-learn"])
def test_another_version_with_other_segments_is_refused(
    altered, refused, made, name, version
):
    with zipfile.ZipFile(made[0]) as archive:
        contents = skops.io.loads(archive.read(CONTENTS), trusted=["numpy.dtype"])
    contents["probe labels"] = contents["probe labels"][::-1].copy()
    raw = skops.io.dumps(contents)
    said = refused(altered(contents=raw, **{name: version}))
    assert f"{name} {version}, this is {name} " in said
    assert "gives its own customers other segments" in said


@pytest.mark.parametrize("kept", [0, 200, 0.5, 0.99])
def test_a_file_that_was_cut_short(made, refused, tmp_path, kept):
    raw = made[0].read_bytes()
    cut = tmp_path / "cut.skops"
    cut.write_bytes(raw[: kept if isinstance(kept, int) else int(kept * len(raw))])
    assert f"{cut} is damaged or no model of segbench" in refused(cut)


def test_a_text_and_no_file(refused, tmp_path):
    text = tmp_path / "not_a_model.joblib"
    text.write_text("this file was cut short and is no model", encoding="utf-8")
    said = refused(text)
    assert f"{text} is damaged or no model of segbench" in said
    assert "only if you trust who wrote it" in said
    assert "none.skops" in refused(tmp_path / "none.skops")


def test_the_shared_case(shared, make_model, assign, refused, tmp_path):
    case = shared("cases", "model-file-version")
    model, labels = make_model(pd.read_csv(case / "train.csv"))
    path = model.save(tmp_path / "segments.skops")
    code, said, out = assign(path, case / "new.csv")
    assert (code, said) == (0, "")
    assert pd.read_csv(out)["segment"].tolist() == labels[[0, 4, 8]].tolist()
    out.unlink()
    assert "not_a_model.joblib" in refused(case / "not_a_model.joblib")
