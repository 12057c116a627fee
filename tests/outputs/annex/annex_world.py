"""The Street as a report with cells, and how a trace is looked up in the run's files."""

from __future__ import annotations

import io
import re

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from estate_model.model import run
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import people, percent
from estate_model.scenario.scenario import Scenario
from tests import worlds

BASE = {
    "name": "test", "title": "The title", "question": "The question?", "area": "street", "baseline": "2025-06-01",
    "moments": {"noon": "Tu 12:00", "night": "We 03:00"}, "profiles": ["walk"], "headline_minutes": 15,
}  # fmt: skip
INPUT = {
    "path": "zones.csv", "title": "Zones", "publisher": "Nobody", "date": "2025", "licence": "none", "sha256": "ab" * 32,
}  # fmt: skip
STATED = re.compile(
    r"\d\d:\d\d|over \d+ minutes longer|within \d+ minutes|\d+ [A-Z][a-z]+ \d{4}|aged 65 and over|[\d.]+ km/h|“[^”]*”|149 of the Equality Act 2010|90th|over 75|moved to [A-Z]+\d+ *\d*[A-Z]+"
)


def cells() -> gpd.GeoDataFrame:
    step, west, north = worlds.STEP_METRES, worlds.WEST, worlds.NORTH
    boxes = [
        box(west + step * (n - 0.5), north - 200, west + step * (n + 0.5), north + 200) for n in range(7)
    ]
    names = [f"House {n}" for n in range(1, 8)]
    frame = gpd.GeoDataFrame(
        {"cell_name": names, "borough_name": ["Streetham"] * 3 + ["Roadley"] * 4},
        geometry=boxes, index=[f"C{n}" for n in range(1, 8)], crs="EPSG:27700",
    )  # fmt: skip
    return frame.rename_axis("cell_code")


def report(*changes, hours=None, against=None, area=None, **fields) -> Report:
    scenario = Scenario.model_validate({**BASE, **fields, "changes": list(changes)})
    before = (
        None
        if against is None
        else Scenario.model_validate({**BASE, "title": "The other", "changes": against})
    )
    results = run(scenario, area or worlds.area(hours), against=before)
    return Report(
        results=results, cells=cells(), inputs=(INPUT,), scenario_files=(("test.yaml", "title: T\n"),)
    )


def looked_up(trace, files) -> str:
    """The figure of a trace, read from its CSV cell and rounded as sentences round."""
    table = pd.read_csv(io.BytesIO(files[trace.file]), dtype=str, keep_default_na=False)
    if "hours" in table.columns and not any(column == "hours" for column, _, _ in trace.row):
        table = table[table["hours"] == "as given"]
    for column, sign, value in trace.row:
        found = table[column]
        kept = {
            "=": lambda found=found, value=value: found == value,
            "in": lambda found=found, value=value: found.isin(value.split()),
            ">": lambda found=found, value=value: found.astype(float) > float(value),
            ">=": lambda found=found, value=value: found.astype(float) >= float(value),
        }[sign]()
        table = table[kept]
    if not trace.column:
        return str(len(table))
    first, _, second = trace.column.partition(" / ")
    if second:
        return percent(table[first].astype(float).sum() / table[second].astype(float).sum())
    several = any(sign == "in" for _, sign, _ in trace.row)
    assert several or len(table) == 1, f"{trace} means {len(table)} rows"
    number = float(table[first].astype(float).sum())
    if first.startswith("boroughs"):
        return str(int(number))
    if "minutes" in first.split("_")[:2] and abs(float(trace.shown) - number) <= 0.55:
        return trace.shown  # the cell is rounded once, the sentence from the number itself
    if first.startswith("people"):
        return "0" if people(number) == "no" else people(number)
    return percent(number) if first.startswith("share") else f"{number:.0f}"


def untraced(words: str, traces) -> str:
    """What is left of a sentence's digits when traced figures, limits, times and dates are taken out."""
    for trace in sorted(traces, key=lambda trace: -len(trace.shown)):
        words = re.sub(rf"(?<![\d,]){re.escape(trace.shown)}(?![\d,]*\d)", "", words)
    return "".join(re.findall(r"\d", STATED.sub("", words)))
