"""open and verify: the folders that runs wrote."""

import hashlib
import json
import webbrowser

import pytest
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.errors import OutputError
from estate_model.outputs.save import save


def sha(content):
    return hashlib.sha256(content).hexdigest()


def invoke(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path):
    files = {"map.html": b"<p>map", "wards.csv": b"a,b\n1,2\n", "summary.json": b"{}"}
    record = {"outputs": {name: sha(content) for name, content in files.items()}}
    save({**files, "run.json": json.dumps(record).encode()}, tmp_path / "maps" / "street")
    return tmp_path / "maps" / "street"


def test_a_whole_folder_is_proven(folder):
    done = invoke("verify", folder)
    assert (done.exit_code, done.stdout) == (0, f"{folder}: 3 files, every one as run.json has it\n")
    assert invoke("verify", "street", "--out", folder.parent).stdout == done.stdout
    said = json.loads(invoke("verify", folder, "--json").stdout)
    assert (said["files"], said["faults"]) == (3, [])


def test_what_finder_and_explorer_leave_is_nobodys(folder):
    for name in (".DS_Store", "Thumbs.db", "._wards.csv"):
        (folder / name).write_bytes(b"x")
    assert invoke("verify", folder).exit_code == 0
    save({"map.html": b"<p>new"}, folder)
    assert [path.name for path in folder.iterdir()] == ["map.html"]


def test_each_file_cut_changed_missing_or_strange_is_named(folder):
    (folder / "map.html").write_bytes(b"<p>mop")
    (folder / "wards.csv").write_bytes(b"")
    (folder / "summary.json").unlink()
    (folder / "more").mkdir()
    (folder / "more" / "mine.txt").write_text("x")
    done = invoke("verify", folder, "--json")
    assert isinstance(done.exception, OutputError)
    lines = [
        f"{folder}/map.html: is cut or changed",
        f"{folder}/summary.json: is missing",
        f"{folder}/wards.csv: is empty",
        f"{folder}/more/mine.txt: was not written by the run",
    ]
    assert str(done.exception).splitlines() == [*lines, f"{folder}: 4 not as run.json has them"]
    said = json.loads(done.stdout)
    assert (said["faults"], said["error"]["exit_code"]) == (lines, 5)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (None, "run.json: is missing, so that nothing says what the folder must hold"),
        ('{"outputs": {"map.ht', "run.json: is cut or changed; it is no record of a run"),
        ('{"outputs": ["map.html"]}', "it is no record of a run"),
        ("[" * 9999, "it is no record of a run"),
        ('{"outputs": {"../street.txt": "00"}}', "../street.txt: is not inside the folder"),
    ],
)
def test_a_record_that_is_none(folder, record, words):
    (folder / "run.json").unlink()
    if record is not None:
        (folder / "run.json").write_text(record)
    done = invoke("verify", folder)
    assert isinstance(done.exception, OutputError)
    assert words in str(done.exception)


def test_open_shows_the_map_and_says_where_it_is(folder, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    for words in (("street", "--out", folder.parent), (folder,), (folder / "map.html",)):
        assert invoke("open", *words).stdout == f"{folder}/map.html\n"
    assert opened == [(folder / "map.html").as_uri()] * 3


def test_open_without_a_browser_or_a_map(folder, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    done = invoke("open", folder)
    assert (done.exit_code, done.stderr) == (0, "No browser was found: open this file in one.\n")
    (folder / "map.html").unlink()
    assert "holds no map" in str(invoke("open", folder).exception)
    said = str(invoke("open", "streat", "--out", folder.parent).exception)
    assert said == f"{folder.parent}/streat: no such folder; did you mean 'street'?"
    assert "(make it: estate-model run met-2026)" in str(
        invoke("open", "met-2026", "--out", folder).exception
    )
