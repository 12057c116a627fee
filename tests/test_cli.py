"""The commands as a user types them, on The Street."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import networkx as nx
import osmnx as ox
import pandas as pd
import pytest
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.commands import explain
from estate_model.errors import EstateModelError
from tests import worlds

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SCENARIO = GOLDEN / "street.yaml"
FILES = {
    "bcus.csv", "boroughs.csv", "catchments.csv", "cells.csv", "counters.csv", "datapackage.json",
    "equality.csv", "estate.gpkg", "inequality.csv", "intervals.csv", "load.csv", "local_counters.csv",
    "map.html", "money.csv", "psed.csv", "run.json",
    "sensitivity.csv", "sensitivity.svg", "standards.csv", "summary.json", "wards.csv", "curve.csv",
    "whole_area.csv",
}  # fmt: skip


def invoke(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def ran(street, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    result = invoke("run", SCENARIO, "--data", street, "--out", out / "one")
    invoke("run", SCENARIO, "--data", street, "--out", out / "two")
    return result, out


def test_run_writes_every_file_and_says_where(ran):
    result, out = ran
    folder = out / "one" / "street"
    assert {path.name for path in folder.iterdir()} == FILES
    assert str(folder / "map.html") in result.stdout
    assert "had 2 police front counters.\n  - 1 closes.\n  - 1 has shorter hours." in result.stdout


def test_run_twice_gives_the_same_bytes(ran):
    _, out = ran
    for name in FILES:
        assert (out / "one" / "street" / name).read_bytes() == (out / "two" / "street" / name).read_bytes(), (
            name
        )


@pytest.mark.parametrize("name", sorted(path.name for path in (GOLDEN / "street").iterdir()))
def test_tables_are_as_the_golden_ones(ran, name):
    """Refresh on purpose with: UPDATE_GOLDEN=1 pytest tests/test_cli.py, and read the difference."""
    _, out = ran
    golden = GOLDEN / "street" / name
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.copy(out / "one" / "street" / name, golden)
    assert (out / "one" / "street" / name).read_text() == golden.read_text()


def test_the_summary_says_the_same_as_the_tables(ran):
    _, out = ran
    summary = json.loads((out / "one" / "street" / "summary.json").read_text())
    boroughs = pd.read_csv(out / "one" / "street" / "boroughs.csv", keep_default_na=False)
    wards = pd.read_csv(out / "one" / "street" / "wards.csv", keep_default_na=False)
    for row in summary["results"]:
        for table in (boroughs, wards):
            same = (
                (table["profile"] == row["profile"])
                & (table["moment"] == row["moment"])
                & (table["group"] == row["group"])
            )
            if same.any():
                assert table[same]["people_losing"].astype(float).sum() == pytest.approx(
                    row["people_losing"],
                    abs=1.0,  # every borough's and ward's people are whole numbers
                )
    assert summary["counters"]["by_status"] == {"closed": ["east"], "reduced": ["west"]}


def test_the_record_names_inputs_versions_and_changes(ran, street):
    _, out = ran
    record = json.loads((out / "one" / "street" / "run.json").read_text())
    assert {"street.yaml", "postcodes.csv.gz", "zones.csv", "profiles.csv"} <= {
        row["path"] for row in record["inputs"]
    }
    assert all(len(row["sha256"]) == 64 for row in record["inputs"])
    assert record["changes_applied"]["street"][0] == {"source": "A1", "close": ["east"]}
    assert "Whether the street exists." in record["notes"]
    assert str(street) not in json.dumps(record)


def test_compare_takes_a_as_before_and_b_as_after(street, tmp_path):
    other = tmp_path / "west-closes.yaml"
    other.write_text(
        SCENARIO.read_text().replace(
            "  - close: east\n    source: A1\n  - set_hours: west\n    hours: Mo-Fr 09:00-17:00\n",
            "  - close: west\n    source: A1\n",
        )
    )
    result = invoke("compare", SCENARIO, other, "--data", street, "--out", tmp_path / "maps")
    folder = tmp_path / "maps" / "street-vs-west-closes"
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["compared_with"] == "street"
    assert summary["counters"]["by_status"] == {"closed": ["west"], "opened": ["east"]}
    assert "compared with:" in result.stdout


def test_a_scenario_against_itself_changes_nothing(street, tmp_path):
    result = invoke("compare", SCENARIO, SCENARIO, "--data", street, "--out", tmp_path)
    assert "Nothing changes." in result.stdout
    assert "no resident's journey changes" in result.stdout


def test_check_says_in_order(street):
    assert "in order (2 changes to street)" in invoke("check", SCENARIO, "--data", street).stdout


def test_areas_lists_describes_and_names_sites(street):
    assert "street: The Street, 1,100 residents, 7 postcodes" in invoke("areas", "--data", street).stdout
    described = invoke("areas", "street", "--data", street).stdout
    assert "estate on 2025-01-01: 2 counters" in described
    assert "Drawn by hand." in described
    assert (
        "east\tEast Police Station\tStreetham\t24/7"
        in invoke("areas", "street", "--sites", "--data", street).stdout
    )
    assert (
        "hours on 2024-06-01"
        in invoke("areas", "street", "--sites", "--on", "2024-06-01", "--data", street).stdout
    )
    with pytest.raises(EstateModelError, match="did you mean 'street'"):
        invoke("areas", "streat", "--data", street)
    assert invoke("areas", "--sites", "--data", street).exit_code == 2


def test_the_network_can_be_taken_elsewhere_through_osmnx(street, tmp_path):
    invoke("areas", "street", "--graphml", tmp_path / "street.graphml", "--data", street)
    graph = ox.io.load_graphml(tmp_path / "street.graphml")
    ends = {data["place_id"]: node for node, data in graph.nodes(data=True) if data.get("place_id")}
    assert nx.shortest_path_length(graph, ends["AA1 1AA"], ends["AA7 1AA"], weight="length") == pytest.approx(
        2400, abs=0.1
    )
    with pytest.raises(EstateModelError, match="exists already"):
        invoke("areas", "street", "--graphml", tmp_path / "street.graphml", "--data", street)


def test_explain_knows_every_word_it_lists(street, monkeypatch):
    monkeypatch.setattr(explain, "_entries", cache(explain._entries))  # the data are read once for all words
    listed = invoke("explain", "--data", street).stdout
    blocks = [block.split(":", 1)[1] for block in listed.split("\n\n")[:-1]]
    words = [word.strip() for block in blocks for word in " ".join(block.split()).split(",")]
    assert {"nearest", "share_of_week", "close", "keep_only", "walk", "NOT_ONLINE", "baseline"} <= set(words)
    for word in words:
        assert len(invoke("explain", word, "--data", street).stdout) > 20, word
    with pytest.raises(EstateModelError, match="did you mean 'nearest'"):
        invoke("explain", "neerest", "--data", street)


def test_explain_joins_what_has_one_name(street):
    both = invoke("explain", "share_losing", "--data", street).stdout
    assert "Share of a group whose journey gets more than N minutes longer" in both  # the measure
    assert "share_losing: Share whose journey gets strictly more" in both  # the column


def test_explain_knows_the_groups_of_an_area(tmp_path):
    data = worlds.write(tmp_path / "data")
    manifest = data / "street" / "area.toml"
    group = (
        '[[group]]\nid = "blue"\nlabel = "Blue eyes"\ncolumn = "blue"\nbase_column = "eyes"\nunit = "people"\n'
        'source = "Drawn"\ndate = "2021"\n'
    )
    manifest.write_text(f"{manifest.read_text()}\n{group}")
    text = invoke("explain", "blue", "--data", data).stdout
    assert text.startswith("Blue eyes (area street)\nUnit: people\nFormula: blue / eyes, by zone")


def test_methods_md_says_what_the_program_says():
    """Write it anew with: make methods."""
    page = invoke("explain", "--all", "--data", ROOT / "data").stdout
    assert (ROOT / "METHODS.md").read_text(encoding="utf-8") == page


def test_explain_all_takes_no_word(street):
    assert invoke("explain", "--all", "walk", "--data", street).exit_code == 2


def test_every_command_has_help_that_ends_in_an_example():
    for name, command in cli.commands.items():
        text = CliRunner().invoke(cli, [name, "--help"]).output
        assert f"estate-model {name}" in text.split("Example:")[1], name
        assert command.help


def test_help_and_check_load_none_of_the_heavy_libraries(street):
    heavy = "osmnx geopandas folium networkx matplotlib docx typst xlsxwriter"
    script = (
        "import sys; from estate_model.cli import cli; cli.main(sys.argv[1:], standalone_mode=False); "
        f"sys.exit(','.join(set('{heavy}'.split()) & set(sys.modules)) or 0)"
    )
    for words in (["--help"], ["check", str(SCENARIO), "--data", str(street)]):
        done = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
        )
        assert done.stderr == "", done.stderr


def test_nothing_is_run_when_one_of_the_scenarios_is_wrong(street, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("title: T\n")
    with pytest.raises(EstateModelError, match="area: is missing; write, for example, area: london"):
        invoke("run", SCENARIO, wrong, "--data", street, "--out", tmp_path / "maps")
    assert not (tmp_path / "maps").exists()


def test_two_files_of_one_name_are_refused(street, tmp_path):
    (tmp_path / "street.yaml").write_text(SCENARIO.read_text())
    with pytest.raises(EstateModelError, match="two of the scenarios would be written there"):
        invoke("run", SCENARIO, tmp_path / "street.yaml", "--data", street, "--out", tmp_path / "maps")


def test_other_baseline_hours_test_an_assumption(street, tmp_path):
    path = tmp_path / "as-if.yaml"
    path.write_text(SCENARIO.read_text() + "baseline_hours:\n  east: Mo-Fr 09:00-17:00\n")
    result = invoke("run", path, "--data", street, "--out", tmp_path)
    assert "None is then open day and night." in result.stdout
    details = json.loads((tmp_path / "as-if" / "summary.json").read_text())["details"]
    assert "Open all day, every day: 1 before, 0 after." in " ".join(details)
