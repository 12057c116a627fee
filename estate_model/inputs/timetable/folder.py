"""A timetable on disk: ``timetable.toml`` and one ``.npz`` of arrays, which proves the manifest too.

The arrays are written first, under a name of their own, and the manifest that names them last: a write that
is killed leaves the old timetable, whole. Nothing is pickled.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from estate_model.errors import AreaError, shown
from estate_model.inputs.store.manifest import to_toml
from estate_model.inputs.store.npz import Array, npz_bytes, read_npz
from estate_model.inputs.store.provenance import SourceFile, verify_built
from estate_model.inputs.store.toml_file import read_model, read_text
from estate_model.inputs.store.whole_file import write_whole
from estate_model.inputs.timetable.manifest import FORMAT, TimetableManifest, document_of, nouns_of
from estate_model.inputs.timetable.there import FOLDER, MANIFEST
from estate_model.inputs.timetable.week import Days, Journeys, Week
from estate_model.nouns.area import Area
from estate_model.nouns.timetable import Stops, Timetable, Transfers

HEADER = "# Written by estate-model timetable build; do not edit.\n\n"
AGAIN = "build the timetable again (estate-model timetable build)"
JOURNEY_COLUMNS = ("begin", "stop", "arrival", "departure", "may_board", "may_alight")
RUN_COLUMNS = ("journey", "start", "dates", "kind")
TRANSFER_COLUMNS = ("from_stop", "to_stop", "seconds")
CENTIMETRES = 100


def save_timetable(timetable: Timetable, area: Area, area_folder: Path) -> Path:
    """Write a timetable that was built into an area's folder; return its manifest's path.

    Raise AreaError when it cannot be written; the earlier one then stands.
    """
    about = to_toml(document_of(timetable, area_id=area.area_id, crs=area.crs))
    content = npz_bytes(_arrays(timetable, about))
    sha256 = hashlib.sha256(content).hexdigest()
    folder = area_folder / FOLDER
    path = folder / f"week-{sha256[:12]}.npz"
    entry = _entry(timetable, path.name, len(content), sha256)
    try:
        folder.mkdir(exist_ok=True)
        write_whole(path, content)
        write_whole(folder / MANIFEST, _text(about, entry).encode())
        for other in folder.glob("week-*.npz"):
            if other != path:
                other.unlink()
    except OSError as error:
        words = f"{error.strerror or error}; what stood there before still stands"
        raise AreaError(f"{folder}: cannot be written: {words}") from None
    return folder / MANIFEST


def read_timetable(area_folder: Path) -> Timetable:
    """Return the timetable of the area in a folder, after every checksum was held against it.

    Raise AreaError when there is none, or it was cut short or changed after it was built.
    """
    path = area_folder / FOLDER / MANIFEST
    manifest = read_model(path, TimetableManifest)
    entry = manifest.file[0]
    if manifest.timetable.format != FORMAT or len(manifest.file) != 1:
        raise AreaError(f"{path}: was written by another version of this program; {AGAIN}")
    arrays = path.with_name(entry.path)
    try:
        verify_built(arrays, entry, AGAIN)
        held = read_npz(arrays)
        if read_text(path) != _text(_joined(held["about"]), entry):
            raise AreaError(f"{path}: was changed after it was built; {AGAIN}")
        return _timetable(held, manifest)
    except OSError as error:
        raise AreaError(f"{arrays}: cannot be read: {error.strerror or error}; {AGAIN}") from None
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise AreaError(f"{arrays}: is no timetable: {shown(error)}; {AGAIN}") from None


def _text(about: str, entry: SourceFile) -> str:
    return f"{HEADER}{about}\n{to_toml({'file': [entry.model_dump()]})}"


def _entry(timetable: Timetable, name: str, size: int, sha256: str) -> SourceFile:
    """Return the file's row among an area's sources."""
    feeds = ", ".join(f"{feed.name} (sha256 {feed.sha256[:12]})" for feed in timetable.feeds)
    return SourceFile(
        path=name,
        title=f"Public transport timetable: {timetable.words}",
        publisher="the publishers of its feeds",
        date=f"{timetable.first_day} to {timetable.last_day}",
        licence="as the feeds' publishers state it",
        attribution=f"Timetables: {'; '.join(feed.publisher or feed.name for feed in timetable.feeds)}",
        source_url="see docs/timetables.md",
        derived_from=feeds,
        rows=sum(count.stop_times for count in timetable.counts),
        bytes=size,
        sha256=sha256,
    )


def _arrays(timetable: Timetable, about: str) -> dict[str, Array]:
    """Return everything of a timetable as arrays by name."""
    if not isinstance(timetable.days, Days):
        raise TypeError("only a timetable that was built or read can be written")
    week = timetable.days.week
    stops = timetable.stops
    texts = json.dumps([list(stops.ids), list(stops.names)], ensure_ascii=False)
    return {
        "about": _bytes(about),
        "stop_texts": _bytes(texts),
        "stop_change_seconds": stops.change_seconds,
        "stop_easting": _centimetres(stops.easting),
        "stop_northing": _centimetres(stops.northing),
        **{f"transfer_{name}": getattr(timetable.transfers, name) for name in TRANSFER_COLUMNS},
        **{f"journey_{name}": getattr(week.journeys, name) for name in JOURNEY_COLUMNS},
        **{f"run_{name}": getattr(week, name) for name in RUN_COLUMNS},
        "on": np.array([date.toordinal() for date in week.on], dtype=np.int64),
    }


def _timetable(held: Mapping[str, Array], manifest: TimetableManifest) -> Timetable:
    ids, names = json.loads(_joined(held["stop_texts"]))
    week = Week(
        journeys=Journeys(**_columns(held, "journey", JOURNEY_COLUMNS)),
        **_columns(held, "run", RUN_COLUMNS),
        on=tuple(dt.date.fromordinal(day) for day in held["on"].tolist()),
    )
    fields: dict[str, Any] = dict(nouns_of(manifest))
    return Timetable(
        stops=Stops(
            ids=tuple(ids),
            names=tuple(names),
            easting=held["stop_easting"] / CENTIMETRES,
            northing=held["stop_northing"] / CENTIMETRES,
            change_seconds=held["stop_change_seconds"],
        ),
        transfers=Transfers(**_columns(held, "transfer", TRANSFER_COLUMNS)),
        days=Days(week, manifest.days, stops=len(ids)),
        **fields,
    )


def _columns(held: Mapping[str, Array], of: str, names: tuple[str, ...]) -> dict[str, Array]:
    return {name: held[f"{of}_{name}"] for name in names}


def _centimetres(metres: Array) -> Array:
    return np.asarray(np.rint(metres * CENTIMETRES), dtype=np.int64)


def _bytes(text: str) -> Array:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _joined(content: Array) -> str:
    return content.tobytes().decode()
