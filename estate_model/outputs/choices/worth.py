"""What each counter is worth, in sentences, lines, columns and data: the least value with it forced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from estate_model.analysis.choice.choice import Choice
from estate_model.analysis.choice.request import COVER
from estate_model.optimise.best import Best, reach
from estate_model.optimise.forced import Forced
from estate_model.outputs.words.figures import counted

DECIMALS = 6
MOST_LINES = 60
MINUTES = "minutes"


def near_words(choice: Choice) -> str:
    """Say how many plans are listed, how far they reach, and whether there may be more."""
    plans, within = choice.around.plans, _within(choice)
    if choice.limits.number <= 1 or choice.farthest_minutes is not None:
        return ""
    farthest = _percent(plans[-1].value - plans[0].value, plans[0])
    listed = f"Listed: {counted(len(plans), 'plan')}, the last {farthest} above the best"
    if choice.around.all_near:
        return f"{listed}; there are no more within {within}."
    return f"{listed}. The list ends there, and there may be more within {within}."


def worth_words(choice: Choice) -> list[str]:
    """Say which counters are open, and which shut, in every plan within the limit: exact, by forcing each."""
    rows = choice.around.forced
    if not rows or len(rows) < len(choice.case.problem.site_ids):
        return []
    kept, shut = [row for row in rows if row.kept], [row for row in rows if not row.kept]
    claims = ((kept, "kept", "open", "Doing without"), (shut, "shut", "shut", "Keeping"))
    return [
        f"Of the {counted(len(some), 'counter')} {state}, {_sure(choice, some)} {always} in every plan "
        f"within {_within(choice)}.{_range(choice, some, act)}"
        for some, state, always, act in claims
        if some
    ]


def _sure(choice: Choice, rows: Sequence[Forced]) -> str:
    """Say how many are the same in every plan within the limit: those whose forced plans are all above it.

    Where some others' are not proven to be at or below it, there may be more.
    """
    most = reach(choice.around.plans[0], choice.limits.within)
    sure = sum(row.bound > most for row in rows)
    maybe = any(row.bound <= most and (row.best is None or row.best.value > most) for row in rows)
    number = f"at least {sure}" if maybe else str(sure or "none")
    return f"{number} {'is' if sure <= 1 else 'are'}"


def _range(choice: Choice, rows: Sequence[Forced], act: str) -> str:
    """Say what forcing one costs at least and at most; nothing where that is not proven for all."""
    first = choice.around.plans[0]
    costs = sorted(row.bound - first.value for row in rows if np.isfinite(row.bound))
    if not costs or not all(row.proven for row in rows):
        return ""
    least, most = (_percent(cost, first) for cost in (costs[0], costs[-1]))
    never = len(rows) - len(costs)
    rest = f"; {never} cannot be, under the rules" if never else ""
    return f" {act} one of them, all else chosen again, costs from {least} to {most}{rest}."


def _within(choice: Choice) -> str:
    first = choice.around.plans[0]
    found = "the best" if first.proven and not first.gap else "the best found"
    return f"{100 * choice.limits.within:g}% of {found}"


def worth_table(choice: Choice) -> list[str]:
    """Return the table in lines of plain text: the dearest to do without first, then the cheapest to keep."""
    rows, first = choice.around.forced, choice.around.plans[0]
    if not rows:
        return []
    names = {site.site_id: site.name for site in choice.case.sites}
    unit = "of people" if choice.request.objective == COVER else MINUTES
    kept = sorted((row for row in rows if row.kept), key=lambda row: -row.bound)
    shut = sorted((row for row in rows if not row.kept), key=lambda row: row.bound)
    lines = [
        "",
        f"One counter forced the other way, all else chosen again, costs over {first.value:.5g} {unit}:",
    ]
    for row in (*kept, *shut)[:MOST_LINES]:
        does = "without" if row.kept else "with"
        lines.append(f"  {_added(row, first, unit):<26}  {does:<7}  {names[row.site_id]}")
    if len(rows) > MOST_LINES:
        lines.append(f"  and {len(rows) - MOST_LINES} more in counters.csv")
    return lines


def _added(row: Forced, first: Best, unit: str) -> str:
    """Say what a forced counter costs more than the best plan."""
    if np.isinf(row.bound):
        return "no plan keeps the rules"
    least, digits = max(0.0, row.bound - first.value), 4 if unit == MINUTES else 6
    if row.proven:
        return f"+{least:.{digits}f} {unit} ({_percent(least, first)})"
    most = "" if row.best is None else f", at most {row.best.value - first.value:+.{digits}f}"
    return f"at least +{least:.{digits}f}{most} {unit}"


def _percent(added: float, first: Best) -> str:
    return f"{100 * added / first.value if first.value else 0.0:.3g}%"


def worth_numbers(row: Forced) -> dict[str, Any]:
    """Return a row as data: without a value no plan can be so forced, or none was found in time."""
    return {
        "site_id": row.site_id,
        "kept": row.kept,
        "value": None if row.best is None else round(row.best.value, DECIMALS),
        "bound": None if np.isinf(row.bound) else round(row.bound, DECIMALS),
        "proven": row.proven,
    }


def worth_columns(choice: Choice) -> dict[str, list[Any]]:
    """Return columns of ``counters.csv``; none unless every candidate was forced."""
    rows, own = choice.around.forced, round(choice.around.plans[0].value, DECIMALS)
    if len(rows) < len(choice.case.problem.site_ids):
        return {}
    other = ["" if row.best is None else round(row.best.value, DECIMALS) for row in rows]
    return {
        "least_value_open": [own if row.kept else value for row, value in zip(rows, other, strict=True)],
        "least_value_shut": [value if row.kept else own for row, value in zip(rows, other, strict=True)],
        "forced_value_proven": ["yes" if row.proven else "no" for row in rows],
    }
