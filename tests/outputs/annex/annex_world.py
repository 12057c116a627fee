"""The Street as a report with cells, and how a trace is looked up in the run's files."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache

import geopandas as gpd
from shapely.geometry import box

from estate_model.model import run
from estate_model.nouns.figure import MINUTES
from estate_model.outputs.report import Report
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
    r"\d\d:\d\d|over \d+ minutes longer|within \d+ minutes|\d+ [A-Z][a-z]+ \d{4}|aged 65 and over|[\d.]+ km/h|“[^”]*”|149 of the Equality Act 2010|90th|over 75|within \d+(?:,| and| minutes)|moved to [A-Z]+\d+ *\d*[A-Z]+"
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


KEEPS = {
    "=": lambda cell, value: cell == value,
    "in": lambda cell, value: cell in value.split(),
    ">": lambda cell, value: float(cell) > float(value),
    ">=": lambda cell, value: float(cell) >= float(value),
}


@cache
def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a table, read once for all figures that stand in it."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def looked_up(figure, files) -> str:
    """A figure read from its CSV cell and printed with the same range."""
    table = rows_of(files[figure.file])
    if "hours" in table[0] and not any(column == "hours" for column, _, _ in figure.row):
        table = [row for row in table if row["hours"] == "as given"]
    for column, sign, value in figure.row:
        table = [row for row in table if KEEPS[sign](row[column], value)]
    if not figure.column:
        return replace(figure, value=float(len(table))).central
    first, _, second = figure.column.partition(" / ")
    if second:
        share = sum(float(row[first]) for row in table) / sum(float(row[second]) for row in table)
        return replace(figure, value=share).central
    several = any(sign == "in" for _, sign, _ in figure.row)
    assert several or len(table) == 1, f"{figure} means {len(table)} rows"
    if figure.unit == MINUTES and [row[first] for row in table] == [""]:
        return replace(figure, value=float("nan")).central
    number = sum(float(row[first]) for row in table)
    if figure.unit == MINUTES and abs(figure.value - number) <= 0.05:
        return figure.central  # the cell is rounded once, the sentence from the number itself
    return replace(figure, value=number).central


def untraced(words: str, figures) -> str:
    """What is left of a sentence's digits when its figures, their ranges, limits, times and dates are out."""
    texts = [part for figure in figures for part in (figure.text, figure.central, figure.range) if part]
    for text in sorted(texts, key=lambda text: -len(text)):
        words = re.sub(rf"(?<![\d,]){re.escape(text)}(?![\d,]*\d)", "", words, flags=re.IGNORECASE)
    return "".join(re.findall(r"\d", STATED.sub("", words)))
