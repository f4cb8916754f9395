"""A file is written whole or not at all."""

import pytest

from segbench.errors import OutputError
from segbench.store.atomic import replacing, write_text


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_text_is_written_as_it_is(tmp_path):
    path = tmp_path / "table.csv"
    write_text(path, "Łódź\nline\n")
    assert path.read_bytes() == "Łódź\nline\n".encode()
    assert names(tmp_path) == ["table.csv"]


def test_old_file_is_replaced(tmp_path):
    path = tmp_path / "table.csv"
    write_text(path, "old and longer")
    write_text(path, "new")
    assert path.read_text() == "new"


def failing_writer(path, error):
    with replacing(path) as temporary:
        temporary.write_text("half of")
        raise error


@pytest.mark.parametrize("error", [RuntimeError("stop"), KeyboardInterrupt()])
def test_failing_writer_leaves_the_old_file(tmp_path, error):
    path = tmp_path / "table.csv"
    write_text(path, "old")
    with pytest.raises(type(error)):
        failing_writer(path, error)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["table.csv"]


def test_failing_writer_leaves_nothing_new(tmp_path):
    with pytest.raises(RuntimeError):
        failing_writer(tmp_path / "table.csv", RuntimeError("stop"))
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("the quota is used up"), "the quota is used up"),
    ],
)
def test_full_disk_is_one_sentence(tmp_path, error, told):
    with pytest.raises(OutputError, match=told) as caught:
        failing_writer(tmp_path / "table.csv", error)
    assert str(tmp_path / "table.csv") in str(caught.value)
    assert names(tmp_path) == []


def test_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*No such file"):
        write_text(tmp_path / "nowhere" / "table.csv", "text")


def test_others_may_read_what_is_written(tmp_path):
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.write_text("text")
    write_text(ours, "text")
    assert ours.stat().st_mode == plain.stat().st_mode
