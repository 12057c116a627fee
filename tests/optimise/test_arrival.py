"""A counter counts if it is open when one arrives: times that differ by opening pattern within a class.

Two places, two candidates, in minutes: Left is 10 from A and 40 from B, Right 50 from A and 20 from B. At the
moment counted the reduced pattern shuts in half an hour: a journey of over 30 minutes ends at a shut door.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.optimise import rules
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Search, attempt, best
from estate_model.optimise.branching import Branching
from estate_model.optimise.centre import centre
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import SHUT, WeekClass
from estate_model.optimise.program import solve
from estate_model.optimise.rank import RankClass, RankInput, effects
from estate_model.optimise.score import openings, score, value
from tests.optimise.small_problems import ALL_DAY, REDUCED, alternatives, drawn, every_plan, least, problem
from tests.optimise.test_best import GOALS, search

FEW = settings(max_examples=20, deadline=None)
MINUTES = np.array([[10, 40], [50, 20]], dtype=np.float32)
BEFORE_SHUTTING = np.where(MINUTES > 30, np.inf, MINUTES * 60).astype(np.float32)
ONE_MOMENT = (WeekClass(weight=1.0, patterns=(0, 1), seconds_of={1: BEFORE_SHUTTING}),)


def evening(people, **changed):
    return problem(MINUTES, people, patterns=(ALL_DAY, REDUCED), classes=ONE_MOMENT, **changed)


@pytest.mark.parametrize(
    ("plan", "minutes"),
    [
        ((0, SHUT), [10, 50]),
        ((1, SHUT), [10, 90]),  # Right arrives at a shut door: the cap of 90
        ((SHUT, 1), [90, 20]),
        ((1, 1), [10, 20]),
        ((SHUT, SHUT), [90, 90]),
    ],
)
def test_a_plan_is_worth_what_is_open_on_arrival(plan, minutes):
    people = [3, 1]
    one = evening(people)
    found = score(one, openings(one, plan))
    assert found.mean_minutes == (3 * minutes[0] + 1 * minutes[1]) / 4
    assert found.people_over_limit == sum(n for n, time in zip(people, minutes, strict=True) if time > 45)
    assert found.farthest_minutes == max(minutes)


def test_the_best_counter_depends_on_its_hours():
    one = evening([3, 2])
    all_reduced = rules.number_of(one, [0], "all-day", least=0, most=0)
    assert best(search(one, rules.keep(one, 1))).value == (3 * 10 + 2 * 50) / 5  # A all day
    assert best(search(one, rules.keep(one, 1), all_reduced)).value == (3 * 10 + 2 * 90) / 5
    assert best(search(one, rules.keep(one, 2), all_reduced)).value == (3 * 10 + 2 * 20) / 5


def test_hours_that_matter_on_arrival_are_another_plan_and_hours_that_do_not_are_the_same():
    one = evening([3, 2])
    found = alternatives(
        search(one, rules.keep(one, 1)), best(search(one, rules.keep(one, 1))), number=9, within=9.0
    )
    assert [plan.plan for plan in found] == [(0, SHUT), (SHUT, 0), (1, SHUT), (SHUT, 1)]
    assert [plan.value for plan in found] == [26.0, 32.0, 42.0, 62.0]
    near = evening([3, 0])  # only Left is lived in: A is open on arrival with either pattern
    found = alternatives(
        search(near.peopled(), rules.keep(near, 1), *rules.must_keep(near, ["s0"])),
        best(search(near.peopled(), rules.keep(near, 1), *rules.must_keep(near, ["s0"]))),
        number=9, within=9.0,
    )  # fmt: skip
    assert len(found) == 1


def test_p_centre_needs_an_open_door():
    one = evening([1, 1])
    all_reduced = rules.number_of(one, [0], "all-day", least=0, most=0)
    plan, farthest = centre(search(one, rules.keep(one, 1)))
    assert (farthest, score(one, openings(one, plan.plan)).farthest_minutes) == (40, 40)  # B all day
    assert centre(search(one, rules.keep(one, 2), all_reduced))[1] == 20
    assert centre(search(one, rules.keep(one, 1), all_reduced))[1] == 90  # nobody can have all within


def test_rank_goes_by_the_classs_own_minutes():
    baseline = RankInput(
        minutes=MINUTES.astype(float), people=np.array([[3.0], [2.0]]), place_borough=np.array([0, 1]),
        boroughs=2, headline=0, cap_minutes=90.0, limit_minutes=45.0,
    )  # fmt: skip
    shut = np.minimum(BEFORE_SHUTTING / 60.0, 90.0)
    week = [
        RankClass(weight=0.5, open_now=np.array([True, True]), would_open=np.zeros(2, dtype=bool)),
        RankClass(
            weight=0.5, open_now=np.array([True, True]), would_open=np.zeros(2, dtype=bool), minutes=shut
        ),
    ]
    added = effects(baseline, week)
    assert added.person_minutes[:, 0].tolist() == [3 * (30 + 80) / 2, 2 * (30 + 70) / 2]
    assert added.people_over[:, 0].tolist() == [3 / 2, 2 * (1 + 1) / 2]


def test_a_problem_whose_classes_have_other_places_is_refused():
    one_place = (replace(ONE_MOMENT[0], seconds_of={1: BEFORE_SHUTTING[:1]}),)
    with pytest.raises(ValueError, match="a class's seconds have shape"):
        replace(evening([1, 1]), classes=one_place)


@given(drawn(st.integers(2, 4), on_arrival=True), st.sampled_from(GOALS), st.data())
@FEW
def test_on_arrival_the_optimum_is_as_good_as_the_best_of_all_plans(one, goal, data):
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    some = [keep, rules.number_of(one, [0], "all-day", least=0, most=data.draw(st.integers(0, 3)))]
    found = best(search(one, *some, goal=goal))
    assert found.value == pytest.approx(least(one, goal, some), abs=1e-6)
    assert (found.gap, found.proven) == (0, True)
    peopled = best(search(one.peopled(), *some, goal=goal))
    assert peopled.value == pytest.approx(found.value, abs=1e-6)


@given(drawn(st.integers(2, 4), on_arrival=True), st.floats(-0.6, 0.6))
@FEW
def test_on_arrival_a_limit_on_the_concentration_index_is_exact(one, limit):
    keep = rules.keep(one, 2)
    found = attempt(search(one, keep, goal=Goal(concentration_at_most=limit)))
    indexes = {plan: score(one, openings(one, plan)).concentration for plan in every_plan(one, [keep])}
    if any(abs(index - limit) < 1e-6 for index in indexes.values()):
        return  # on the edge, where rounding decides
    allowed = [value(one, plan, Goal()) for plan, index in indexes.items() if index <= limit]
    assert (found is None) == (not allowed)
    if found is not None:
        assert found.value == pytest.approx(min(allowed), abs=1e-6)


@given(
    st.one_of(drawn(), drawn(two_patterns=True), drawn(on_arrival=True)), st.sampled_from(GOALS), st.data()
)
@FEW
def test_branch_and_cut_and_the_whole_programme_agree(one, goal, data):
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    goal = replace(goal, worst_borough_at_most=data.draw(st.one_of(st.none(), st.floats(0.3, 90))))
    week = aggregated_week(one, covering=goal.covering)
    whole = Search(problem=one, week=week, goal=goal, rules=(keep,))
    branching = Branching(one, week, goal, (keep,))
    cut = branching.solve([branching.all], seconds=60)
    solved = solve(whole.program(), seconds=60)
    assert cut.proven
    assert cut.infeasible == solved.infeasible
    if not cut.infeasible:
        assert cut.value == pytest.approx(solved.value, abs=1e-5)
