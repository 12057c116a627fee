"""What ``timetable.toml`` says: frozen, strict pydantic; and a timetable's own words put into it and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from estate_model.inputs.store.provenance import Files
from estate_model.inputs.store.toml_file import Text
from estate_model.inputs.timetable.changes import CHANGE_SECONDS
from estate_model.inputs.timetable.faults import words_of
from estate_model.inputs.timetable.there import FOLDER
from estate_model.nouns.timetable import Feed, FeedFault, ModeCount, Timetable
from estate_model.scenario.changes.base import Strict
from estate_model.scenario.days import AnyDay
from estate_model.units import SECONDS_PER_MINUTE

FORMAT = 1
Whole = Annotated[int, Field(strict=True, ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CHANGES = (
    "Where a feed gives no time to change at a stop, this project assumes "
    + ", ".join(f"{kind} {seconds // SECONDS_PER_MINUTE} min" for kind, seconds in CHANGE_SECONDS.items())
    + "."
)


class TimetablePart(Strict):
    """The timetable as a whole."""

    format: Whole
    area: Text
    crs: Text
    reference_day: AnyDay
    words: Text
    """The kinds of vehicle it has, as every output says them."""
    content: Sha256
    notes: tuple[Text, ...]
    night_routes: tuple[Text, ...]
    """Routes with a vehicle on its way between 2:00 and 4:00."""
    changes: Text


class FeedPart(Strict):
    """A feed it was built from."""

    name: Text
    sha256: Sha256
    version: str
    first_day: AnyDay
    last_day: AnyDay
    publisher: str = ""


class ModePart(Strict):
    """What runs on the reference day of one kind of vehicle."""

    kind: Text
    services: Whole
    trips: Whole
    stop_times: Whole


class FaultPart(Strict):
    """A fault found in a feed."""

    feed: Text
    kind: Text
    count: Whole
    of: Whole
    words: Text


class TimetableManifest(Strict):
    """The whole of ``timetable.toml``."""

    timetable: TimetablePart
    days: dict[str, AnyDay]
    """The date that each weekday was read on."""
    around: dict[AnyDay, Whole] = Field(default_factory=dict)
    """Trips on the reference day and on the same weekday in the weeks around."""
    feed: Annotated[tuple[FeedPart, ...], Field(min_length=1)]
    mode: tuple[ModePart, ...] = ()
    fault: tuple[FaultPart, ...] = ()
    file: Files


def document_of(timetable: Timetable, *, area_id: str, crs: str) -> dict[str, object]:
    """Return what a manifest says of a timetable, but for its file."""
    document: dict[str, object] = {
        "timetable": {
            "format": FORMAT,
            "area": area_id,
            "crs": crs,
            "reference_day": str(timetable.reference_day),
            "words": timetable.words,
            "content": timetable.sha256,
            "notes": list(timetable.notes),
            "night_routes": list(timetable.night_routes),
            "changes": CHANGES,
        },
        "days": {name: str(date) for name, date in timetable.chosen.items()},
        "around": {str(date): trips for date, trips in timetable.around.items()},
        "feed": [_row(feed) for feed in timetable.feeds],
        "mode": [_row(count) for count in timetable.counts],
        "fault": [{**_row(fault), "words": words_of(fault)} for fault in timetable.faults],
    }
    return {key: value for key, value in document.items() if value}


def _row(noun: Feed | ModeCount | FeedFault) -> dict[str, object]:
    return {key: str(value) if isinstance(value, dt.date) else value for key, value in vars(noun).items()}


def nouns_of(manifest: TimetableManifest) -> Mapping[str, object]:
    """Return the fields of a timetable that its manifest holds."""
    counts = tuple(ModeCount(**mode.model_dump()) for mode in manifest.mode)
    return {
        "chosen": manifest.days,
        "modes": {count.kind: count.trips for count in counts},
        "feeds": tuple(Feed(**feed.model_dump()) for feed in manifest.feed),
        "faults": tuple(FeedFault(**fault.model_dump(exclude={"words"})) for fault in manifest.fault),
        "night_routes": manifest.timetable.night_routes,
        "reference_day": manifest.timetable.reference_day,
        "counts": counts,
        "around": manifest.around,
        "notes": manifest.timetable.notes,
        "sha256": manifest.timetable.content,
        "crs": manifest.timetable.crs,
        "provenance": tuple({**file.as_row(), "path": f"{FOLDER}/{file.path}"} for file in manifest.file),
    }
