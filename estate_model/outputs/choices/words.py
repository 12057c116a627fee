"""Sentences of a choice, made from numbers: what was optimised, what it would mean, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

from estate_model.analysis.choice.case import ALL, ChoiceCase
from estate_model.analysis.choice.choice import Choice, estate_hours, staffed
from estate_model.analysis.choice.request import CENTRE, COVER, MEDIAN, MIX, PlanRequest, as_in_the_scenario
from estate_model.nouns import CLOSED
from estate_model.optimise.best import Best
from estate_model.optimise.problem import SHUT, Plan, staffed_hours
from estate_model.optimise.score import Score
from estate_model.outputs.choices.worth import near_words, worth_words
from estate_model.outputs.words.figures import counted, listed, people
from estate_model.people.exposure import GROUP_LABELS

NOT_ADVICE = (
    "This is a model's choice for the objective stated, among the candidates and patterns stated. It knows "
    "nothing of buildings, leases, staff or demand at a counter, and is not operational advice."
)

UNFINISHED = "UNFINISHED: stopped before all was done; what stands here was done by then."


def objective_words(request: PlanRequest, case: ChoiceCase) -> str:
    """Return what is made least, for whom, and over which times."""
    who, borough = group_words(case), case.area.labels["borough"]
    limit, cap = f"{case.problem.limit_minutes:g}", f"{case.problem.cap_minutes:g}"
    mean = f"mean minutes of {who} to the nearest open counter (over {cap} minutes, or none, counts as {cap})"
    what = {
        MEDIAN: f"the least {mean} (p-median)",
        COVER: f"the fewest {who} over {limit} minutes from an open counter (maximal covering)",
        CENTRE: f"the shortest longest journey of any {who} (p-centre), then the least mean",
        MIX: f"the least of {1 - request.worst_share:.0%} the {mean} and {request.worst_share:.0%} that of "
        f"the worst {borough} (cent-dian)",
    }.get(request.objective, f"the least {mean} in the worst {borough} (minimax)")
    return f"{what}; {case.area.profiles[case.profile_id].label}; {when_words(case)}"


def group_words(case: ChoiceCase) -> str:
    """Return who counts, for example ``residents likely offline (low set)``."""
    name, comma, estimate = GROUP_LABELS[case.scope.group].lower().partition(", ")
    return f"{name} ({estimate})" if comma else name


def when_words(case: ChoiceCase) -> str:
    """Return which times are counted, and with what weight."""
    if not case.scope.when:
        return f"over the exact week of {case.scenario.week_start}, every hour alike"
    parts = [f"{name} x {weight:g}" for name, weight in case.scope.when]
    return f"at {', '.join(parts)}"


def terms_words(request: PlanRequest, case: ChoiceCase) -> tuple[str, ...]:
    """Return the terms of a choice: objective, candidates, patterns, and what it is not."""
    of_site = "every site on record" if case.scope.candidates == ALL else "every counter open before or after"
    forces = [f"the {name}" for name in case.scenario.operators]
    whose = f" of {listed(forces)}; no other force's counter counts" if forces else ""
    patterns = "; ".join(f"{pattern.name} ({pattern.hours})" for pattern in case.problem.patterns)
    any_site = "each counter only its own" if case.scope.own_hours else "any candidate may have any of them"
    mix = "; no more long ones than the scenario has" if as_in_the_scenario(request, case) else ""
    return (
        f"Optimised: {objective_words(request, case)}.",
        f"Candidates: {len(case.problem.site_ids)}, {of_site}{whose}.",
        f"Opening patterns: {patterns}; {any_site}{mix}.",
        f"{case.network.label}: {case.network.error}",
        NOT_ADVICE,
    )


def proof_words(best: Best, unit: str) -> str:
    """Say how sure it is that no plan is better.

    >>> proof_words(Best(plan=(0,), value=45.0, bound=45.0, proven=True), "minutes")
    'Proven optimal: no plan under the same rules comes below 45.00 minutes (gap 0%).'
    >>> proof_words(Best(plan=(0,), value=50.0, bound=45.0, proven=False), "minutes")
    'Not proven: this plan has 50.00 minutes, none can come below 45.00 minutes (gap 10.0%).'
    """
    if best.proven and not best.gap:
        return f"Proven optimal: no plan under the same rules comes below {best.value:.2f} {unit} (gap 0%)."
    return (
        f"Not proven: this plan has {best.value:.2f} {unit}, none can come below {best.bound:.2f} {unit} "
        f"(gap {best.gap:.1%})."
    )


def over_words(fewer: float, *, who: str, limit: str, same: str) -> str:
    """Say what the same means could do for people over the limit.

    >>> over_words(12_345, who="residents", limit="over 45 minutes", same="The same 27 counters")
    'The same 27 counters could leave 12,300 fewer residents over 45 minutes.'
    >>> over_words(-800, who="residents", limit="over 45 minutes", same="The same 27 counters")
    'The same 27 counters, so chosen, would leave 800 more residents over 45 minutes.'
    >>> over_words(0, who="residents", limit="over 45 minutes", same="The same 27 counters")
    'The same 27 counters, so chosen, leave as many residents over 45 minutes.'
    """
    so_chosen = f"{same.removesuffix(',')}, so chosen,"
    if abs(fewer) < 1:
        return f"{so_chosen} leave as many {who} {limit}."
    if fewer < 0:
        return f"{so_chosen} would leave {people(-fewer)} more {who} {limit}."
    return f"{same} could leave {people(fewer)} fewer {who} {limit}."


def limit_words(case: ChoiceCase) -> str:
    """Return the limit, and that people over it are an average of the times counted."""
    times = "week" if not case.scope.when else "times counted"
    return f"over {case.problem.limit_minutes:g} minutes from an open counter, averaged over the {times}"


def means_words(counters: tuple[int, int], hours: tuple[float, float]) -> str:
    """Say how the plan's counters and staffed hours compare with the scenario's (plan, scenario).

    >>> means_words((27, 27), (2336, 2336))
    "The same 27 counters' worth of staffed hours (2,336 a week)"
    >>> means_words((14, 27), (2264, 2336))
    '14 counters in place of 27, with 2,264 staffed hours a week in place of 2,336,'
    """
    if counters[0] == counters[1] and round(hours[0]) == round(hours[1]):
        return f"The same {counters[0]} counters' worth of staffed hours ({hours[0]:,.0f} a week)"
    return (
        f"{counters[0]} counters in place of {counters[1]}, with {hours[0]:,.0f} staffed hours a week in "
        f"place of {hours[1]:,.0f},"
    )


def unit_of(request: PlanRequest) -> str:
    """Return the unit of an objective's value."""
    return "of 1 (share over the limit)" if request.objective == COVER else "minutes"


def plan_words(case: ChoiceCase, plan: Plan) -> str:
    """Say how many counters a plan keeps, with which patterns, and their staffed hours."""
    counts = [(pattern.name, plan.count(number)) for number, pattern in enumerate(case.problem.patterns)]
    listed = ", ".join(f"{number} {name}" for name, number in counts if number)
    opened = sum(level != SHUT for level in plan)
    return (
        f"The plan keeps {counted(opened, 'counter')} of {len(plan)} candidates: {listed or 'none'}; "
        f"{staffed_hours(case.problem, plan):,.0f} staffed hours a week."
    )


def choice_findings(choice: Choice) -> tuple[str, ...]:
    """Return a choice's findings, a sentence or two each."""
    case, after, chosen = choice.case, choice.scores["after"], choice.scores["chosen"]
    then = estate_hours(case, case.after)
    counters = tuple(sum(text != CLOSED for text in hours.values()) for hours in (choice.hours, then))
    hours = (staffed_hours(case.problem, choice.taken.plan), staffed(case, then))
    same = means_words((counters[0], counters[1]), hours)
    who = group_words(case)
    sentences = [
        UNFINISHED if choice.around.stopped else "",
        plan_words(case, choice.taken.plan),
        proof_words(choice.taken, unit_of(choice.request)),
        _farthest(choice),
        over_words(
            after.people_over_limit - chosen.people_over_limit,
            who=who,
            limit=limit_words(case),
            same=same,
        ),
        _minutes(after, chosen, case.area.labels["borough"]),
        _swaps(case, choice.hours, then),
        *worth_words(choice),
        near_words(choice),
        _robust(choice),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _farthest(choice: Choice) -> str:
    if choice.farthest_minutes is None:
        return ""
    minutes = f"{choice.farthest_minutes:.0f} minutes"
    return f"The longest journey of anybody is {minutes}; no plan has a shorter one."


def _minutes(after: Score, chosen: Score, borough: str) -> str:
    return (
        f"Mean: {after.mean_minutes:.1f} minutes in the scenario, {chosen.mean_minutes:.1f} in the plan. "
        f"Worst {borough}: {after.worst_borough} {after.worst_borough_minutes:.0f} in the scenario, "
        f"{chosen.worst_borough} {chosen.worst_borough_minutes:.0f} in the plan. Worst-off tenth of people: "
        f"{after.worst_decile_minutes:.0f} and {chosen.worst_decile_minutes:.0f}."
    )


def _swaps(case: ChoiceCase, plan: Mapping[str, str], then: Mapping[str, str]) -> str:
    names = {site.site_id: site.name for site in case.sites}
    opened = [names[key] for key, text in plan.items() if text != CLOSED and then[key] == CLOSED]
    shut = [names[key] for key, text in plan.items() if text == CLOSED and then[key] != CLOSED]
    if not opened and not shut:
        return "The plan keeps the same counters as the scenario."
    return f"Open in the plan and not in the scenario: {_list(opened)}. The other way round: {_list(shut)}."


def _list(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _robust(choice: Choice) -> str:
    if choice.robustness is None:
        return ""
    robustness = choice.robustness
    kept = [
        share for share, level in zip(choice.robustness.kept, choice.taken.plan, strict=True) if level != SHUT
    ]
    firm = sum(share >= 0.9 for share in kept)  # noqa: PLR2004 - nine in ten
    return (
        f"In {counted(robustness.draws, 'draw')} of errors in people and network, the same counters come "
        f"out best in {robustness.same_counters:.0%}; {firm} of the {len(kept)} kept stay in nine in ten."
    )
