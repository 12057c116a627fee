"""Read ``drive_speeds.csv``: free-flow speeds by limit and class, delay, and measured traffic."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.osm.uk_speeds import HIGHEST_KMH, LOWEST_KMH, DriveSpeeds
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.nouns.profile import DELAYS
from estate_model.nouns.ranges import Range

COLUMNS = ("kind", "key", "value", "unit", "source", "confidence", "notes")
SPEEDS = Range(LOWEST_KMH, HIGHEST_KMH)
UNITS = {
    "class": ("km/h", SPEEDS),
    "limit": ("km/h", SPEEDS),
    "factor": ("ratio", DELAYS),
    "traffic": ("km/h", SPEEDS),
}
DELAY, NO_DELAY = "urban_delay", "none"


@dataclass(frozen=True)
class _Line:
    kind: str
    key: str
    value: float
    source: str
    notes: str


def read_drive_speeds(path: Path) -> DriveSpeeds:
    """Return the driving speeds (km/h) and the delay factor (ratio).

    Raise AreaError if the file cannot be read, or a row has another unit, no number, a speed out of range or
    a key twice.
    """
    lines = read_rows(path, COLUMNS, _line, key=("kind", "key"))
    found = {kind: {line.key: line.value for line in lines if line.kind == kind} for kind in UNITS}
    sources = [f"{line.source}: {line.notes}" for line in lines if line.key == DELAY]
    measured = dict.fromkeys(line.source for line in lines if line.kind == "traffic")
    if not sources or DELAY not in found["factor"]:
        raise AreaError(f"{path}: there is no row 'factor,{DELAY}'")
    try:
        return DriveSpeeds(
            class_kmh=found["class"],
            limit_kmh=found["limit"],
            delay_factor=found["factor"][DELAY],
            delay_source=sources[-1],
            traffic_kmh=found["traffic"],
            traffic_source="; ".join(measured),
        )
    except ValueError as error:
        raise AreaError(f"{path}: {error}") from error


def _line(row: Row) -> _Line:
    kind = row.one_of("kind", UNITS)
    unit, inside = UNITS[kind]
    row.one_of("unit", [unit])
    row.proof()
    return _Line(kind, row.text("key"), row.number("value", inside), row.text("source"), row.words("notes"))


def delays(speeds: DriveSpeeds) -> dict[str, float]:
    """Return the factors by which travellers are delayed, by key (ratio of real to free-flow time)."""
    return {NO_DELAY: 1.0, DELAY: speeds.delay_factor}
