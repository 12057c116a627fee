"""Read ``uncertainty.csv`` (how parameters may vary) and ``money.csv`` (days and journeys)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.nouns.ground import GROUNDS
from estate_model.nouns.network import DRIVE, OSM, POSTCODES
from estate_model.nouns.parameters import (
    ANY,
    DISTRIBUTIONS,
    FACTS,
    NORMAL,
    VARIED,
    Fact,
    Spread,
)
from estate_model.nouns.ranges import Range

SPREAD_COLUMNS = (
    "parameter", "applies_to", "distribution", "low", "mode", "high", "sd", "unit", "source", "date",
    "confidence",
)  # fmt: skip
FACT_COLUMNS = ("fact", "low", "central", "high", "unit", "source", "date", "confidence")
MOST_SD = Range(0, 10)


def read_spreads(path: Path, profiles: Collection[str]) -> tuple[Spread, ...]:
    """Return how each parameter may vary; raise AreaError with every wrong row.

    ``profiles`` are the ids of travel profiles, which a row may apply to.
    """
    grounds = [f"{POSTCODES}-{ground}" for ground in GROUNDS]
    driven = [f"{ground}-{DRIVE}" for ground in grounds]
    kinds = (ANY, POSTCODES, *grounds, *driven, OSM, *profiles)
    return read_rows(path, SPREAD_COLUMNS, lambda row: _spread(row, kinds), key=("parameter", "applies_to"))


def _spread(row: Row, kinds: Collection[str]) -> Spread:
    parameter = row.one_of("parameter", VARIED)
    distribution = row.one_of("distribution", DISTRIBUTIONS)
    normal = row.words("distribution") == NORMAL
    mode = row.number("mode", VARIED[parameter])
    return Spread(
        parameter=parameter,
        applies_to=row.one_of("applies_to", kinds),
        distribution=distribution,
        low=mode if normal else row.number("low", VARIED[parameter]),
        mode=mode,
        high=mode if normal else row.number("high", VARIED[parameter]),
        sd=row.number("sd", MOST_SD) if normal else 0.0,
        unit=row.text("unit"),
        source=f"{row.text('source')} ({row.words('date')})",
        confidence=row.proof(),
    )


def read_facts(path: Path) -> dict[str, Fact]:
    """Return the facts about visits, by name; raise AreaError with every wrong row."""
    return {fact.fact: fact for fact in read_rows(path, FACT_COLUMNS, _fact, key=("fact",))}


def _fact(row: Row) -> Fact:
    name = row.words("fact")
    inside = FACTS[row.one_of("fact", FACTS)]
    return Fact(
        fact=name,
        low=row.number("low", inside),
        central=row.number("central", inside),
        high=row.number("high", inside),
        unit=row.text("unit"),
        source=f"{row.text('source')} ({row.words('date')})",
        confidence=row.proof(),
    )
