"""The folder of a run is never shared by two."""

import pytest

from segbench.errors import OutputError
from segbench.store import create_run_folder, open_run_folder


def test_named_folder(tmp_path):
    folder = create_run_folder("", str(tmp_path / "a" / "b"))
    assert folder.path == tmp_path / "a" / "b"
    assert folder.records.is_dir()
    assert open_run_folder(str(folder.path)).path == folder.path


def test_discarding_removes_what_was_made_and_nothing_else(tmp_path):
    (tmp_path / "a").mkdir()
    folder = create_run_folder("", str(tmp_path / "a" / "b" / "c" / "run"))
    neighbour = create_run_folder("", str(tmp_path / "a" / "b" / "other"))
    folder.discard()
    assert not (tmp_path / "a" / "b" / "c").exists()
    assert neighbour.records.is_dir()
    neighbour.discard()
    assert (tmp_path / "a").is_dir()  # it was there before


def test_fresh_folders_differ(tmp_path):
    made = {create_run_folder(str(tmp_path)).path for _ in range(20)}
    assert len(made) == 20
    assert {path.parent for path in made} == {tmp_path}


def test_existing_folder_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(OutputError, match="exists already"):
        create_run_folder("", str(tmp_path))
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("text")
    with pytest.raises(OutputError, match="cannot make the output folder"):
        create_run_folder("", str(tmp_path / "file" / "run"))


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_folder_without_a_run_is_refused(tmp_path, name):
    with pytest.raises(OutputError, match="no segbench run"):
        open_run_folder(str(tmp_path / name))
