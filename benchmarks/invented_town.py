"""Make Quillhaven: an invented town with residents, counters, hours, and buses and trains of its own.

Nothing in it is real, and nothing is drawn at random: the same bytes come out every time. It stands in the
North Sea, where nobody lives. Run ``python -m benchmarks.invented_town``; it writes ``data/quillhaven``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import math
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pyproj import Transformer

from benchmarks.invented_words import AREA, BANDS, DISTRICTS, FILES, HOURS, LINES, SITES, WARDS, Line
from estate_model.commands.load import load_area
from estate_model.inputs.area.land import LINK_COLUMNS, LINKS_FILE
from estate_model.inputs.store.manifest import compress, stamp, to_toml
from estate_model.inputs.store.npz import put_member
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.timetable.build import build_timetable
from estate_model.inputs.timetable.folder import save_timetable
from estate_model.nouns.england_and_wales import CRS, TO_METRES

HERE = Path(__file__).parent
AREA_ID = "quillhaven"
WEST, SOUTH = 655_000, 415_000
CELL_METRES = 600
COLUMNS, ROWS = 15, 10
PLACES_A_CELL = 3
RESIDENTS = 58_000
STOP_METRES = 400.0
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
MINUTES_PER_HOUR = 60
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST, LAST = dt.date(2026, 8, 31), dt.date(2027, 8, 29)
HOLIDAYS = (dt.date(2026, 12, 25), dt.date(2026, 12, 28))
DAYS = {"weekday": "1111100", "saturday": "0000010", "sunday": "0000001"}
Point = tuple[float, float]
DEGREES = Transformer.from_pipeline(TO_METRES[CRS])


def shaken(*words: object) -> float:
    """Return a number from 0 to 1 that depends on the words alone."""
    return int(hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()[:8], 16) / 2**32


def density(x: float, y: float) -> float:
    """Return how thickly a point is lived in: the town's centre, and two others by the line."""
    return sum(
        weight * math.exp(-math.hypot(x - east, y - north) / reach)
        for east, north, weight, reach in ((4.6, 3.0, 1.0, 1.4), (1.2, 2.4, 0.5, 0.9), (7.7, 3.4, 0.6, 1.0))
    )


def ward_of(x: float, y: float) -> int:
    """Return the ward whose centre is nearest (kilometres from the south-west corner)."""
    return min(range(len(WARDS)), key=lambda ward: math.hypot(x - WARDS[ward].x, y - WARDS[ward].y))


def cells() -> Iterator[tuple[str, int, int, int]]:
    """Yield the cells that are lived in: code, column, row, ward."""
    for column in range(COLUMNS):
        for row in range(ROWS):
            x, y = ((part + 0.5) * CELL_METRES / 1000 for part in (column, row))
            if density(x, y) > 0.12:  # noqa: PLR2004 - thinner is fields and sea
                yield f"Q{column:02}{row:02}", column, row, ward_of(x, y)


def places() -> Iterator[dict[str, object]]:
    """Yield postcodes, with the share of their ward's residents."""
    number = [0] * len(WARDS)
    for code, column, row, ward in cells():
        for place in range(PLACES_A_CELL):
            x = (column + 0.1 + 0.8 * shaken(code, place, "x")) * CELL_METRES
            y = (row + 0.1 + 0.8 * shaken(code, place, "y")) * CELL_METRES
            first, second = divmod(number[ward], len(LETTERS))
            number[ward] += 1
            yield {
                "postcode": f"ZZ{ward + 1} {first // 20 + 1}{LETTERS[first % 20]}{LETTERS[second]}",
                "easting": WEST + round(x), "northing": SOUTH + round(y), "zone_code": f"QW{ward + 1:02}",
                "cell_code": code, "land": "1", "weight": round(density(x / 1000, y / 1000), 3),
            }  # fmt: skip


def zones(lived: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield wards with their residents by age: older by the coast in the east, younger in the centre."""
    everyone = sum(float(str(place["weight"])) for place in lived)
    for number, ward in enumerate(WARDS, start=1):
        code = f"QW{number:02}"
        share = sum(float(str(place["weight"])) for place in lived if place["zone_code"] == code) / everyone
        district, group = DISTRICTS[ward.district], "QHC"
        ages = {name: part * (1 + tilt * ward.older) for name, part, tilt in BANDS}
        whole = sum(ages.values())
        yield {
            "zone_code": code, "ward_code": code, "ward_name": ward.name, "borough_code": district.code,
            "borough_name": district.name, "bcu_code": group, "bcu_name": "Quillhaven Constabulary",
            **{name: round(RESIDENTS * share * part / whole) for name, part in ages.items()},
        }  # fmt: skip


def polygons() -> str:
    """Return the cells as GeoJSON."""
    features = []
    for code, column, row, ward in cells():
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ring = [degrees((column + x) * CELL_METRES, (row + y) * CELL_METRES) for x, y in corners]
        district = DISTRICTS[WARDS[ward].district]
        words = {"cell_code": code, "cell_name": f"{WARDS[ward].name} {code}"}
        words |= {"borough_code": district.code, "borough_name": district.name}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": words, "geometry": geometry})
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, separators=(",", ":")) + "\n"


def degrees(x_metres: float, y_metres: float) -> Point:
    """Return longitude and latitude of a point, in metres from the south-west corner."""
    longitude, latitude = DEGREES.transform(WEST + x_metres, SOUTH + y_metres, direction="INVERSE")
    return round(longitude, 6), round(latitude, 6)


def table(rows: Sequence[dict[str, object]]) -> str:
    """Return rows as CSV."""
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    return "\n".join(lines) + "\n"


# ---- the timetable ----


def stops_of(line: Line) -> list[tuple[str, Point]]:
    """Return a line's stops: at its named points and, but for trains, every 400 metres between them."""
    stops = []
    for (name, x, y), (_, east, north) in zip(line.points, [*line.points[1:], line.points[-1]], strict=True):
        stops.append((name, (x * 1000, y * 1000)))
        gaps = (
            1 if line.kind == "rail" else max(round(math.hypot(east - x, north - y) * 1000 / STOP_METRES), 1)
        )
        for gap in range(1, gaps):
            part = gap / gaps
            at = ((x + (east - x) * part) * 1000, (y + (north - y) * part) * 1000)
            stops.append((f"{line.street} {len(stops)}", at))
    return stops


def minutes_of(line: Line, stops: Sequence[tuple[str, Point]]) -> list[int]:
    """Return whole minutes from the first stop to each."""
    metres, minutes = 0.0, [0]
    for (_, (x, y)), (_, (east, north)) in pairwise(stops):
        metres += math.hypot(east - x, north - y)
        minutes.append(round(metres / 1000 / line.kmh * MINUTES_PER_HOUR))
    return minutes


def clock(minute: int) -> str:
    """Return a time of the service day."""
    return f"{minute // MINUTES_PER_HOUR:02}:{minute % MINUTES_PER_HOUR:02}:00"


def feed() -> dict[str, str]:
    """Return the tables of the town's GTFS feed."""
    places_: dict[str, Point] = {}
    routes, trips, calls, headways = [], [], [], []
    for line in LINES:
        routes.append(f"{line.route},QT,{line.route},{line.name},{line.route_type}")
        there = stops_of(line)
        places_ |= {stop_id(line, name): at for name, at in there}
        for direction, stops in enumerate((there, there[::-1])):
            minutes = minutes_of(line, stops)
            names = [stop_id(line, name) for name, _ in stops]
            for service, spells in line.spells.items():
                starts = [minute for first, last, step in spells for minute in range(first, last, step)]
                for start in starts[:1] if line.by_headway else starts:
                    trip = f"{line.route}-{service}-{direction}-{start}"
                    trips.append(f"{line.route},{service},{trip}")
                    calls += [
                        f"{trip},{clock(start + minute)},{clock(start + minute)},{name},{number}"
                        for number, (name, minute) in enumerate(zip(names, minutes, strict=True), start=1)
                    ]
                    if line.by_headway:
                        headways += [
                            f"{trip},{clock(first)},{clock(last)},{step * 60},0"
                            for first, last, step in spells
                        ]
    return {
        "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n"
        "QT,Quillhaven Transport (invented),https://example.org,Europe/London\n",
        "feed_info.txt": "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,"
        f"feed_version\nInvented,https://example.org,en,{FIRST:%Y%m%d},{LAST:%Y%m%d},1\n",
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(_stop_rows(places_)),
        "routes.txt": _joined("route_id,agency_id,route_short_name,route_long_name,route_type", routes),
        "trips.txt": _joined("route_id,service_id,trip_id", trips),
        "stop_times.txt": _joined("trip_id,arrival_time,departure_time,stop_id,stop_sequence", calls),
        "frequencies.txt": _joined("trip_id,start_time,end_time,headway_secs,exact_times", headways),
        "calendar.txt": _joined(
            f"service_id,{','.join(WEEK)},start_date,end_date",
            [f"{name},{','.join(on)},{FIRST:%Y%m%d},{LAST:%Y%m%d}" for name, on in DAYS.items()],
        ),
        "calendar_dates.txt": _joined("service_id,date,exception_type", [
            row for day in HOLIDAYS for row in (f"weekday,{day:%Y%m%d},2", f"sunday,{day:%Y%m%d},1")
        ]),
    }  # fmt: skip


def stop_id(line: Line, name: str) -> str:
    """Return a stop's id: lines that share a street or a square share its stops; stations stand apart."""
    return ("station-" if line.kind == "rail" else "") + name.lower().replace(" ", "-").replace("'", "")


def _stop_rows(stops: dict[str, Point]) -> Iterator[str]:
    for name, at in sorted(stops.items()):
        longitude, latitude = degrees(*at)
        yield f"{name},{name.replace('-', ' ').title()},{latitude},{longitude}\n"


def _joined(header: str, rows: Sequence[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def zipped(tables: dict[str, str]) -> bytes:
    """Return a feed as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in tables.items():
            put_member(archive, name, text.encode())
    return packed.getvalue()


def make(data: Path) -> Path:
    """Write the town into a data folder that has its parameters; return the town's folder."""
    folder = data / AREA_ID
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "sources").mkdir(parents=True)
    lived = list(places())
    (folder / "postcodes.csv.gz").write_bytes(compress(table(lived)))
    (folder / "zones.csv").write_text(table(list(zones(lived))), encoding="utf-8")
    (folder / "cells.geojson.gz").write_bytes(compress(polygons()))
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    (folder / "hours.csv").write_text(HOURS, encoding="utf-8")
    (folder / LINKS_FILE).write_text(",".join(LINK_COLUMNS) + "\n", encoding="utf-8")
    (folder / "sources" / "gtfs.zip").write_bytes(zipped(feed()))
    entries = [{**row, **_proof(folder / str(row["path"]))} for row in FILES]
    text = "# Written by python -m benchmarks.invented_town; do not edit.\n\n" + to_toml(
        {**AREA, "file": entries}
    )
    (folder / "area.toml").write_text(text, encoding="utf-8")
    area = load_area(AREA_ID, data)
    save_timetable(
        build_timetable([folder / "sources" / "gtfs.zip"], area, None, lambda _words: None), area, folder
    )
    return folder


def _proof(path: Path) -> dict[str, object]:
    """Return a file's rows, bytes and checksum; the rows of a feed are its stop times."""
    if path.suffix != ".zip":
        return stamp(path)
    rows = len(feed()["stop_times.txt"].splitlines()) - 1
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


if __name__ == "__main__":
    print(make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "data"))
