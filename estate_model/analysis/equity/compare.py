"""Each group before and after, and its risk of losing against that of everyone else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from estate_model.access.measure import Measure
from estate_model.analysis.equity.groups import EquityGroup
from estate_model.analysis.equity.percentile import NO_PEOPLE, percentiles
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import WHEN, Floats, Impact, Integers
from estate_model.units import SECONDS_PER_MINUTE

COLUMNS = (
    "label", "unit", "people", "share_of_residents", "mean_minutes_before", "mean_minutes_after",
    "mean_minutes_longer", "mean_minutes_longer_others", "p90_minutes_before", "p90_minutes_after",
    "minutes_beyond_limit_before", "minutes_beyond_limit_after",
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
        name="minutes_beyond_limit",
        title="Minutes beyond the limit, by group (the poverty gap FGT1, in minutes)",
        unit="minutes, averaged over everyone who can reach a counter",
        better="lower",
        formula="sum over places p of people(p) x max(t(p) - z, 0), over the sum of people(p); z is the "
        "scenario's headline limit, 45 minutes unless it says another. FGT1 is this over z",
        unreachable="left out, counted in people_without_open_counter",
        source="Foster, Greer and Thorbecke (1984), A class of decomposable poverty measures, Econometrica "
        "52(3), with alpha = 1 and the gap above a limit",
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


def compare(
    impact: Impact, groups: Sequence[EquityGroup], *, losing_minutes: int, limit_minutes: int, far: float
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
    limit_minutes
        Minutes beyond these are counted by the poverty gap.
    far
        The percentile to give, 0 to 1.

    """
    everyone = groups[0].people
    sums = _sums(groups, _weights(impact, losing_minutes, limit_minutes), everyone)
    far_minutes = {
        when: percentiles(access, groups, everyone, far) for when, access in impact.accesses.items()
    }
    rows = []
    for group in groups:
        row = _row(sums[id(group.people)], sums[id(group.base)])
        row |= {f"p90_minutes_{when}": minutes[group.group_id] for when, minutes in far_minutes.items()}
        rows.append({"group": group.group_id, "label": group.label, "unit": group.unit, **row})
    table = pd.DataFrame(rows).set_index("group")
    table["share_of_residents"] = table["people"] / table["people"].iloc[0]
    return table[list(COLUMNS)]


def _weights(impact: Impact, losing_minutes: int, limit_minutes: int) -> dict[str, Floats]:
    """Return what one person at each place adds to the sums of people, minutes and losses, by name."""
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
        minutes = np.where(reach[when], seconds, 0.0) / SECONDS_PER_MINUTE
        weights[f"minutes_{when}"] = minutes
        weights[f"beyond_{when}"] = np.maximum(minutes - limit_minutes, 0.0)
    return weights


def _sums(
    groups: Sequence[EquityGroup], weights: Mapping[str, Floats], everyone: Floats
) -> dict[int, dict[str, float]]:
    """Return the sums over each group and each base, by name, for the ``id`` of its array."""
    placed = [group for group in groups if group.zone is None]
    batches = [(placed, weights)]
    zoned = [group for group in groups if group.zone is not None]
    if zoned and (zone := zoned[0].zone) is not None:
        batches.append((zoned, by_zone(weights, everyone, zone, number=len(zoned[0].people))))
    sums: dict[int, dict[str, float]] = {}
    for members, of_one in batches:
        arrays = {id(array): array for group in members for array in (group.people, group.base)}
        found = np.vstack(list(arrays.values())) @ np.vstack(list(of_one.values())).T
        sums |= {
            key: dict(zip(weights, row, strict=True)) for key, row in zip(arrays, found.tolist(), strict=True)
        }
    return sums


def by_zone(
    weights: Mapping[str, Floats], people: Floats, zone: Integers, *, number: int
) -> dict[str, Floats]:
    """Return the sums over the people of each of ``number`` zones, by name; a share of a zone is one of them.

    >>> by_zone({"a": np.array([1.0, 2.0])}, np.array([10.0, 5.0]), np.array([1, 1]), number=3)["a"].tolist()
    [0.0, 20.0, 0.0]
    """
    return {
        name: np.bincount(zone, weights=people * weight, minlength=number).astype(np.float64)
        for name, weight in weights.items()
    }


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
    for when in WHEN:
        row[f"mean_minutes_{when}"] = _over(group[f"minutes_{when}"], group[f"reach_{when}"])
        row[f"minutes_beyond_limit_{when}"] = _over(group[f"beyond_{when}"], group[f"reach_{when}"])
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
