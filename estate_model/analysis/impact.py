"""Before v after: who loses, by how much, where, and which counter inherits whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.access.within import within
from estate_model.nouns import Access, Booleans, Exposure, Floats, Impact
from estate_model.units import SECONDS_PER_MINUTE, minutes_from_seconds

NO_COUNTER = "(none)"
TINY = 1e-9


@dataclass(frozen=True)
class Zoning:
    """Which zone each place lies in: sorted ``codes``, and each place's position among them."""

    codes: tuple[str, ...]
    index: npt.NDArray[np.intp]


def zoning(codes: pd.Series) -> Zoning:
    """Return the zoning that gives each place (row) its code.

    >>> zoning(pd.Series(["b", "a", "b"])).index.tolist()
    [1, 0, 1]
    """
    index, unique = pd.factorize(codes.astype(str), sort=True)
    return Zoning(tuple(unique), index)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The minutes at which people are counted as within reach, and as losing."""

    thresholds_minutes: tuple[int, ...]
    losing_minutes: tuple[int, ...]


def longer_seconds(impact: Impact) -> Floats:
    """Return how much longer the journey gets, per place; ``inf`` = no counter is within reach any more.

    A place that had and has none within reach counts as 0, one that gains its first as ``-inf``.
    """
    with np.errstate(invalid="ignore"):
        change = impact.after.values - impact.before.values
    return np.where(np.isinf(impact.before.values) & np.isinf(impact.after.values), 0.0, change)


def sums_by_zone(impact: Impact, week: tuple[Access, Access], zones: Zoning, limits: Limits) -> pd.DataFrame:
    """Return, per zone and group, columns that may be added up: people, person-minutes, person-weeks.

    ``week`` is the share of the week before and after, per place. The index is ``zone_code`` and
    ``group``; people are not rounded. ``readable`` turns sums, of these or larger zones, into results.
    """
    weights = _weights(impact, week, limits)
    frames = []
    for group in impact.exposure.groups:
        people = impact.exposure.of(group)
        columns = {name: _sums(people * weight, zones) for name, weight in weights.items()}
        frame = pd.DataFrame(columns, index=pd.Index(zones.codes, name="zone_code"))
        frames.append(frame.assign(group=group).set_index("group", append=True))
    table = pd.concat(frames)
    _conserved(table, impact.exposure)
    return table


def readable(sums: pd.DataFrame) -> pd.DataFrame:
    """Return results from sums: mean minutes (``nan`` where nobody can reach a counter), shares, people."""
    table = pd.DataFrame({"people": sums["people"]})
    for when in ("before", "after"):
        reached = sums["people"] - sums[f"people_without_open_counter_{when}"]
        table[f"mean_minutes_{when}"] = sums[f"person_minutes_{when}"] / reached.where(reached > TINY)
        table[f"share_of_week_{when}"] = sums[f"person_weeks_{when}"] / sums["people"].where(
            sums["people"] > 0
        )
    return table.join(sums[[name for name in sums.columns if name.startswith("people_")]])


def flows(impact: Impact, zone_codes: npt.NDArray[np.str_] | None = None) -> pd.DataFrame:
    """Return people by group for each pair of nearest counter before and after: who inherits whom.

    The index is ``counter_before`` and ``counter_after`` (``(none)`` = no open counter within reach),
    below ``zone_code`` where the zone of each place is given.
    """
    keys = {"counter_before": _nearest_ids(impact.before), "counter_after": _nearest_ids(impact.after)}
    if zone_codes is not None:
        keys = {"zone_code": zone_codes, **keys}
    people = pd.DataFrame(impact.exposure.people, columns=list(impact.exposure.groups))
    return people.groupby(list(keys.values()), sort=True).sum().rename_axis(index=list(keys))


def _nearest_ids(access: Access) -> npt.NDArray[np.str_]:
    if access.site_index is None:
        raise ValueError(f"{access.measure} does not say which counter is nearest")
    return np.array([*access.site_ids, NO_COUNTER])[access.site_index]


def _weights(impact: Impact, week: tuple[Access, Access], limits: Limits) -> dict[str, Floats | Booleans]:
    """Return what each person at a place counts for, by column."""
    longer = longer_seconds(impact)
    weights: dict[str, Floats | Booleans] = {"people": np.ones(len(longer))}
    for when, access, share in zip(("before", "after"), (impact.before, impact.after), week, strict=True):
        out_of_reach = np.isinf(access.values)
        weights[f"person_minutes_{when}"] = np.where(out_of_reach, 0.0, minutes_from_seconds(access.values))
        weights[f"person_weeks_{when}"] = share.values
        weights[f"people_without_open_counter_{when}"] = out_of_reach
        for minutes in limits.thresholds_minutes:
            weights[f"people_within_{minutes}_minutes_{when}"] = within(access, minutes)
    weights["people_losing"] = longer > 0
    for minutes in limits.losing_minutes:
        weights[f"people_losing_over_{minutes}_minutes"] = longer > minutes * SECONDS_PER_MINUTE
    weights["people_gaining"] = longer < 0
    return weights


def _sums(weights: Floats, zones: Zoning) -> Floats:
    sums: Floats = np.bincount(zones.index, weights=weights, minlength=len(zones.codes)).astype(np.float64)
    return sums


def _conserved(table: pd.DataFrame, exposure: Exposure) -> None:
    """Residents in = residents out, for every group; anything else is a fault of ours."""
    tabulated = table["people"].groupby(level="group").sum()
    for group in exposure.groups:
        if not np.isclose(tabulated[group], exposure.of(group).sum(), rtol=1e-9, atol=1e-6):
            raise AssertionError(f"{group}: people in and people out differ")
