"""Small problems drawn at random, and every plan of them tried one by one."""

from dataclasses import replace
from itertools import islice, product, takewhile

import numpy as np
from hypothesis import strategies as st

from estate_model.optimise.best import following, reach
from estate_model.optimise.problem import SHUT, Pattern, Problem, WeekClass
from estate_model.optimise.score import value

ALL_DAY = Pattern(name="all-day", hours="24/7", hours_a_week=168.0)
REDUCED = Pattern(name="reduced", hours="Mo-Su 08:00-20:00", hours_a_week=84.0)
NIGHT_AND_DAY = (WeekClass(weight=0.5, patterns=(0, 1)), WeekClass(weight=0.5, patterns=(0,)))
FEW_SITES = st.integers(2, 5)
ALWAYS = (WeekClass(weight=1.0, patterns=(0,)),)


def problem(minutes, people, *, patterns=(ALL_DAY,), classes=ALWAYS, **changed):
    """Places in two boroughs, the first half and the second; candidates alternate between them."""
    minutes = np.asarray(minutes, dtype=np.float32)
    places, sites = minutes.shape
    given = {
        "site_ids": tuple(f"s{number}" for number in range(sites)),
        "seconds": minutes * 60,
        "people": np.asarray(people, dtype=np.float64),
        "boroughs": ("Left", "Right"),
        "place_borough": (np.arange(places) >= places / 2).astype(np.int64),
        "site_borough": np.arange(sites) % 2,
        "patterns": patterns,
        "allowed": np.ones((sites, len(patterns)), dtype=bool),
        "classes": classes,
        "cap_minutes": 90.0,
        "limit_minutes": 45.0,
    }
    return Problem(**{**given, **changed})


def every_plan(one, rules):
    """Every plan that keeps to the rules."""
    for plan in product(range(SHUT, len(one.patterns)), repeat=len(one.site_ids)):
        fits = all(level == SHUT or one.allowed[j, level] for j, level in enumerate(plan))
        if fits and all(rule.holds(plan) for rule in rules):
            yield plan


def least(one, goal, rules):
    """The least value of the goal over every plan, or None when there is none."""
    return min((value(one, plan, goal) for plan in every_plan(one, rules)), default=None)


@st.composite
def drawn(draw, sites=FEW_SITES, *, two_patterns=False, on_arrival=False):
    """Whole minutes with ties, duplicate candidates, unreachable pairs and places without people.

    ``on_arrival``: by night and by day some counters of each pattern are shut when one arrives.
    """
    number = draw(sites)
    time = st.one_of(st.integers(0, 120), st.just(np.inf))
    row = st.lists(time, min_size=number, max_size=number)
    minutes = np.array(draw(st.lists(row, min_size=2, max_size=8)), dtype=float)
    if draw(st.booleans()):
        minutes[:, -1] = minutes[:, 0]
    people = np.array(
        draw(st.lists(st.integers(0, 50), min_size=len(minutes), max_size=len(minutes))), dtype=float
    )
    people[0] += people.sum() == 0
    rank = np.linspace(0, 1, len(minutes))
    if on_arrival:
        shut = [
            np.array(draw(st.lists(st.booleans(), min_size=minutes.size, max_size=minutes.size)))
            for _ in "123"
        ]
        own = [
            np.where(mask.reshape(minutes.shape), np.inf, minutes * 60).astype(np.float32) for mask in shut
        ]
        night = replace(NIGHT_AND_DAY[1], seconds_of={0: own[0]})
        day = replace(
            NIGHT_AND_DAY[0], seconds_of={0: own[1], 1: own[2]} if draw(st.booleans()) else {1: own[2]}
        )
        return problem(minutes, people, patterns=(ALL_DAY, REDUCED), classes=(day, night), rank=rank)
    if two_patterns:
        return problem(minutes, people, patterns=(ALL_DAY, REDUCED), classes=NIGHT_AND_DAY, rank=rank)
    return problem(minutes, people, rank=rank)


def alternatives(search, first, *, number, within):
    """The best plans in order, from ``first`` on: at most ``number``, all ``within`` a share of it."""
    most = reach(first, within)
    near = takewhile(lambda plan: plan.value <= most, following(search, first))
    return (first, *islice(near, number - 1))
