"""A timetable checks itself when it is made."""

import datetime as dt

import numpy as np
import pytest

from estate_model.nouns.service_day import WEEKDAYS, ServiceDay
from estate_model.nouns.timetable import Feed, Stops, Timetable, Transfers

WHOLE = {
    "departure": [60, 120],
    "arrival": [120, 180],
    "from_stop": [0, 1],
    "to_stop": [1, 2],
    "trip": [0, 0],
    "sequence": [0, 1],
}


def day(**changed):
    columns = {name: np.array(changed.get(name, rows), dtype=np.int32) for name, rows in WHOLE.items()}
    yes = np.ones(len(columns["departure"]), dtype=bool)
    return ServiceDay(**columns, may_board=yes, may_alight=yes, trip_route_type=np.array([3], dtype=np.int16))


def stops(count=3):
    ids = tuple("abcde"[:count])
    zero = np.zeros(count)
    return Stops(
        ids=ids, names=ids, easting=zero, northing=zero, change_seconds=np.zeros(count, dtype=np.int32)
    )


def transfers(*rows):
    start, end, seconds = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    return Transfers(from_stop=start, to_stop=end, seconds=seconds)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"arrival": [120]}, "differ in length"),
        ({"departure": [-1, 120]}, "from 0:00 to before 34:00"),
        ({"departure": [60, 34 * 3600], "arrival": [120, 34 * 3600]}, "from 0:00 to before 34:00"),
        ({"arrival": [50, 180]}, "arrives before it departs"),
        ({"trip": [0, 1]}, "not among the trips"),
        ({"departure": [120, 60], "arrival": [180, 120]}, "must stand by departure"),
        ({"sequence": [1, 1]}, "follow one another by sequence"),
        ({"departure": [60, 100]}, "departs before it arrived"),
    ],
)
def test_a_day_that_cannot_be_is_refused(changed, words):
    assert len(day()) == 2
    with pytest.raises(ValueError, match=words):
        day(**changed)


def test_stops_and_transfers_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="between different stops"):
        transfers((1, 1, 60))
    with pytest.raises(ValueError, match="0 seconds or more"):
        transfers((1, 2, -5))
    nowhere = np.full(3, np.nan)
    with pytest.raises(ValueError, match="has no place"):
        Stops(
            ids=("a", "b", "c"),
            names=("a", "b", "c"),
            easting=nowhere,
            northing=nowhere,
            change_seconds=np.zeros(3, dtype=np.int32),
        )
    with pytest.raises(ValueError, match="not unique"):
        Stops(
            ids=("a", "a"),
            names=("a", "b"),
            easting=np.zeros(2),
            northing=np.zeros(2),
            change_seconds=np.zeros(2, dtype=np.int32),
        )


def table(**changed):
    feeds = tuple(
        Feed(
            name=name,
            sha256="0" * 64,
            version="",
            first_day=dt.date(2026, 1, first),
            last_day=dt.date(2026, 12, last),
        )
        for name, first, last in (("a", 1, 31), ("b", 5, 20))
    )
    one = day()
    fields = {
        "stops": stops(),
        "transfers": transfers(),
        "days": dict.fromkeys(WEEKDAYS, one),
        "chosen": dict.fromkeys(WEEKDAYS, dt.date(2026, 1, 7)),
        "modes": {"bus": 1},
        "feeds": feeds,
        "faults": (),
        "night_routes": (),
    }
    return Timetable(**{**fields, **changed})


def test_a_timetable_has_seven_days_and_only_stops_it_knows():
    whole = table()
    assert (whole.first_day, whole.last_day, whole.words) == (
        dt.date(2026, 1, 5),
        dt.date(2026, 12, 20),
        "buses only",
    )
    with pytest.raises(ValueError, match="has the days monday, tuesday"):
        table(days={"monday": day()})
    with pytest.raises(ValueError, match="not among the timetable's stops"):
        table(stops=stops(2))
    with pytest.raises(ValueError, match="not among the timetable's stops"):
        table(transfers=transfers((0, 3, 60)))
