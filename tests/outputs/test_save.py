import os

import pytest

from estate_model.errors import OutputError
from estate_model.outputs import save as saving
from estate_model.outputs.save import check_place, save

FILES = {"a.csv": b"a\n", "run.json": b'{"outputs": {"a.csv": "", "old.csv": ""}}\n'}


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
    with pytest.raises(OutputError, match=r"holds what no run of ours wrote \(letter\.txt\)"):
        save(FILES, tmp_path / "mine")
    assert listing(tmp_path / "mine") == {"letter.txt": b"dear all"}


def test_a_users_file_beside_our_outputs_is_never_deleted(tmp_path):
    save(FILES, tmp_path / "one")
    (tmp_path / "one" / "notes.docx").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.docx"):
        save(FILES, tmp_path / "one")
    assert (tmp_path / "one" / "notes.docx").read_text() == "mine"


def test_a_link_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "one").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="is a link"):
        save(FILES, tmp_path / "one")


def test_a_place_that_cannot_be_written_is_said_before_long_work(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="not a folder you may write to"):
        check_place(tmp_path / "file" / "maps" / "one")
    check_place(tmp_path / "new" / "maps" / "one")
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "one").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
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
        (tmp_path / f".estate-model-part-{process}-two").mkdir()
    save(FILES, tmp_path / "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f".estate-model-part-{os.getppid()}-two",
        "one",
    ]
