"""init: a scenario that check finds in order, by questions or by options, and never over another file."""

import datetime as dt
import json

import click
import pytest
from click.testing import CliRunner

from estate_model.api.loading import load_scenario
from estate_model.cli import cli
from estate_model.commands.asking import ask
from estate_model.errors import OutputError
from estate_model.inputs.scenario.schema_files import SCHEMA_OF
from tests import worlds


@pytest.fixture
def run(street, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*words, answers=(), data=street):
        answers = "".join(f"{line}\n" for line in answers)
        return CliRunner().invoke(cli, ["init", *map(str, words), "--data", str(data)], input=answers)

    return invoke


def test_by_options_nothing_is_asked_and_the_file_is_in_order(run, street, tmp_path):
    done = run("east-shut.yaml", "--area", "street", "--close", "east", "--hours", "west=Mo-Fr 10:00-16:00")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "east-shut.yaml: written, and in order" in done.stdout
    lines = (tmp_path / "east-shut.yaml").read_text().splitlines()
    assert lines == [
        "# yaml-language-server: $schema=scenario.schema.json",
        'title: "The Street: East closes and West changes hours"',
        'question: "What changes for residents of The Street if East closes and West changes hours?"',
        "area: street",
        "baseline: 2025-01-01  # the estate as it stood on this day",
        "changes:",
        "  - close: [east]",
        "  - set_hours: [west]",
        '    hours: "Mo-Fr 10:00-16:00"',
    ]
    assert (tmp_path / "scenario.schema.json").read_bytes() == SCHEMA_OF["scenario"].read_bytes()
    scenario = load_scenario(tmp_path / "east-shut.yaml", data=street)
    assert [change.verb for change in scenario.changes] == ["close", "set_hours"]


def test_by_questions_names_are_taken_and_slips_are_asked_again(run, street, tmp_path):
    answers = (
        "",
        "2025-13-01",
        "2025-02-01",
        "easst",
        "East Police Station",
        "",
        "My street",
        "",
        "mine.yaml",
    )
    done = run(answers=answers)
    assert done.exit_code == 0, done.output
    assert "'2025-13-01' is not a date; write it as 2025-10-01" in done.stdout
    assert "no site 'easst'; did you mean 'east'?" in done.stdout
    assert "Open then: east, west" in done.stderr
    scenario = load_scenario(tmp_path / "mine.yaml", data=street)
    assert (scenario.title, scenario.baseline) == ("My street", dt.date(2025, 2, 1))
    assert scenario.question == "What changes for residents of The Street if East closes?"
    assert scenario.changes[0].close == ("east",)


def test_a_file_that_is_there_is_never_overwritten(run, tmp_path):
    (tmp_path / "mine.yaml").write_text("x")
    done = run("mine.yaml", "--area", "street", "--close", "east")
    assert isinstance(done.exception, OutputError)
    assert "mine.yaml: exists already, and is not overwritten" in str(done.exception)
    assert (tmp_path / "mine.yaml").read_text() == "x"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--close", "east"), "say which --area (there are: street)"),
        (("--area", "street", "--close", "easst"), "--close: no site 'easst'; did you mean 'east'?"),
        (("--area", "street", "--close", "mid"), "--close: 'mid' is shut on that day"),
        (("--area", "street", "--open", "east"), "--open: 'east' is open on that day"),
        (("--area", "street", "--hours", "east"), "--hours: 'east' is not ID=HOURS"),
        (("--area", "street", "--hours", "east=Mo-Fr 9-5"), "cannot be read at character"),
    ],
)
def test_a_slip_in_an_option_is_one_message_and_writes_nothing(run, tmp_path, words, said):
    done = run("mine.yaml", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_check_would_refuse_is_not_written(run, tmp_path):
    done = run("Mine.yaml", "--area", "street", "--close", "east")
    assert "file name: small letters, digits and hyphens only" in str(done.exception)
    done = run("mine.yaml", "--area", "street", "--close", "east", "--hours", "east=24/7")
    assert "two changes to one site conflict" in str(done.exception)
    assert isinstance(run("mine.txt", "--area", "street", "--close", "east").exception, OutputError)
    assert list(tmp_path.iterdir()) == []


def test_a_counter_is_opened_with_the_hours_it_had(run, tmp_path):
    data = worlds.write(tmp_path / "data")
    hours = data / "street" / "hours.csv"
    hours.write_text(
        f"{hours.read_text()}mid,2024-01-01,Mo-Fr 08:00-20:00,stated,()\nmid,2024-06-01,off,stated,()\n"
    )
    worlds.sign(data)
    done = run("again.yaml", "--area", "street", "--open", "mid", "--json", data=data)
    assert json.loads(done.stdout)["scenario"]["changes"] == [{"open": "mid"}]
    checked = CliRunner().invoke(cli, ["check", "again.yaml", "--data", str(data)]).stdout
    assert "mid: 0 h a week before, 60 h after (off -> Mo-Fr 08:00-20:00)" in checked
    assert "note: Mid Police Station opens with the hours it last had on record" in checked


def test_tab_completes_what_may_be_answered(monkeypatch):
    readline = pytest.importorskip("readline")
    offered = []

    def prompt(*_args, value_proc, **_options):
        complete = readline.get_completer()
        offered.extend(complete("w", number) for number in range(3))
        return value_proc("west")

    monkeypatch.setattr(click, "prompt", prompt)
    before = readline.get_completer()
    assert ask("Which close?", str.upper, among=("west", "east", "wood")) == "WEST"
    assert offered == ["west", "wood", None]
    assert readline.get_completer() is before
