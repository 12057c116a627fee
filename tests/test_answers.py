"""How commands answer: one JSON document, no progress with --quiet, and an exit code by the kind of fault."""

import errno
import json
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from estate_model import cli as program
from estate_model.cli import cli
from estate_model.cli.exits import HELP, kind_of, message_of
from estate_model.commands import doctor
from estate_model.errors import (
    AreaError,
    ChoiceError,
    EstateModelError,
    HoursError,
    OutputError,
    ScenarioError,
)
from tests.analysis.choice.test_commands import TWO_OF_THREE
from tests.test_cli import SCENARIO


def invoke(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def document(*words):
    """The one document on standard output."""
    done = invoke(*words)
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["schema_version"] == 1
    return said


def leaves(group):
    for command in group.commands.values():
        yield from leaves(command) if isinstance(command, click.Group) else [command]


@pytest.fixture(scope="module")
def light(street, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    words = ("run", SCENARIO, "--data", street, "--out", out, "--light")
    return invoke(*words, "--json"), invoke(*words), out


def test_every_command_takes_json_and_quiet():
    for command in leaves(cli):
        assert {"--json", "--quiet"} <= {name for option in command.params for name in option.opts}, (
            command.name
        )


def test_a_run_says_the_same_figures_as_data(light):
    as_data, as_words, out = light
    said = json.loads(as_data.stdout)
    (run,) = said["runs"]
    assert (said["command"], run["scenario"], run["folder"]) == ("run", "street", str(out / "street-light"))
    words = " ".join(as_words.stdout.split())
    assert len(run["findings"]) > 3
    for sentence in run["findings"]:
        assert sentence in words
    summary = json.loads((out / "street-light" / "summary.json").read_text())
    assert run["headlines"] == summary["headlines"]
    assert set(run["files"]) == {path.name for path in (out / "street-light").iterdir()}


def test_check_areas_sites_and_explain_as_data(street):
    checked = document("check", SCENARIO, "--data", street, "--json")["scenarios"]
    assert [(one["scenario"], one["changes"]) for one in checked] == [("street", 2)]
    east = {"hours": "24/7", "week_hours": 168.0}
    shut = {"hours": "off", "week_hours": 0.0}
    assert checked[0]["hours"][0] == {"site_id": "east", "on_record": east, "before": east, "after": shut}
    (area,) = document("areas", "--data", street, "--json")["areas"]
    assert (area["area"], area["residents"], area["counters_on_record"]) == ("street", 1100, 2)
    assert document("areas", "street", "--data", street, "--json")["estates"] == {"2025-01-01": 2}
    sites = document("sites", "street", "--data", street, "--json")["sites"]
    assert [(one["site_id"], one["hours"]) for one in sites] == [
        ("east", "24/7"),
        ("mid", "off"),
        ("west", "24/7"),
    ]
    assert document("explain", "gini", "--json", "--data", street)["words"][0]["kind"] == "Measures"
    assert "gini" in document("explain", "--json", "--data", street)["words"]["Measures"]
    assert len(document("areas", "build", "--forces", "--json")["lines"]) == 43  # a command of words alone


def test_explain_finds_a_word_in_what_is_said(street):
    said = invoke("explain", "offline", "--data", street).stdout
    assert said.startswith("Nothing is called 'offline'. These speak of it")
    assert "\nGroups:\n" in said
    assert "offline_central: Residents likely offline" in said
    likely = invoke("explain", "Likely OFFLINE", "--data", street).stdout
    assert "Formula: residents by age x the central set's share of that age" in likely
    with pytest.raises(EstateModelError, match="nothing is called 'zzyx', and nothing speaks of it"):
        cli.main(["explain", "zzyx", "--data", str(street)], standalone_mode=False)


def test_quiet_leaves_results_and_takes_progress_away(street, tmp_path):
    words = ("run", SCENARIO, "--data", street, "--out", tmp_path, "--light")
    quiet = invoke(*words, "--quiet")
    assert quiet.stderr == ""
    assert "1 closes" in quiet.stdout


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (click.UsageError("x"), "usage", 2),
        (click.BadParameter("x"), "usage", 2),
        (HoursError("x"), "usage", 2),
        (ScenarioError(["x"]), "scenario", 3),
        (AreaError("x"), "data", 4),
        (OutputError("x"), "output", 5),
        (OSError(errno.ENOSPC, "no space"), "output", 5),
        (ChoiceError("x"), "failed", 1),
        (EstateModelError("x"), "failed", 1),
        (OSError(errno.EACCES, "denied"), "failed", 1),
        (TypeError("x"), "failed", 1),
        (KeyboardInterrupt(), "stopped", 130),
        (click.Abort(), "stopped", 130),
    ],
)
def test_the_exit_code_is_that_of_the_kind(monkeypatch, capsys, error, kind, code):
    def fails(**_options):
        raise error

    monkeypatch.setattr(program.cli, "main", fails)
    monkeypatch.setattr(sys, "argv", ["estate-model"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert (ended.value.code, kind_of(error)) == (code, (kind, code))
    assert "Traceback" not in capsys.readouterr().err
    assert f"\n  {code:<3}  " in HELP


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("run",), 2, "Missing argument 'FILE...'."),
        (("check", "met-2026-decison"), 3, "did you mean 'met-2026-decision'?"),
        (("areas", "lundon"), 4, "did you mean 'london'?"),
        (("check", "keep-all-open", "--data", "gone"), 4, "no such data folder"),
        (("verify", "gone"), 5, "no such folder"),
        (("explain", "zzyx"), 1, "nothing is called 'zzyx'"),
    ],
)
def test_a_fault_is_said_in_the_document_too(monkeypatch, capsys, words, code, line):
    monkeypatch.setattr(sys, "argv", ["estate-model", *words, "--json"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    printed = capsys.readouterr()
    said = json.loads(printed.out)
    assert (ended.value.code, said["error"]["exit_code"]) == (code, code)
    assert line in " ".join(said["error"]["lines"])
    assert line in printed.err


def test_help_is_no_document_and_says_the_exit_codes():
    assert "Exit codes:\n    0    done" in invoke("--help").stdout
    assert invoke("run", "--json", "--help").stdout.startswith("Usage:")


def test_doctor_says_what_is_there_and_how_to_get_what_is_not(street, monkeypatch):
    said = document("doctor", "--data", street, "--json")
    assert said["data"]["areas"] == ["street"]
    assert all(one["good"] for one in said["libraries"] if not one["extra"])
    have = doctor._have
    monkeypatch.setattr(doctor, "_have", lambda name: "" if name == "typst" else have(name))
    lines = invoke("doctor", "--data", street).stdout
    assert "typst MISSING: pip install 'estate-model[pdf]'" in lines
    monkeypatch.setattr(doctor, "_have", lambda name: "1.9.0" if name == "pandas" else have(name))
    done = invoke("doctor", "--data", street)
    assert "pandas 1.9.0 TOO OLD (needs 2.2)" in done.stdout
    assert str(done.exception) == "needed and not there, or too old: install with pip install 'pandas>=2.2'"


def test_a_library_that_lacks_is_no_fault_of_ours():
    lacking = ModuleNotFoundError("No module named 'pandas'", name="pandas")
    assert message_of(lacking).startswith("the library 'pandas' is not installed; 'estate-model doctor'")
    own = ModuleNotFoundError("x", name="estate_model.gone")
    assert "this is a fault of estate-model itself" in message_of(own)


@pytest.mark.parametrize(
    ("words", "says"),
    [(("rank",), "Closing"), (("choose", "--keep", "2"), "The plan keeps 2 counters"), (("frontier",), "")],
)
def test_what_is_chosen_is_said_as_data_in_the_same_words(street, tmp_path, words, says):
    path = tmp_path / "three.yaml"
    path.write_text(TWO_OF_THREE)
    command, *rest = words
    done = invoke(command, path, *rest, "--data", street, "--out", tmp_path / "out", "--json")
    said = json.loads(done.stdout)
    findings = said["found"]["findings"]
    summary = (Path(said["folder"]) / "summary.txt").read_text()
    assert all(f"- {sentence}" in summary for sentence in findings)
    assert says in " ".join(findings)
    assert set(said["files"]) == {path.name for path in Path(said["folder"]).iterdir()}
    assert "HiGHS" not in done.stderr
