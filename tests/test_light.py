"""A light run: the same figures as a full one, from the first profile, and little else."""

import csv
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from estate_model.analysis import analyses
from estate_model.model import run
from estate_model.outputs.light import light
from estate_model.outputs.report import Report
from estate_model.outputs.tables.whole_area import whole_area
from estate_model.outputs.tables.zones import boroughs
from tests.test_cli import SCENARIO, invoke

TABLES = ("boroughs.csv", "whole_area.csv")
LIGHT = {*TABLES, "run.json", "summary.json"}


@pytest.fixture(scope="module")
def ran(street, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    invoke("run", SCENARIO, "--data", street, "--out", out)
    return invoke("run", SCENARIO, "--data", street, "--out", out, "--light"), out


def first_profile(text):
    rows = list(csv.DictReader(text.splitlines()))
    return [row for row in rows if row["profile"] == rows[0]["profile"]]


def test_a_light_run_writes_four_files_beside_the_full_run_and_says_so(ran):
    result, out = ran
    assert {path.name for path in (out / "street-light").iterdir()} == LIGHT
    assert (out / "street" / "map.html").is_file()
    assert "had 2 police front counters.\n  - 1 closes.\n  - 1 has shorter hours." in result.stdout
    last = result.stdout.splitlines()[-2:]
    assert last[0].startswith("A light run: the first profile alone, without ranges")
    assert last[1].endswith(": boroughs.csv, run.json, summary.json, whole_area.csv")


def test_its_tables_hold_the_full_run_s_rows_of_the_first_profile(ran):
    _, out = ran
    for name in TABLES:
        full, lightly = ((out / folder / name).read_text() for folder in ("street", "street-light"))
        assert first_profile(lightly) == first_profile(full) == list(csv.DictReader(lightly.splitlines()))


def test_its_summary_holds_what_the_full_run_s_does(ran):
    _, out = ran
    full, lightly = (
        json.loads((out / folder / "summary.json").read_text()) for folder in ("street", "street-light")
    )
    assert lightly["results"] == [
        row for row in full["results"] if row["profile"] == full["results"][0]["profile"]
    ]
    assert lightly["counters"] == full["counters"]
    assert [row["central"] for row in lightly["headlines"]] == [row["central"] for row in full["headlines"]]
    assert "money" not in lightly
    assert "light run" in lightly["notes"][0]


def test_light_and_annex_exclude_one_another(street):
    result = invoke("run", SCENARIO, "--data", street, "--light", "--annex")
    assert result.exit_code == 2
    assert "--light writes neither an annex nor cells.parquet" in result.output


def test_london_lightly_has_the_full_run_s_figures(london_report, london_travel):
    full = london_report.results
    scenario = full.scenario.model_copy(update={"profiles": full.scenario.profiles[:1]})
    report = Report(
        results=run(scenario, full.area, analyses=analyses.LIGHT, travel=london_travel), inputs=()
    )
    files = light(report)
    assert set(files) == LIGHT
    expected = {**boroughs(london_report), **whole_area(london_report)}
    for name in TABLES:
        assert list(csv.DictReader(files[name].decode().splitlines())) == first_profile(
            expected[name].decode()
        )


def test_without_its_analyses_a_report_is_not_light(london_report):
    assert not london_report.is_light
    bare = {key: london_report.results.analyses[key] for key in ("counters", "by_zone")}
    assert replace(london_report, results=replace(london_report.results, analyses=bare)).is_light


@pytest.mark.parametrize("command", ["check", "run", "annex"])
def test_a_misspelt_name_is_said_before_pandas_is_imported(command):
    words = (
        "import sys; from estate_model.cli import cli\n"
        "from estate_model.errors import ScenarioError\n"
        f"try: cli.main(['{command}', 'met-2026-decison'], standalone_mode=False)\n"
        "except ScenarioError as error: print(error)\n"
        "print(sorted({'numpy', 'pandas', 'scipy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    said, heavy = done.stdout.splitlines()
    assert "did you mean 'met-2026-decision'?" in said
    assert heavy == "[]"


def test_every_unknown_name_is_said_and_a_known_one_beside_it_is_still_checked(street):
    with pytest.raises(Exception, match="no-such-one: no such file") as raised:
        invoke("check", "no-such-one", "nor-this-one", "--data", street)
    assert [fault.split(":")[0] for fault in raised.value.faults] == ["no-such-one", "nor-this-one"]
    with pytest.raises(Exception, match="no-such-one: no such file"):
        invoke("check", SCENARIO, "no-such-one", "--data", street)
