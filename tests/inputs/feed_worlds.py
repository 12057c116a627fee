"""Small GTFS feeds, written table by table: two stops a kilometre apart in the street's town."""

from __future__ import annotations

import datetime as dt
import zipfile

from estate_model.inputs.timetable.build import build_timetable
from tests import worlds

MORNING = 30 * 3600
WEDNESDAY = dt.date(2026, 11, 18)
CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
BASE = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\nA,A,http://a,Europe/London\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\ns1,One,51.5,-0.1\ns2,Two,51.51,-0.1\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_type\nr,A,1,3\n",
    "trips.txt": "route_id,service_id,trip_id\nr,W,t1\n",
    "calendar.txt": CALENDAR + "W,1,1,1,1,1,0,0,20261101,20261231\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "t1,24:10:00,24:10:00,s1,1\nt1,24:20:00,24:20:00,s2,2\n",
}
TIMES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"


def write(path, tables=None, *, inside="", **changed):
    """Write a feed as a zip: the base one with other tables (``stop_times=...``), ``None`` takes one away."""
    named = {f"{name}.txt": text for name, text in changed.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**BASE, **(tables or {}), **named}.items():
            if text is not None:
                archive.writestr(zipfile.ZipInfo(inside + name), text)
    return path


def times(*calls):
    """Return ``stop_times.txt`` of ``"t1 09:00 s1"`` calls, numbered as they come."""
    rows = (call.split() for call in calls)
    return TIMES + "".join(
        f"{trip},{at}:00,{at}:00,{stop},{n}\n" for n, (trip, at, stop) in enumerate(rows, 1)
    )


def built(path, day=WEDNESDAY, area=None):
    """Return the timetable of one feed or several for the street."""
    paths = path if isinstance(path, list) else [path]
    return build_timetable(paths, area or worlds.area(), day, lambda _words: None)


def hops(timetable, weekday="wednesday"):
    """Return a day's connections before 30:00 as texts: ``"09:00 s1 09:10 s2"``; trips begin at 6:00."""
    day, ids = timetable.days[weekday], timetable.stops.ids
    rows = zip(day.departure, day.from_stop, day.arrival, day.to_stop, strict=True)
    return [
        f"{clock(left)} {ids[start]} {clock(arrived)} {ids[end]}"
        for left, start, arrived, end in rows
        if left < MORNING
    ]


def clock(seconds):
    """Return ``25:30``, or ``25:30:15`` where there are seconds."""
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def faults(timetable):
    """Return counts by kind of fault."""
    return {row.kind: (row.count, row.of) for row in timetable.faults}
