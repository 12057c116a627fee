"""One choice made: the best plan, what it means beside the estates before and after, and how it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.analysis.choice.asked import CENTRE, Asked, goal_of, rules_of
from estate_model.analysis.choice.case import Case
from estate_model.errors import ChoiceError
from estate_model.nouns import CLOSED, Estate, Integers
from estate_model.nouns.parameters import find
from estate_model.opening import hours_a_week
from estate_model.optimise.best import Best, Search, alternatives, attempt, best
from estate_model.optimise.centre import centre
from estate_model.optimise.formulation import merged
from estate_model.optimise.problem import SHUT, Plan, Problem
from estate_model.optimise.robust import ABS_TO_SIGMA, Errors, Held, held
from estate_model.optimise.score import Score, openings, score
from estate_model.people.exposure import OFFLINE

Said = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much is done beside the best plan: the next best, drawn errors, and how long each search may take.

    ``within`` is the share of the best value that a plan may lie above it.
    """

    number: int = 10
    within: float = 0.02
    draws: int = 0
    seed: int = 1
    seconds: float = 300.0


def errors_of(case: Case, cell: Integers) -> Errors:
    """Return how wrong people and network may be, as ``uncertainty.csv`` says; not at all without a row."""
    people, network = (
        find(case.area.spreads, parameter, (case.network.kind,)).sd / ABS_TO_SIGMA
        for parameter in ("sharing_residents", "pair_error")
    )
    return Errors(people=people, network=network, cell=cell)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice on its way out. ``found`` are the best plans in order; ``taken`` is the one chosen of them.

    ``scores`` has the estates before and after and every found plan, by name; ``elsewhere`` the best plans
    for other offline sets and ways of travel, by what was changed; ``farthest_minutes`` only for p-centre.
    """

    case: Case
    asked: Asked
    effort: Effort
    found: tuple[Best, ...]
    taken: Best
    scores: Mapping[str, Score]
    found_scores: tuple[Score, ...]
    elsewhere: Mapping[str, Plan]
    held: Held | None
    farthest_minutes: float | None

    @property
    def hours(self) -> dict[str, str]:
        """Every candidate's hours under the plan taken."""
        return self.case.hours_of(self.taken.plan)


def make_choice(case: Case, asked: Asked, effort: Effort, said: Said) -> Choice:
    """Return the best plan of a case under what is asked, and what goes with it.

    Raises
    ------
    ChoiceError
        When what is asked cannot be had; says what clashes.
    """
    search = search_of(case, asked, effort)
    said(f"{len(case.problem.site_ids)} candidates; places merged into {len(search.made.terms):,} terms")
    farthest = None
    if asked.objective == CENTRE:
        first, farthest = centre(search)
        found: tuple[Best, ...] = (first,)
    else:
        first = best(search)
        said(f"Best plan found: gap {first.gap:.4%}, {'proven' if first.proven else 'not proven'}")
        found = alternatives(search, first, number=effort.number, within=effort.within)
    problem = search.problem
    found_scores = tuple(score(problem, openings(problem, one.plan)) for one in found)
    taken = _taken(found, found_scores, asked)
    on = case.problem.people > 0
    scores = {
        "before": score(problem, case.openings(estate_hours(case, case.before))),
        "after": score(problem, case.openings(estate_hours(case, case.after))),
        "chosen": found_scores[found.index(taken)],
    }
    cells = np.unique(case.area.places.table["cell_code"].astype(str)[on], return_inverse=True)[1]
    errors = errors_of(case, cells)
    robust: Held | None = None
    elsewhere: dict[str, Plan] = {}
    if effort.draws and farthest is None:
        elsewhere = dict(_elsewhere(search, case))
        said(f"Choosing again under {effort.draws} drawn errors")
        robust = held(
            search, taken.plan, errors, draws=effort.draws, seed=effort.seed, said=lambda _done, _of: None
        )
    return Choice(
        case=case, asked=asked, effort=effort, found=found, taken=taken, scores=scores,
        found_scores=found_scores, elsewhere=elsewhere, held=robust, farthest_minutes=farthest,
    )  # fmt: skip


def search_of(case: Case, asked: Asked, effort: Effort) -> Search:
    """Return the search of what is asked, with places merged."""
    goal, problem = goal_of(asked), case.problem.peopled()
    return Search(
        problem=problem,
        made=merged(problem, covering=goal.covering),
        goal=goal,
        rules=rules_of(asked, case),
        seconds=effort.seconds,
    )


def estate_hours(case: Case, estate: Estate) -> dict[str, str]:
    """Return the hours in an estate of every candidate, ``off`` where it has no counter there."""
    sites = estate.sites
    return {key: sites[key].hours if key in sites else CLOSED for key in case.problem.site_ids}


def staffed(case: Case, hours: Mapping[str, str]) -> float:
    """Return the staffed hours a week of some hours by candidate."""
    return sum(hours_a_week(text, case.scenario.week_start) for text in hours.values() if text != CLOSED)


def _taken(found: tuple[Best, ...], scores: tuple[Score, ...], asked: Asked) -> Best:
    """Return the first plan whose worst-off decile keeps to the limit; without one, the best plan."""
    limit = asked.worst_decile_at_most
    if limit is None:
        return found[0]
    for plan, one in zip(found, scores, strict=True):
        if one.worst_decile_minutes <= limit:
            return plan
    least = min(one.worst_decile_minutes for one in scores)
    raise ChoiceError(
        f"of the {len(found)} best plans none keeps the worst-off decile's mean at {limit:g} minutes "
        f"(the least is {least:.1f}); allow more plans with --alternatives and --within"
    )


def _elsewhere(search: Search, case: Case) -> Iterator[tuple[str, Plan]]:
    """Yield the best counters for other offline sets, and for the scenario's other ways of travel."""
    on = case.problem.people > 0
    for group in OFFLINE:
        if group != case.wish.group:
            people = case.people(case.profile_id).of(group)[on]
            yield from _again(search, group, replace(search.problem, people=people))
    for key, times in case.times.items():
        if key != case.profile_id:
            people = case.people(key).of(case.wish.group)[on]
            changed = replace(search.problem, people=people, seconds=times.seconds[on])
            yield from _again(search, key, changed)


def _again(search: Search, label: str, problem: Problem) -> Iterator[tuple[str, Plan]]:
    changed = replace(search, problem=problem)
    changed = replace(changed, made=merged(changed.problem, covering=search.goal.covering))
    found = attempt(changed)
    if found is not None:
        yield label, found.plan


def kept_share(choice: Choice) -> np.ndarray:
    """Return the share of the near-optimal plans in which each candidate is open."""
    opened = np.array([[level != SHUT for level in one.plan] for one in choice.found], dtype=float)
    shares: np.ndarray = opened.mean(axis=0)
    return shares


def by_moment(case: Case, hours: Mapping[str, str]) -> pd.DataFrame:
    """Return, by moment and group, mean minutes of those who reach a counter and people over the limit.

    Minutes are not capped: these are the numbers that ``run`` gives for the same estate.
    """
    profile = case.profile_id
    minutes = case.times[profile].seconds.astype(np.float64) / 60.0
    people = case.people(profile)
    rows = []
    for moment in case.scenario.moments_of_week():
        weight_and_ids = _at(case, hours, moment.name)
        nearest = minutes[:, weight_and_ids].min(axis=1, initial=np.inf)
        reached = np.isfinite(nearest)
        for group in people.groups:
            number = people.of(group)
            some = float(number[reached].sum())
            mean = float(number[reached] @ nearest[reached]) / some if some > 0 else None
            over = float(number[nearest > case.problem.limit_minutes].sum())
            rows.append((moment.name, group, mean, over))
    return pd.DataFrame(rows, columns=["moment", "group", "mean_minutes", "people_over_limit"])


def _at(case: Case, hours: Mapping[str, str], moment: str) -> np.ndarray:
    """Return the candidates' columns open at one moment."""
    one = replace(case, wish=replace(case.wish, when=((moment, 1.0),)))
    ((_, columns),) = one.openings(hours)
    return columns
