"""Read ``uncertainty.csv`` (how parameters may vary) and ``money.csv`` (visits, the value of time)."""

from __future__ import annotations

from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.csv_table import read_table
from estate_model.nouns.parameters import NORMAL, Fact, Spread

SPREAD_COLUMNS = (
    "parameter", "applies_to", "distribution", "low", "mode", "high", "sd", "unit", "source", "date",
    "confidence",
)  # fmt: skip
FACT_COLUMNS = ("fact", "low", "central", "high", "unit", "source", "date", "confidence")


def read_spreads(path: Path) -> tuple[Spread, ...]:
    """Return how each parameter may vary; raise AreaError, with file and line, for a wrong row."""
    rows: list[Spread] = []
    table = read_table(path, SPREAD_COLUMNS)
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        try:
            mode = float(row["mode"])
            normal = row["distribution"] == NORMAL
            spread = Spread(
                parameter=row["parameter"],
                applies_to=row["applies_to"],
                distribution=row["distribution"],
                low=mode if normal else float(row["low"]),
                mode=mode,
                high=mode if normal else float(row["high"]),
                sd=float(row["sd"]) if normal else 0.0,
                unit=row["unit"],
                source=f"{row['source']} ({row['date']})",
                confidence=row["confidence"],
            )
        except ValueError as error:
            raise AreaError(f"{path}:{number}: not a spread of a parameter: {error}") from error
        if any((one.parameter, one.applies_to) == (spread.parameter, spread.applies_to) for one in rows):
            raise AreaError(f"{path}:{number}: {spread.parameter} for {spread.applies_to} appears twice")
        rows.append(spread)
    return tuple(rows)


def read_facts(path: Path) -> dict[str, Fact]:
    """Return the facts about visits and the value of time, by name; raise AreaError for a wrong row."""
    facts: dict[str, Fact] = {}
    table = read_table(path, FACT_COLUMNS)
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        try:
            fact = Fact(
                fact=row["fact"],
                low=float(row["low"]),
                central=float(row["central"]),
                high=float(row["high"]),
                unit=row["unit"],
                source=f"{row['source']} ({row['date']})",
                confidence=row["confidence"],
            )
        except ValueError as error:
            raise AreaError(f"{path}:{number}: not a fact with low, central and high: {error}") from error
        facts[fact.fact] = fact
    return facts
