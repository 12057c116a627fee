"""Each group before and after, and its risk of losing against that of everyone else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.access.measure import Measure
from estate_model.analysis.equity.groups import EquityGroup
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import Floats, Impact
from estate_model.units import SECONDS_PER_MINUTE

CLOSE = 1e-9
NO_PEOPLE = 1e-6
COLUMNS = (
    "label", "unit", "people", "share_of_residents", "mean_minutes_before", "mean_minutes_after",
    "mean_minutes_longer", "mean_minutes_longer_others", "p90_minutes_before", "p90_minutes_after",
    "people_without_open_counter_before", "people_without_open_counter_after", "people_losing",
    "share_losing", "share_losing_others", "difference_share_losing", "relative_risk",
)  # fmt: skip

MEASURES = (
    Measure(
        name="group_mean_minutes",
        title="Mean minutes to the nearest open counter, by group",
        unit="minutes",
        better="lower",
        formula="sum over places p of people(p) x t(p), over the sum of people(p), where t(p) is finite",
        unreachable="left out of the mean, counted in people_without_open_counter",
        source="person-weighted mean; this project",
    ),
    Measure(
        name="p90_minutes",
        title="90th percentile of minutes to the nearest open counter, by group",
        unit="minutes",
        better="lower",
        formula="the shortest time within which at least the share far_percentile of the group's people "
        "have their nearest open counter (equality_rules.csv)",
        unreachable="counted as farther than anyone; inf where more than a tenth can reach none",
        source="person-weighted quantile, lower inverse of the distribution function",
    ),
    Measure(
        name="share_losing",
        title="Share of a group whose journey gets more than N minutes longer",
        unit="share of the group's people, 0 to 1",
        better="lower",
        formula="people with t_after(p) - t_before(p) strictly over N minutes, over the group's people; "
        "N is the scenario's losing_minutes, 10 where it is among them",
        unreachable="a journey that becomes impossible is a loss; one impossible before and after is none",
        source="this project; the same count as people_losing_over_N_minutes",
    ),
    Measure(
        name="relative_risk",
        title="Risk of losing of a group against that of everyone else",
        unit="ratio; 1 = the same risk",
        better="lower",
        formula="share_losing of the group / share_losing of everyone who is not in the group; blank "
        "where the group is everyone or nobody loses, inf where only the group loses",
        unreachable="as in share_losing",
        source="risk ratio of epidemiology; zones' shares, so within-zone differences are not seen",
    ),
)


def mean_minutes(minutes: Floats, people: Floats) -> float:
    """Return the mean over people who can reach a counter; ``nan`` where nobody can.

    >>> mean_minutes(np.array([1.0, 3.0, np.inf]), np.array([3.0, 1.0, 9.0]))
    1.5
    """
    reached = np.isfinite(minutes)
    return _over(float(people @ np.where(reached, minutes, 0.0)), float(people[reached].sum()))


def percentile(minutes: Floats, people: Floats, share: float, order: npt.NDArray[np.intp]) -> float:
    """Return the shortest time within which at least ``share`` of the people are; ``nan`` for nobody.

    ``order`` has the places from the shortest time to the longest.

    >>> times = np.array([1.0, 3.0, np.inf])
    >>> percentile(times, np.array([8.0, 1.0, 1.0]), 0.9, np.argsort(times))
    3.0
    """
    so_far = np.cumsum(people[order])
    if so_far[-1] <= NO_PEOPLE:
        return np.nan
    place = int(np.searchsorted(so_far, share * so_far[-1] * (1 - CLOSE)))
    return float(minutes[order[place]])


def compare(
    impact: Impact, groups: Sequence[EquityGroup], *, losing_minutes: int, far: float
) -> pd.DataFrame:
    """Return a row per group, indexed by ``group``: people, minutes before and after, who loses, the risk.

    Parameters
    ----------
    impact
        Access before and after at one moment, in seconds per place.
    groups
        The groups to compare; the first is everyone.
    losing_minutes
        People lose whose journey gets strictly more than these minutes longer, or impossible.
    far
        The percentile to give, 0 to 1.

    """
    people = np.vstack([group.people for group in groups])
    bases = list({id(group.base): group.base for group in groups}.values())
    of_groups, of_bases = (_sums(impact, losing_minutes, some) for some in (people, np.vstack(bases)))
    times = {
        when: (access.distinct[0] / SECONDS_PER_MINUTE, access.distinct[1])
        for when, access in (("before", impact.before), ("after", impact.after))
    }
    rows = []
    for number, group in enumerate(groups):
        base = next(n for n, other in enumerate(bases) if other is group.base)
        row = _row(of_groups[number], of_bases[base])
        for when, (minutes, place) in times.items():
            counts = np.bincount(place, weights=group.people, minlength=len(minutes)).astype(np.float64)
            row[f"p90_minutes_{when}"] = percentile(minutes, counts, far, np.arange(len(minutes)))
        rows.append({"group": group.group_id, "label": group.label, "unit": group.unit, **row})
    table = pd.DataFrame(rows).set_index("group")
    table["share_of_residents"] = table["people"] / table["people"].iloc[0]
    return table[list(COLUMNS)]


def _sums(impact: Impact, losing_minutes: int, people: Floats) -> list[dict[str, float]]:
    """Return sums over the places of people, minutes and losses, for each row of ``people``, by name."""
    before, after = impact.before.values, impact.after.values
    longer = longer_seconds(impact)
    reach = {"before": np.isfinite(before), "after": np.isfinite(after)}
    both = reach["before"] & reach["after"]
    weights: dict[str, Floats] = {
        "people": np.ones(len(before)),
        "losing": (longer > losing_minutes * SECONDS_PER_MINUTE).astype(np.float64),
        "both": both.astype(np.float64),
        "added": np.where(both, longer, 0.0) / SECONDS_PER_MINUTE,
    }
    for when, seconds in (("before", before), ("after", after)):
        weights[f"reach_{when}"] = reach[when].astype(np.float64)
        weights[f"minutes_{when}"] = np.where(reach[when], seconds, 0.0) / SECONDS_PER_MINUTE
    sums = people @ np.vstack(list(weights.values())).T
    return [dict(zip(weights, row, strict=True)) for row in sums.tolist()]


def _row(group: Mapping[str, float], base: Mapping[str, float]) -> dict[str, Any]:
    """Return one group's results from sums over it and over its base."""
    others = {name: _none_left(base[name] - group[name]) for name in base}
    share, share_others = _over(group["losing"], group["people"]), _over(others["losing"], others["people"])
    row = {
        "people": group["people"],
        "mean_minutes_longer": _over(group["added"], group["both"]),
        "mean_minutes_longer_others": _over(base["added"] - group["added"], others["both"]),
        "people_losing": group["losing"],
        "share_losing": share,
        "share_losing_others": share_others,
        "difference_share_losing": share - share_others,
        "relative_risk": relative_risk(share, share_others),
    }
    for when in ("before", "after"):
        row[f"mean_minutes_{when}"] = _over(group[f"minutes_{when}"], group[f"reach_{when}"])
        row[f"people_without_open_counter_{when}"] = _none_left(group["people"] - group[f"reach_{when}"])
    return row


def _none_left(number: float) -> float:
    """Return a difference of people, with what rounding leaves of nobody taken as 0."""
    return number if number > NO_PEOPLE else 0.0


def _over(number: float, people: float) -> float:
    """Return a number per person; ``nan`` where there are no people."""
    return number / people if people > NO_PEOPLE else np.nan


def relative_risk(share: float, share_others: float) -> float:
    """Return one share over the other: ``nan`` where it has no meaning, ``inf`` where only the first loses.

    >>> relative_risk(0.3, 0.2).__round__(2), relative_risk(0.1, 0.0), relative_risk(0.0, 0.0)
    (1.5, inf, nan)
    """
    if np.isnan(share) or np.isnan(share_others) or (share <= 0 and share_others <= 0):
        return np.nan
    return share / share_others if share_others > 0 else np.inf
