"""Build an area's timetable from GTFS feeds, and say what was found in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from estate_model.commands.load import load_area
from estate_model.commands.progress import say, tell, tell_all
from estate_model.inputs.store.find import area_folder, data_root, refuse_installed
from estate_model.inputs.timetable.build import build_timetable
from estate_model.inputs.timetable.faults import words_of
from estate_model.inputs.timetable.folder import save_timetable
from estate_model.nouns.timetable import Timetable

MOST_NAMED = 12


def build(area_id: str, feeds: Sequence[Path], *, day: dt.date | None, data: Path | None) -> None:
    """Build, write, and say what runs, what is missing and what was wrong."""
    root = data_root(data)
    folder = area_folder(area_id, root)
    refuse_installed(root, area_id)
    area = load_area(area_id, data)
    timetable = build_timetable(feeds, area, day, say)
    path = save_timetable(timetable, area, folder)
    tell_all(_lines(timetable))
    tell(f"{path}: written; the timetable of {area.name} is {timetable.words}.")


def _lines(timetable: Timetable) -> Iterator[str]:
    for feed in timetable.feeds:
        version = f", version {feed.version}" if feed.version else ""
        yield f"{feed.name}: {feed.first_day} to {feed.last_day}{version}"
        for fault in timetable.faults:
            if fault.feed == feed.name:
                yield f"  {words_of(fault)}"
    yield f"On {timetable.reference_day:%A} {timetable.reference_day}:"
    for count in timetable.counts:
        words = f"{count.services:,} services, {count.trips:,} trips, {count.stop_times:,} stop times"
        yield f"  {count.kind}: {words}"
    trips = ", ".join(f"{count:,} on {date}" for date, count in timetable.around.items())
    yield f"Trips on the {timetable.reference_day:%A}s around: {trips}."
    routes = timetable.night_routes
    more = f" and {len(routes) - MOST_NAMED} more" if len(routes) > MOST_NAMED else ""
    yield f"Routes between 2:00 and 4:00: {', '.join(routes[:MOST_NAMED]) or 'none'}{more}."
    yield from timetable.notes
