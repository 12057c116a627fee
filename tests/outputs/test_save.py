import os
from pathlib import Path

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


GONE = 2**22 + 1  # above the largest process number Linux gives


def left(kind, process, name, machine=None):
    """Return the name of what a process left beside a run."""
    return f".estate-model-{kind}-{machine or saving._machine()}-{process}-0a1b2c3d-{name}"


def test_what_a_killed_run_left_is_cleared_and_a_running_one_or_another_machines_is_not(tmp_path):
    names = [
        left("part", GONE, "two"),
        left("part", os.getppid(), "two"),
        left("part", GONE, "two", "elsewhere"),
    ]
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / left("part", GONE, "index.html")).write_text("half")
    save(FILES, tmp_path / "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], "one"])


def test_an_earlier_run_set_aside_by_a_killed_run_is_put_back_by_the_next_whatever_it_writes(tmp_path):
    save(FILES, tmp_path / "two")
    (tmp_path / "two").rename(tmp_path / left("earlier", GONE, "two"))
    save({"run.json": b"new"}, tmp_path / "one")
    assert listing(tmp_path / "two") == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_an_earlier_run_set_aside_elsewhere_is_left_alone(tmp_path):
    save(FILES, tmp_path / "two")
    aside = tmp_path / left("earlier", GONE, "two", "elsewhere")
    (tmp_path / "two").rename(aside)
    save({"run.json": b"new"}, tmp_path / "two")
    assert listing(aside) == FILES


def failing_renames(monkeypatch, failures):
    """Make ``Path.rename`` fail when it is called for the nth time."""
    real, calls = Path.rename, []

    def rename(path, target):
        calls.append(path)
        if len(calls) in failures:
            raise failures[len(calls)]
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_a_stop_or_a_failure_between_the_two_renames_puts_the_earlier_run_back(tmp_path, monkeypatch, error):
    save(FILES, tmp_path / "one")
    failing_renames(monkeypatch, {2: error})
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else OutputError):
        save({"run.json": b"new"}, tmp_path / "one")
    assert listing(tmp_path / "one") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_where_putting_back_fails_too_the_earlier_run_is_kept_and_named_and_the_next_run_puts_it_back(
    tmp_path, monkeypatch
):
    save(FILES, tmp_path / "one")
    with monkeypatch.context() as patch:
        failing_renames(patch, {2: OSError(5, "Input/output error"), 3: OSError(5, "Input/output error")})
        with pytest.raises(OutputError, match="the earlier run is at"):
            save({"run.json": b"new"}, tmp_path / "one")
    (aside,) = tmp_path.iterdir()
    assert listing(aside) == FILES
    monkeypatch.setattr(saving, "_is_running", lambda _process: False)
    save({"run.json": b"other"}, tmp_path / "two")
    assert listing(tmp_path / "one") == FILES


def test_a_run_that_finds_its_folder_swapped_by_another_tries_again(tmp_path, monkeypatch):
    save(FILES, tmp_path / "one")
    failing_renames(monkeypatch, {1: FileNotFoundError(2, "No such file or directory")})
    save({"run.json": b"new"}, tmp_path / "one")
    assert listing(tmp_path / "one") == {"run.json": b"new"}


@pytest.mark.parametrize("name", ["run.json", "index.html"])
def test_a_pipe_where_a_file_of_ours_should_be_is_never_waited_for(tmp_path, name):
    (tmp_path / "one").mkdir()
    os.mkfifo(tmp_path / "one" / name)
    if name == "run.json":
        with pytest.raises(OutputError, match="holds what no run of ours wrote"):
            save(FILES, tmp_path / "one")
    else:
        assert not saving.save_index(b"<html>", tmp_path / "one" / name, "mark")
