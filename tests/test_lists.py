"""The lists are what the program runs: a toy of each kind is put in its list and seen in a run's files."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from estate_model import access
from estate_model.access.measure import Measure
from estate_model.analysis import analyses
from estate_model.analysis.analysis import Analysis
from estate_model.outputs import outputs
from estate_model.travel import modes
from estate_model.travel.modes.base import Mode
from tests import worlds
from tests.test_cli import SCENARIO, invoke


def files(street, tmp_path, *changes):
    """Run the street's scenario, with some of its words changed; the text of every table, by name."""
    text = SCENARIO.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "toy.yaml").write_text(text)
    invoke("run", tmp_path / "toy.yaml", "--data", street, "--out", tmp_path / "out")
    return {path.name: path.read_text() for path in (tmp_path / "out" / "toy").glob("*.csv")}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_measure_in_the_list_is_in_the_tables(street, tmp_path):
    toy = Measure(
        name="toy", title="T", unit="people", better="lower", formula="f", unreachable="u", source="s",
        counts=lambda near, _week, _limits: {"people_at_the_door": near.values == 0},
        results=lambda sums: {"share_at_the_door": sums("people_at_the_door") / sums("people")},
        columns={"people_at_the_door": "People whose nearest counter is where they live, {when}."},
    )  # fmt: skip
    access.MEASURES.append(toy)
    try:
        tables = files(street, tmp_path)
    finally:
        access.MEASURES.remove(toy)
    whole = next(row for row in rows(tables["whole_area.csv"]) if row["group"] == "everyone")
    assert whole["people_at_the_door_before"] == "300"  # the first postcode and the last
    assert whole["share_at_the_door_before"] == "0.2727"
    assert "people_at_the_door_after" in rows(tables["boroughs.csv"])[0]
    assert "people_at_the_door_after_night" in rows(tables["cells.csv"])[0]


def test_a_mode_in_the_list_travels_and_may_vary_with_the_clock(tmp_path):
    """A toy ferry: as quick as walking, but at night it takes three times as long."""

    def seconds(ground, sites, profile, moment):
        slow = 3 if moment is not None and moment.name == "night" else 1
        return ground.seconds(sites, profile) * np.float32(slow)

    toy = Mode(
        name="ferry", title="by ferry", networks=("postcodes",), seconds=seconds, varies_by_moment=True
    )
    modes.MODES.append(toy)
    try:
        data = worlds.write(tmp_path / "data")
        profiles = data / "parameters" / "profiles.csv"
        profiles.write_text(profiles.read_text() + "ferry,by ferry,ferry,4.8,0,s,2020,,c,\n")
        worlds.sign(data)
        tables = files(data, tmp_path, ("headline_minutes: 15", "headline_minutes: 15\nprofiles: [ferry]"))
    finally:
        modes.MODES.remove(toy)
    before = {
        row["moment"]: float(row["mean_minutes_before"])
        for row in rows(tables["whole_area.csv"])
        if row["group"] == "everyone" and row["hours"] == "as given"
    }
    assert before["night"] == pytest.approx(3 * before["weekday midday"], abs=0.2)
    assert before["Sunday evening"] == before["weekday midday"]


def test_an_analysis_in_the_list_is_made_and_its_tables_written(street, tmp_path):
    toy = Analysis(
        name="toy",
        title="How many counters",
        found=lambda results: len(results.after.counters),
        tables=lambda number: {"toy": pd.DataFrame({"counters": [number]})},
    )
    analyses.ANALYSES.append(toy)
    try:
        tables = files(street, tmp_path)
    finally:
        analyses.ANALYSES.remove(toy)
    assert tables["toy.csv"] == "counters\n1\n"


def test_an_output_in_the_list_is_written(street, tmp_path):
    def toy(report):
        return {"toy.csv": f"title\n{report.results.scenario.title}\n".encode()}

    outputs.OUTPUTS.append(toy)
    try:
        tables = files(street, tmp_path)
    finally:
        outputs.OUTPUTS.remove(toy)
    assert tables["toy.csv"].startswith("title\nEast Police Station closes")
