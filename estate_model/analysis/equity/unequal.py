"""The rows of ``inequality.csv``: how unevenly minutes are spread, and by deprivation, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.analysis.equity.compare import by_zone
from estate_model.analysis.equity.inequality import (
    Index,
    concentration_index,
    erreygers_index,
    gini,
    lorenz,
    lorenz_share,
)
from estate_model.analysis.equity.theil import theil, theil_between
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import WHEN, Access, Floats, Impact
from estate_model.nouns.area import Area
from estate_model.nouns.zone_groups import Category
from estate_model.people.exposure import EVERYONE
from estate_model.units import SECONDS_PER_MINUTE

TENTHS = tuple(number / 10 for number in range(1, 10))
BOROUGH, WARD = "borough", "ward"
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Minutes: over ``losing`` a longer journey is a loss; within ``near`` a counter is near."""

    losing: int
    near: int


def unequal_rows(impact: Impact, area: Area, limits: Thresholds) -> list[Row]:
    """Return Gini, Lorenz shares, Theil's index and concentration indices at one moment, before and after."""
    people = impact.exposure.of(EVERYONE)
    both = (impact.before, impact.after)
    journeys = [_journeys(access, people) for access in both]
    curves = [lorenz(*some) for some in journeys]
    rows = [_row("gini", "", "Gini coefficient of minutes", [Index(gini(curve)) for curve in curves])]
    for tenth in TENTHS:
        label = f"Share of all minutes borne by the {tenth:.0%} of residents with the shortest journeys"
        values = [Index(lorenz_share(curve, tenth)) for curve in curves]
        rows.append(_row("lorenz_share", f"{tenth:.1f}", label, values))
    whole = [theil(*some) for some in journeys]
    boroughs = area.zoning_of(BOROUGH).index
    between = [theil_between(access.values / SECONDS_PER_MINUTE, people, boroughs) for access in both]
    rows += _theil_rows(whole, between, area.labels["boroughs"])
    if area.groups.categories:
        outcomes = _outcomes(impact, people, area, limits)
        for category in area.groups.categories:
            rows += _by_class(category, outcomes, area, limits)
    return rows


def _row(measure: str, by: str, label: str, both: Sequence[Index]) -> Row:
    row: Row = {"measure": measure, "by": by, "label": label}
    for when, index in zip(WHEN, both, strict=True):
        row |= {f"value_{when}": index.value, f"low_{when}": index.low, f"high_{when}": index.high}
    return row


def _journeys(access: Access, people: Floats) -> tuple[Floats, Floats]:
    """Return each distinct journey in minutes, and how many people have it."""
    seconds, place = access.distinct
    counts = np.bincount(place, weights=people, minlength=len(seconds)).astype(np.float64)
    return seconds / SECONDS_PER_MINUTE, counts


def _theil_rows(whole: Sequence[float], between: Sequence[float], names: str) -> list[Row]:
    within = [all_of_it - part for all_of_it, part in zip(whole, between, strict=True)]
    return [
        _row("theil", "", "Theil's index of minutes", [Index(one) for one in whole]),
        _row("theil_between", BOROUGH, f"Part of it between {names}", [Index(one) for one in between]),
        _row("theil_within", BOROUGH, f"Part of it within {names}", [Index(one) for one in within]),
    ]


@dataclass(frozen=True)
class Outcome:
    """People counted in each zone and their mean outcome, of shape (zones,); ``nan`` for nobody."""

    people: Floats
    mean: Floats


def _outcomes(impact: Impact, people: Floats, area: Area, limits: Thresholds) -> Mapping[str, Outcome]:
    """Return minutes and who is near, before and after, and who loses, by zone: a class is a zone's."""
    loses = longer_seconds(impact) > limits.losing * SECONDS_PER_MINUTE
    outcomes = {"losing": _outcome(loses.astype(np.float64), people, area)}
    for when, access in impact.accesses.items():
        minutes, reached = access.values / SECONDS_PER_MINUTE, np.isfinite(access.values)
        near = access.values <= limits.near * SECONDS_PER_MINUTE
        outcomes[f"minutes_{when}"] = _outcome(np.where(reached, minutes, 0.0), people * reached, area)
        outcomes[f"near_{when}"] = _outcome(near.astype(np.float64), people, area)
    return outcomes


def _outcome(values: Floats, people: Floats, area: Area) -> Outcome:
    weights = {"people": np.ones(len(values)), "outcome": values}
    sums = by_zone(weights, people, area.place_zone, number=len(area.zones))
    counted = sums["people"] > 0
    mean = np.divide(sums["outcome"], sums["people"], out=np.full(len(counted), np.nan), where=counted)
    return Outcome(sums["people"], mean)


def _by_class(
    category: Category, outcomes: Mapping[str, Outcome], area: Area, limits: Thresholds
) -> list[Row]:
    """Return a row per concentration index by one class or rank of zones."""
    classes = np.asarray(area.groups.class_of(category.category_id), dtype=np.float64)
    clusters, level = _clusters(area), area.yardsticks.value("interval_level")

    def index(measure: Callable[..., Index], name: str) -> Index:
        outcome = outcomes[name]
        return measure(outcome.mean, outcome.people, classes, clusters=clusters, level=level)

    label = f"{category.label} ({category.meaning})"
    minutes = [index(concentration_index, f"minutes_{when}") for when in WHEN]
    near = [index(erreygers_index, f"near_{when}") for when in WHEN]
    losing = [Index(np.nan), index(erreygers_index, "losing")]
    rows = (
        ("concentration_index", label, minutes),
        ("erreygers_within", f"Within {limits.near} minutes: {label}", near),
        ("erreygers_losing", f"Over {limits.losing} minutes longer: {label}", losing),
    )
    return [_row(name, category.category_id, title, both) for name, title, both in rows]


def _clusters(area: Area) -> npt.NDArray[np.intp]:
    """Return the borough of each zone where there are enough of them, else the ward, else one for all."""
    clusters = np.zeros(len(area.zones), dtype=np.intp)
    for level in (BOROUGH, WARD):
        zoned = area.zoning_of(level)
        if len(zoned.codes) >= area.yardsticks.value("fewest_clusters"):
            clusters[area.place_zone] = zoned.index
            break
    return clusters
