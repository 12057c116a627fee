"""What each counter is worth, against every plan there is; planes, depth and swaps against the costs themselves."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.optimise import branching, rules
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Best, Search, best, plan_of, solved_by
from estate_model.optimise.forced import forced
from estate_model.optimise.formulation import Goal
from estate_model.optimise.planes import Planes
from estate_model.optimise.problem import SHUT
from estate_model.optimise.program import Solved
from estate_model.optimise.score import value
from estate_model.optimise.swap import swapped
from tests.optimise.small_problems import drawn, every_plan, least, problem
from tests.optimise.test_best import GOALS

FEW = settings(max_examples=20, deadline=None)
WORLDS = st.one_of(drawn(), drawn(st.integers(2, 4), two_patterns=True), drawn(on_arrival=True))


def columns_of(one, plan):
    return solved_by(one, Best(plan=plan, value=0.0, bound=0.0, proven=True)).columns


def search(one, *some, goal=None):
    goal = goal or Goal()
    week = aggregated_week(one, covering=goal.covering, rules=some)
    return Search(problem=one, week=week, goal=goal, rules=some, seconds=60)


@given(WORLDS, st.sampled_from([*GOALS, Goal(concentration_at_most=0.4)]), st.data())
@FEW
def test_forcing_a_counter_costs_what_the_best_of_all_plans_so_forced_costs(one, goal, data):
    if goal.concentration_at_most is not None:
        goal = Goal(concentration_at_most=1.0)  # always kept: another way of solving, the same answers
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    whole = search(one, keep, goal=goal)
    first = best(whole)
    for column, row in enumerate(forced(whole, first)):
        assert row.kept == (first.plan[column] != SHUT)
        other = [plan for plan in every_plan(one, [keep]) if (plan[column] == SHUT) == row.kept]
        exact = min((value(one, plan, goal) for plan in other), default=None)
        assert row.proven
        assert (row.best is None) == (exact is None)
        if exact is not None:
            assert row.best.value == pytest.approx(exact, abs=1e-6)
            assert (row.best.plan[column] == SHUT) == row.kept


def test_where_all_choices_alike_cost_nothing_the_answer_s_own_choice_is_still_looked_at():
    """One person with two counters at the door: without the first the second is kept, and costs nothing."""
    far = np.inf
    one = problem([[0, far, far, 0], [far] * 4], [1, 0])
    whole = search(one, rules.keep(one, 2))
    for row in forced(whole, best(whole)):
        assert row.best.value == 0.0
        assert row.proven
        assert value(one, row.best.plan, whole.goal) == 0.0


def test_two_counters_of_three_by_hand():
    """Ten people each at 0, 30 and 40 minutes along a road with a counter at each: keep two."""
    one = problem([[0, 30, 40], [30, 0, 10], [40, 10, 0]], [10, 10, 10])
    whole = search(one, rules.keep(one, 2))
    first = best(whole)
    assert first.value == pytest.approx(10 / 3)  # the first, and either of the others
    first_site, *_ = rows = list(forced(whole, first))
    assert first_site.best.value == pytest.approx(30 / 3)  # without it ten people go 30 minutes
    twins = [row.best.value for row in rows if row.site_id != "s0"]
    assert twins == pytest.approx([10 / 3, 10 / 3])


def test_what_the_rules_do_not_allow_has_no_plan():
    one = problem([[10, 20, 30], [30, 20, 10]], [1, 1])
    whole = search(one, rules.keep(one, 1), *rules.must_keep(one, ["s1"]))
    rows = list(forced(whole, best(whole)))
    assert [(row.best, row.bound, row.proven) for row in rows] == [(None, np.inf, True)] * 3


def test_without_time_the_bounds_are_still_true():
    one = problem(np.random.default_rng(1).integers(1, 90, size=(9, 6)), np.ones(9))
    whole = search(one, rules.keep(one, 3))
    first = best(whole)
    hurried = Search(problem=one, week=whole.week, goal=whole.goal, rules=whole.rules, seconds=0.0)
    for row, sure in zip(forced(hurried, first), forced(whole, first), strict=True):
        assert first.value <= row.bound + 1e-9 <= sure.bound + 2e-9
        assert not row.proven or row.bound == sure.bound


@given(WORLDS, st.sampled_from([Goal(), Goal(covering=True)]), st.data())
@FEW
def test_places_merged_only_as_deep_as_the_rules_need_cost_the_same(one, goal, data):
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    week = aggregated_week(one, covering=goal.covering, rules=[keep])
    planes = Planes(week)
    between = np.random.default_rng(len(one.people)).random(one.allowed.size)
    below = planes.above(between, np.full(len(week.shares), -1.0))
    for plan in every_plan(one, [keep]):
        choice = columns_of(one, plan)
        means = planes.means(choice)
        assert week.shares @ means == pytest.approx(value(one, plan, goal), abs=1e-6)
        assert (below.matrix @ np.concatenate([choice, [0.0], means]) >= below.lower - 1e-6).all()


def test_sets_end_where_the_keep_ends():
    one = problem(np.random.default_rng(2).integers(1, 90, size=(50, 8)), np.ones(50))
    sizes = []
    for number in (1, 4, 7, 8):
        week = aggregated_week(one, covering=False, rules=[rules.keep(one, number)])
        assert len(week.classes[0].places.starts) - 1 == 8 - number
        sizes.append(week.sets)
    assert all(more > less for more, less in pairwise(sizes))
    assert sizes[-1] == 0


@given(WORLDS, st.data())
@FEW
def test_swaps_keep_to_the_rules_and_no_swap_is_left_that_helps(one, data):
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    plan = data.draw(st.sampled_from(sorted(every_plan(one, [keep]))))
    start = columns_of(one, plan)
    columns = swapped(one, [keep], start, covering=False)
    after = plan_of(one, Solved(columns=columns, value=0.0, bound=0.0, proven=True, infeasible=False))
    assert keep.holds(after)
    assert value(one, after, Goal()) <= value(one, plan, Goal()) + 1e-9
    for other in every_plan(one, [keep]):
        changed = [(a, b) for a, b in zip(after, other, strict=True) if a != b]
        if len(changed) == 1 or (
            len(changed) == 2 and sorted(SHUT in pair for pair in changed) == [True, True]
        ):
            assert value(one, after, Goal()) <= value(one, other, Goal()) + 1e-6


@given(WORLDS, st.sampled_from(GOALS), st.data())
@FEW
def test_many_candidates_begin_with_swaps_and_end_with_the_best_of_all(one, goal, data):
    keep = rules.keep(one, data.draw(st.integers(1, len(one.site_ids))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branching, "MANY_CANDIDATES", 0)
        found = best(search(one, keep, goal=goal))
    assert found.value == pytest.approx(least(one, goal, [keep]), abs=1e-6)


def test_stopped_early_the_plan_is_no_worse_than_its_swaps(monkeypatch):
    monkeypatch.setattr(branching, "MANY_CANDIDATES", 0)
    monkeypatch.setattr(branching, "MOST_SETS", 0)  # no whole programme after it
    minutes = np.random.default_rng(5).integers(1, 90, size=(60, 25))
    one = problem(minutes, np.ones(60))
    whole = search(one, rules.keep(one, 3))
    exact = best(whole)
    hurried = best(replace(whole, seconds=1e-3))
    start = columns_of(one, hurried.plan)
    after = swapped(one, whole.rules, start, covering=False)
    assert exact.value <= hurried.value + 1e-9
    assert (after == start).all()
