"""Read what results are held against: standards, protected characteristics, and figures with a source."""

from __future__ import annotations

from pathlib import Path

from estate_model.analysis.standards import BY_NAME
from estate_model.errors import AreaError
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.nouns.ranges import Range
from estate_model.nouns.standards import (
    FIGURES_ASKED_FOR,
    LEVELS,
    PROTECTED,
    STATUSES,
    Characteristic,
    Figure,
    Standard,
    Yardsticks,
)

STANDARDS, CHARACTERISTICS = "standards.csv", "protected_characteristics.csv"
FIGURES = ("counter_use.csv", "equality_rules.csv")
FILES = (STANDARDS, CHARACTERISTICS, *FIGURES)
PROOF = ("source", "date", "url", "confidence")
FIGURE_COLUMNS = ("key", "value", "unit", "geography", *PROOF, "notes")
CHARACTERISTIC_COLUMNS = ("characteristic", "protected", "groups", "cannot_test", *PROOF)
STANDARD_COLUMNS = (
    "standard_id", "check", "title", "definition", "status", "threshold", "unit", "share_needed", "level",
    "applies_to", "not_in", "measured", *PROOF,
)  # fmt: skip
REPORTS = tuple(f"reports_a_day_{bound}" for bound in ("low", "central", "high"))
ANY_NUMBER, THRESHOLDS, SHARES_NEEDED = Range(0), Range(0, 10_000, above=True), Range(0, 1, above=True)


def read_yardsticks(folder: Path) -> Yardsticks:
    """Return the yardsticks in a folder of parameters.

    Raise AreaError when a table is missing, lacks a column or a figure that is asked for, names one thing
    twice, or holds what it may not.
    """
    return Yardsticks(
        standards=read_rows(folder / STANDARDS, STANDARD_COLUMNS, _standard, key=("standard_id",)),
        characteristics=read_rows(
            folder / CHARACTERISTICS, CHARACTERISTIC_COLUMNS, _characteristic, key=("characteristic",)
        ),
        figures={figure.key: figure for name in FIGURES for figure in _figures(folder / name)},
    )


def _figures(path: Path) -> tuple[Figure, ...]:
    """Return the figures of a table, each that an analysis asks for among them."""
    figures = read_rows(path, FIGURE_COLUMNS, _figure, key=("key",))
    values = {figure.key: figure.value for figure in figures}
    asked = FIGURES_ASKED_FOR[path.stem]
    if missing := [key for key in asked if key not in values]:
        raise AreaError(f"{path}: has no row for {', '.join(missing)} (needed: {', '.join(asked)})")
    three = [values[key] for key in REPORTS if key in values]
    if three != sorted(three):
        raise AreaError(f"{path}: {', '.join(REPORTS)} must rise from low to high")
    return figures


def _figure(row: Row) -> Figure:
    asked = {key: inside for keys in FIGURES_ASKED_FOR.values() for key, inside in keys.items()}
    key = row.text("key")
    texts = {name: row.words(name) for name in FIGURE_COLUMNS if name != "value"}
    row.text("unit")
    row.proof()
    return Figure(value=row.number("value", asked.get(key, ANY_NUMBER)), **texts)


def _characteristic(row: Row) -> Characteristic:
    row.text("characteristic")
    row.one_of("protected", PROTECTED)
    rest = {name: row.words(name) for name in CHARACTERISTIC_COLUMNS if name != "groups"}
    return Characteristic(patterns=tuple(row.words("groups").split()), **rest)


def _standard(row: Row) -> Standard:
    for name, allowed in (("check", BY_NAME), ("status", STATUSES), ("level", LEVELS)):
        row.one_of(name, allowed)
    numbers = {
        "threshold": row.number("threshold", THRESHOLDS),
        "share_needed": None if row.blank("share_needed") else row.number("share_needed", SHARES_NEEDED),
        "not_in": tuple(row.words("not_in").split()),
        "caveat": row.cells.get("caveat", ""),
        "caveat_in": row.cells.get("caveat_in", ""),
    }
    texts = {name: row.text(name) for name in ("standard_id", "title", "unit", "source")}
    row.proof()
    return Standard(**{**{name: row.words(name) for name in STANDARD_COLUMNS}, **texts, **numbers})  # type: ignore[arg-type]
