"""The proven optimum against every plan there is, and the laws it must keep."""

import importlib.util
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.greedy_swap import greedy_swap
from estate_model.errors import ChoiceError
from estate_model.optimise import rules
from estate_model.optimise.aggregated import Sums, aggregated, aggregated_week
from estate_model.optimise.best import Search, attempt, best
from estate_model.optimise.centre import centre
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import SHUT, capped_minutes, staffed_hours
from estate_model.optimise.program import solver
from estate_model.optimise.score import concentration, openings, score, value, worst_share_mean
from tests.optimise.small_problems import (
    ALL_DAY,
    NIGHT_AND_DAY,
    REDUCED,
    alternatives,
    drawn,
    every_plan,
    least,
    problem,
)

FEW = settings(max_examples=20, deadline=None)
GOALS = [
    Goal(),
    Goal(covering=True),
    Goal(worst_share=1.0),
    Goal(worst_share=0.3),
    Goal(covering=True, worst_share=0.5),
]


def search(one, *some, goal=None):
    goal = goal or Goal()
    week = aggregated_week(one, covering=goal.covering)
    return Search(problem=one, week=week, goal=goal, rules=some, seconds=60)


@given(drawn(), st.sampled_from(GOALS), st.data())
@FEW
def test_keeping_some_is_as_good_as_the_best_of_all_sets(one, goal, data):
    rule = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    found = best(search(one, rule, goal=goal))
    assert found.value == pytest.approx(least(one, goal, [rule]), abs=1e-6)
    assert found.bound <= found.value + 1e-9
    assert (found.gap, found.proven) == (0, True)
    assert rule.holds(found.plan)


@given(drawn(st.integers(2, 4), two_patterns=True), st.sampled_from(GOALS), st.integers(0, 600))
@FEW
def test_counters_and_hours_are_as_good_as_the_best_of_all_plans(one, goal, hours):
    some = [rules.hours_at_most(one, hours), rules.number_of(one, [1], "reduced", least=0, most=2)]
    found = best(search(one, *some, goal=goal))
    assert found.value == pytest.approx(least(one, goal, some), abs=1e-6)
    assert staffed_hours(one, found.plan) <= hours


@given(drawn(st.integers(2, 4), two_patterns=True), st.floats(-0.6, 0.6), st.data())
@FEW
def test_a_limit_on_the_concentration_index_is_exact(one, limit, data):
    rule = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    found = attempt(search(one, rule, goal=Goal(concentration_at_most=limit)))
    scores = {plan: score(one, openings(one, plan)) for plan in every_plan(one, [rule])}
    # where nobody has to travel there is no burden to share out, and any limit is kept
    indexes = {plan: some.concentration if some.mean_minutes else -np.inf for plan, some in scores.items()}
    if any(abs(index - limit) < 1e-6 for index in indexes.values()):
        return  # on the edge, where rounding decides
    allowed = [plan for plan, index in indexes.items() if index <= limit]
    assert (found is None) == (not allowed)
    if found is not None:
        assert indexes[found.plan] <= limit + 1e-6
        assert found.value == pytest.approx(min(value(one, plan, Goal()) for plan in allowed), abs=1e-6)


def test_where_nobody_has_to_travel_every_limit_on_the_index_is_kept():
    one = problem([[0, 9], [9, 0]], [3, 0], rank=np.array([0.25, 0.75]))
    found = attempt(search(one, rules.keep(one, 1), goal=Goal(concentration_at_most=-0.5)))
    assert (found.plan, found.value) == ((0, SHUT), 0)


@given(drawn(), st.floats(5, 90), st.data())
@FEW
def test_a_limit_on_the_worst_borough_is_exact(one, limit, data):
    rule = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    found = attempt(search(one, rule, goal=Goal(worst_borough_at_most=limit)))
    worst = {plan: score(one, openings(one, plan)).worst_borough_minutes for plan in every_plan(one, [rule])}
    if any(abs(minutes - limit) < 1e-5 for minutes in worst.values()):
        return
    allowed = [value(one, plan, Goal()) for plan, minutes in worst.items() if minutes <= limit]
    assert (found is None) == (not allowed)
    if found is not None:
        assert found.value == pytest.approx(min(allowed), abs=1e-6)


@given(drawn(st.integers(2, 4), two_patterns=True), st.data())
@FEW
def test_p_centre_is_the_shortest_longest_journey(one, data):
    rule = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    minutes, cap = capped_minutes(one), one.cap_minutes
    some = np.where(minutes.min(axis=1) < cap, one.people, 0.0)
    if not some.sum():
        return
    reachable = one.with_people(some)
    found, farthest = centre(search(reachable.peopled(), rule))
    every = [score(reachable, openings(one, plan)).farthest_minutes for plan in every_plan(one, [rule])]
    assert farthest == pytest.approx(min(every), abs=0.02)
    assert score(reachable, openings(one, found.plan)).farthest_minutes == pytest.approx(farthest, abs=0.02)


@given(drawn())
@FEW
def test_more_counters_are_never_worse_and_greedy_never_beats_the_proof(one):
    costs, most = capped_minutes(one), one.cap_minutes
    values = []
    for number in range(1, len(one.site_ids) + 1):
        found = best(search(one, rules.keep(one, number)))
        _, heuristic = greedy_swap(costs, one.people, number, most)
        assert found.value <= heuristic + 1e-6
        values.append(found.value)
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(values))


@given(drawn(st.integers(3, 5)), st.data())
@FEW
def test_the_next_best_plans_are_the_next_best_of_all(one, data):
    rule = rules.keep(one, data.draw(st.integers(1, len(one.site_ids) - 1)))
    whole = search(one, rule)
    found = alternatives(whole, best(whole), number=4, within=10.0)
    every = sorted(value(one, plan, Goal()) for plan in every_plan(one, [rule]))
    near = [number for number in every if number <= every[0] * 11 + 1e-6][:4]
    assert [plan.value for plan in found] == pytest.approx(near, abs=1e-6)
    assert len({plan.plan for plan in found}) == len(found)


@given(drawn())
@FEW
def test_merged_places_cost_what_each_place_costs(one):
    costs, most = capped_minutes(one), one.cap_minutes
    each = Sums(group=np.arange(len(costs)), weight=np.ones(len(costs)), groups=len(costs))
    made = aggregated(costs, most, [each])
    for plan in every_plan(one, []):
        shut = np.zeros(len(made))
        for number in range(len(made)):
            before = 1.0 if made.parent[number] < 0 else shut[made.parent[number]]
            shut[number] = before * (plan[made.added[number]] == SHUT)
        opened = [j for j, level in enumerate(plan) if level != SHUT]
        nearest = costs[:, opened].min(axis=1, initial=most)
        assert made.base + made.gains @ shut == pytest.approx(nearest)


def test_over_sixty_four_candidates_are_kept_apart():
    minutes = np.random.default_rng(3).integers(1, 90, size=(40, 70)).astype(float)
    one = problem(minutes, np.ones(40))
    found = best(search(one, rules.keep(one, 3)))
    costs, most = capped_minutes(one), one.cap_minutes
    assert found.value <= greedy_swap(costs, one.people, 3, most)[1] + 1e-9
    assert found.gap == 0


def test_what_is_asked_and_cannot_be_had_says_which_rules_clash():
    one = problem([[10, 20, 30], [30, 20, 10]], [1, 1])
    some = (rules.keep(one, 1), *rules.must_keep(one, ["s0", "s2"]), *rules.must_close(one, ["s1"]))
    with pytest.raises(ChoiceError, match=r"exclude one another: keep 1; must keep s0; must keep s2$"):
        best(search(one, *some))
    with pytest.raises(ChoiceError, match=r"keep 1; worst borough at most 15$"):
        best(search(one, rules.keep(one, 1), goal=Goal(worst_borough_at_most=15)))


def test_one_in_each_borough_and_a_budget():
    one = problem([[1, 2, 50, 60]] * 4 + [[50, 60, 1, 2]] * 4, [1] * 8)
    costs = np.array([[5.0, 1.0, 1.0, 9.0]])
    some = (*rules.one_in_each_borough(one), rules.budget(costs, 2.0))
    assert best(search(one, *some)).plan == (SHUT, 0, 0, SHUT)


def test_places_nobody_can_leave_and_places_nobody_lives_in():
    one = problem([[np.inf, np.inf], [10, 20], [0, 89]], [5, 5, 0])
    found = best(search(one, rules.keep(one, 1)))
    assert found.plan == (0, SHUT)
    assert found.value == pytest.approx((5 * 90 + 5 * 10) / 10)


def test_twins_are_alternatives_of_the_same_value():
    one = problem([[10, 10, 40], [30, 30, 5]], [1, 1])
    whole = search(one, rules.keep(one, 1))
    found = alternatives(whole, best(whole), number=3, within=0.0)
    assert sorted(plan.plan for plan in found) == [(SHUT, 0, SHUT), (0, SHUT, SHUT)]


def test_hours_that_make_no_difference_are_not_another_plan():
    at_noon = (replace(NIGHT_AND_DAY[0], weight=1.0),)
    one = problem([[10, 20], [20, 40]], [1, 1], patterns=(ALL_DAY, REDUCED), classes=at_noon)
    whole = search(one, rules.keep(one, 1))
    found = alternatives(whole, best(whole), number=5, within=10.0)
    assert [[level != SHUT for level in plan.plan] for plan in found] == [[True, False], [False, True]]


def test_the_patterns_a_candidate_may_not_have_are_not_given():
    allowed = np.array([[False, True], [True, False]])
    one = problem(
        [[10, 20], [10, 20]], [1, 1], patterns=(ALL_DAY, REDUCED), classes=NIGHT_AND_DAY, allowed=allowed
    )
    assert best(search(one, rules.keep(one, 2))).plan == (1, 0)


def test_shares_of_people_are_split_where_they_must_be():
    assert worst_share_mean(np.array([1.0, 1.0]), np.array([10.0, 20.0]), 0.75) == pytest.approx(50 / 3)
    even = concentration(np.full(4, 9.0), np.array([0.125, 0.375, 0.625, 0.875]))
    assert even == pytest.approx(0)


def test_a_problem_that_is_not_one_is_refused():
    with pytest.raises(ValueError, match="nobody is counted"):
        problem([[1, 2]], [0])
    with pytest.raises(ValueError, match="not candidates x patterns"):
        problem([[1, 2]], [1], allowed=np.ones((1, 1), dtype=bool))
    with pytest.raises(ValueError, match="must sum to 1"):
        problem([[1, 2]], [1], classes=(replace(NIGHT_AND_DAY[0], weight=0.2),))


def test_without_the_solver_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(ChoiceError, match=r"pip install 'estate-model\[choose\]'"):
        solver()


@pytest.mark.skipif(importlib.util.find_spec("spopt") is None, reason="spopt, the referee, is not installed")
def test_spopt_finds_the_same_values():
    from benchmarks.choosing_peers import spopt_cover, spopt_median  # noqa: PLC0415 - an optional referee

    generator = np.random.default_rng(11)
    minutes, people = (
        generator.uniform(1, 80, size=(60, 9)),
        generator.integers(1, 100, size=60).astype(float),
    )
    one = problem(minutes, people)
    exact = one.seconds.astype(float) / 60
    for number in (2, 4, 7):
        median = best(search(one, rules.keep(one, number)))
        assert median.value == pytest.approx(spopt_median(exact, people, number)[1], rel=1e-6)
        cover = best(search(one, rules.keep(one, number), goal=Goal(covering=True)))
        assert 1 - cover.value == pytest.approx(spopt_cover(exact, people, number, 45.0)[1], rel=1e-6)
