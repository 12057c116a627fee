"""Mark a building of an area of one's own as a front counter, or as none: a row of ``hours.csv``, signed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from estate_model.errors import AreaError, HoursError, did_you_mean, shown
from estate_model.inputs.area.sign_area import refuse_came_along, sign_area
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.whole_file import write_whole
from estate_model.nouns.area import Area
from estate_model.nouns.estate import CANDIDATE
from estate_model.opening import read_hours

SITES, HOURS = "sites.csv", "hours.csv"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What is said of a building: its id or postcode, its hours, since when, and how sure."""

    site: str
    hours: str
    since: dt.date | None
    confidence: str


def mark_site(folder: Path, area: Area, mark: Mark) -> list[str]:
    """Write a building's hours; return lines that say so.

    A candidate's row is replaced; else a row of the same day is, or one is added.

    Raise AreaError when no building, or more than one, is meant, or the hours cannot be used; nothing is then
    changed.
    """
    refuse_came_along(folder)
    if mark.confidence == CANDIDATE:
        raise AreaError(f"--confidence {CANDIDATE}: is what a building is before anybody has said its hours")
    try:
        hours = read_hours(mark.hours)
    except HoursError as error:
        raise AreaError(f"--hours: {error}") from None
    site_id = _meant(folder / SITES, area, mark.site)
    path = folder / HOURS
    before = path.read_bytes()
    table = read_table(path, ("site_id", "valid_from", "hours", "confidence"))
    own = table.index[table["site_id"] == site_id]
    candidate = [row for row in own if table.loc[row, "confidence"] == CANDIDATE]
    since = (
        mark.since.isoformat() if mark.since else _since(table.loc[candidate or own, "valid_from"].tolist())
    )
    new = {"site_id": site_id, "valid_from": since, "hours": hours, "confidence": mark.confidence}
    gone = {*candidate, *(row for row in own if table.loc[row, "valid_from"] == since)}
    rows = [
        row for number, row in zip(table.index, table.to_dict("records"), strict=True) if number not in gone
    ]
    rows.append({column: new.get(column, "") for column in table.columns})
    write_whole(path, _csv(list(table.columns), rows))
    try:
        signed = sign_area(folder)
    except BaseException:
        write_whole(path, before)
        raise
    replaced = [
        f"in place of {row['hours']} from {row['valid_from']} ({row['confidence']})"
        for number, row in table.iterrows()
        if number in gone and row["confidence"] != CANDIDATE
    ]
    return [", ".join([f"{site_id}: {hours} from {since} ({mark.confidence})", *replaced]), *signed]


def _since(days: list[str]) -> str:
    """Return the day from which a mark holds where none is given: that of the row it takes the place of."""
    if not days:
        raise AreaError("--since: say from which day these hours hold, as in --since 2025-01-01")
    return max(days)


def _meant(path: Path, area: Area, word: str) -> str:
    """Return the id of the building that an id or a postcode means."""
    if word in area.buildings:
        return word
    code = word.replace(" ", "").upper()
    table = read_table(path, ("site_id",))
    found = []
    if "postcode" in table.columns:
        found = table.loc[table["postcode"].str.replace(" ", "").str.upper() == code, "site_id"].tolist()
    if len(found) == 1:
        return str(found[0])
    if found:
        raise AreaError(f"'{shown(word)}' is the postcode of {', '.join(found)}; name one by its id")
    hint = did_you_mean(word, area.buildings)
    raise AreaError(f"no site '{shown(word)}' in area '{area.area_id}', by id or postcode{hint}")


def _csv(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    rows.sort(key=lambda row: (row["site_id"], row["valid_from"]))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
