"""Small worlds worked by hand, held by the package and by the page alike: golden/engine_cases.json, read once."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

KNOWN = json.loads((Path(__file__).parent / "golden" / "engine_cases.json").read_text())
CASES, HOURS, WEEK = KNOWN["cases"], KNOWN["hours"], dt.date.fromisoformat(KNOWN["week"])
COUNTERS, DAYS, WHEN = ("a", "b", "c"), ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), ("before", "after")
UNIT_SECONDS = 30
MINUTES_OF_A_DAY = 1440
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


def minute_of(case):
    """The case's moment, as minutes from the beginning of the week."""
    day, clock = case["moment"].split()
    hours, minutes = clock.split(":")
    return DAYS.index(day) * MINUTES_OF_A_DAY + 60 * int(hours) + int(minutes)


def seconds_of(case):
    """Travel times in seconds, places x counters; ``inf`` = cannot be reached."""
    minutes = [place["minutes"] for place in case["places"].values()]
    return np.array([[np.inf if one is None else 60.0 * one for one in row] for row in minutes])


def expected(case):
    """What the case says, in the form in which the package and the page answer."""
    places = case["places"].values()
    return {
        **{f"nearest_{when}": [p["nearest"][n] for p in places] for n, when in enumerate(WHEN)},
        **{f"minutes_{when}": [p["nearest_minutes"][n] for p in places] for n, when in enumerate(WHEN)},
        **{f"hours_{when}": [p["hours_within"][n] for p in places] for n, when in enumerate(WHEN)},
        **{f"within_{when}": case["people_within"][n] for n, when in enumerate(WHEN)},
        **{f"person_hours_{when}": sum(p["people"] * p["hours_within"][n] for p in places)
           for n, when in enumerate(WHEN)},
        "losing": case["people_losing"],
    }  # fmt: skip


def agree(answer, case):
    right = expected(case)
    assert answer.keys() == right.keys()
    for name, value in right.items():
        if name.startswith("nearest"):
            assert answer[name] == value, name
        else:
            pairs = zip(np.atleast_1d(value), np.atleast_1d(answer[name]), strict=True)
            assert all(b is None if a is None else a == pytest.approx(b, abs=1e-3) for a, b in pairs), name
