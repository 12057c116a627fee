"""Read what results are held against: standards, protected characteristics, and figures with a source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from estate_model.analysis.standards import BY_NAME
from estate_model.errors import AreaError
from estate_model.inputs.store.csv_table import check_unique, read_table
from estate_model.nouns.standards import Characteristic, Figure, Standard, Yardsticks

Made = TypeVar("Made")

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


def read_yardsticks(folder: Path) -> Yardsticks:
    """Return the yardsticks in a folder of parameters.

    Raises
    ------
    AreaError
        When a table is missing, lacks a column, names one thing twice, or holds what it may not.

    """
    figures = [figure for name in FIGURES for figure in _rows(folder / name, FIGURE_COLUMNS, "key", _figure)]
    return Yardsticks(
        standards=_rows(folder / STANDARDS, STANDARD_COLUMNS, "standard_id", _standard),
        characteristics=_rows(
            folder / CHARACTERISTICS, CHARACTERISTIC_COLUMNS, "characteristic", _characteristic
        ),
        figures={figure.key: figure for figure in figures},
    )


def _rows(
    path: Path, columns: tuple[str, ...], key: str, make: Callable[[dict[str, str]], Made]
) -> tuple[Made, ...]:
    table = read_table(path, columns)
    check_unique(table, key, path)
    made = []
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        try:
            made.append(make({name: row[name] for name in columns}))
        except ValueError as error:
            raise AreaError(f"{path}:{number}: {error}") from error
    return tuple(made)


def _figure(row: dict[str, str]) -> Figure:
    return Figure(**{**row, "value": float(row["value"])})  # type: ignore[arg-type]


def _characteristic(row: dict[str, str]) -> Characteristic:
    rest = {key: text for key, text in row.items() if key != "groups"}
    return Characteristic(patterns=tuple(row["groups"].split()), **rest)


def _standard(row: dict[str, str]) -> Standard:
    numbers = {
        "threshold": float(row["threshold"]),
        "share_needed": float(row["share_needed"]) if row["share_needed"] else None,
        "not_in": tuple(row["not_in"].split()),
    }
    if row["check"] not in BY_NAME:
        raise ValueError(f"standard {row['standard_id']}: no check is called '{row['check']}'")
    return Standard(**{**row, **numbers})  # type: ignore[arg-type]
