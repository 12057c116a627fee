import os

import pytest

from estate_model.errors import OutputError
from estate_model.outputs import save as saving
from estate_model.outputs.save import save

FILES = {"a.csv": b"a\n", "run.json": b"{}\n"}


def listing(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_appears_whole_and_leaves_nothing_beside_it(tmp_path):
    save(FILES, tmp_path / "maps" / "one")
    assert listing(tmp_path / "maps" / "one") == FILES
    assert [path.name for path in (tmp_path / "maps").iterdir()] == ["one"]


def test_a_second_run_replaces_the_first_whole(tmp_path):
    save({**FILES, "old.csv": b"x"}, tmp_path / "one")
    save(FILES, tmp_path / "one")
    assert listing(tmp_path / "one") == FILES


def test_a_folder_that_is_not_a_run_of_ours_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear all")
    with pytest.raises(OutputError, match=r"holds no run\.json"):
        save(FILES, tmp_path / "mine")
    assert listing(tmp_path / "mine") == {"letter.txt": b"dear all"}


def test_a_file_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "one").write_text("x")
    with pytest.raises(OutputError, match=r"holds no run\.json"):
        save(FILES, tmp_path / "one")


def test_a_full_disk_leaves_the_earlier_run_as_it_was(tmp_path, monkeypatch):
    save(FILES, tmp_path / "one")

    def full(_path, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "_write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        save({"run.json": b"new"}, tmp_path / "one")
    assert listing(tmp_path / "one") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_a_killed_run_left_is_cleared_and_a_running_one_is_not(tmp_path):
    gone = 2**22 + 1  # above the largest process number Linux gives
    for process in (gone, os.getppid()):
        (tmp_path / f".part-{process}-two").mkdir()
    save(FILES, tmp_path / "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".part-{os.getppid()}-two", "one"]
