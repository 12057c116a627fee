"""One small file per mistake, each saying at its top what the message must say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.errors import EstateModelError

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


def must_say(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("#   ") for line in lines if line.startswith("#   ")]


def test_there_are_enough_mistakes():
    assert len(BROKEN) >= 25


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_scenario_is_refused_in_clear_words_and_nothing_is_written(path, street, tmp_path):
    result = CliRunner().invoke(
        cli, ["run", str(path), "--data", str(street), "--out", str(tmp_path / "maps")]
    )
    assert isinstance(result.exception, EstateModelError), result.output
    for words in must_say(path):
        assert words in str(result.exception)
    assert not (tmp_path / "maps").exists()


def test_all_faults_are_said_at_once(street, tmp_path):
    path = tmp_path / "many.yaml"
    path.write_text(
        "title: T\nquestion: Q?\narea: street\nbaseline: 2025-02-30\nweek_of: 2026-03-10\nfoo: 1\n"
    )
    result = CliRunner().invoke(cli, ["check", str(path), "--data", str(street)])
    assert [line.split(":")[1] for line in str(result.exception).splitlines()] == ["4", "5", "6"]


def test_a_list_with_faulty_parts_alone_is_not_called_short(street, tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text(
        "title: T\nquestion: Q?\narea: street\nbaseline: 2025-06-01\nlosing_minutes: ['10 min']\n"
    )
    result = CliRunner().invoke(cli, ["check", str(path), "--data", str(street)])
    assert str(result.exception) == f"{path}:5:18: losing_minutes.1: '10 min' is not a whole number"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"title: \xff\xfe", "not UTF-8 text"),
        (b"x: " + b"[" * 60 + b"]" * 60, "nested more than 30 deep"),
        (b"[" * 5000, "not valid YAML|nested more than 30 deep"),
        (b"# " + b"x" * 1_000_001, "a scenario file holds at most 1,000,000"),
    ],
)
def test_files_that_are_not_scenarios_at_all(content, words, street, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    result = CliRunner().invoke(cli, ["check", str(path), "--data", str(street)])
    assert isinstance(result.exception, EstateModelError)
    assert any(word in str(result.exception) for word in words.split("|"))


def program(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "estate_model", *words],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_exit_codes_and_no_traceback(street):
    wrong = program("check", str(BROKEN[0]), "--data", str(street))
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "Traceback" not in wrong.stderr
    assert program("chekc", "x").returncode == 2
    assert program("run").returncode == 2
    assert "Traceback" in program("--debug", "check", str(BROKEN[0]), "--data", str(street)).stderr


def test_a_missing_file_and_a_misspelt_name_are_told_apart(street):
    for name, said in (
        ("gone.yaml", "cannot be read: No such file"),
        ("met-2026-decison", r"did you mean 'met-2026-decision'\?"),
    ):
        with pytest.raises(EstateModelError, match=said):
            cli.main(["check", name, "--data", str(street)], standalone_mode=False)
