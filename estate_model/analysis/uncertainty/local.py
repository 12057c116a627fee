"""What errors at single postcodes and small areas add to a number: they average out over many residents.

Each headline number is a sum over places of people x a value ``v`` (1 or 0 for a count, minutes for a mean,
a share of the week). Two errors are independent from place to place, so their variances add up:

- a postcode's own travel-time error, ``sum of people^2 x var(v)``, with ``var(v) = p (1 - p)`` for a count
  that the error lets go either way with chance ``p``;
- how residents lie within a zone whose total is known, by small area ``c`` of zone ``z``:
  ``sum of (error x people_c x (v_c - v_z))^2``, nothing where a whole zone shares one value.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from estate_model.access.nearest import Key
from estate_model.analysis.uncertainty.headline import WEIGHED, Headline, NearestTimes, reached
from estate_model.analysis.uncertainty.headline_numbers import CENTRAL, WHOLE_AREA, WHOLE_WEEK, Number
from estate_model.nouns import WHEN, Floats
from estate_model.nouns.parameters import Spread
from estate_model.people.exposure import EVERYONE
from estate_model.units import SECONDS_PER_MINUTE

Errors = dict[Number, float]
Values = tuple[Floats, Floats, Floats]
EVERYWHERE = slice(None)


def local_errors(headline: Headline, spreads: Mapping[str, Spread]) -> Errors:
    """Return the standard deviation that local errors add to each headline number, in its own unit."""
    place = spreads["place_error"].sd
    found: Errors = {}
    losing: dict[tuple[Key, Key], Errors] = {}
    for moment, pair in headline.moments.items():
        if pair not in losing:
            losing[pair] = _losing(headline, spreads, pair)
        found |= {Number(one.measure, moment, one.zone, one.group): sd for one, sd in losing[pair].items()}
        for when, counters in zip(WHEN, pair, strict=True):
            journeys = headline.near[counters]
            near = reached(journeys)
            minutes = np.where(near, journeys.seconds, 0.0) / SECONDS_PER_MINUTE
            people = np.where(near, headline.people[:, 0], 0.0)
            spread = spreads["sharing_residents"].sd
            sd = _sd(headline, (people, minutes, place * minutes), spread)
            found[Number(f"mean_minutes_{when}", moment)] = sd / max(people.sum(), 1.0)
            within = (headline.people[:, 0], *_within(headline, journeys, place))
            found[Number(f"people_within_headline_{when}", moment)] = _sd(headline, within, spread)
    for when, hours in zip(WHEN, headline.week, strict=True):
        found[Number(f"share_of_week_{when}", WHOLE_WEEK)] = _week(headline, spreads, hours)
    return found


def _week(headline: Headline, spreads: Mapping[str, Spread], hours: Mapping[Key, float]) -> float:
    parts = [
        (part, _within(headline, headline.near[ids], spreads["place_error"].sd))
        for ids, part in hours.items()
    ]
    share = np.sum([part * inside for part, (inside, _) in parts], axis=0) / sum(hours.values())
    unsure = np.sum([part * sd for part, (_, sd) in parts], axis=0) / sum(hours.values())
    sd = _sd(headline, (headline.people[:, 0], share, unsure), spreads["sharing_residents"].sd)
    return sd / max(float(headline.totals[0]), 1.0)


def _within(headline: Headline, journeys: NearestTimes, place: float) -> tuple[Floats, Floats]:
    """Return whether each place is within the limit (1 or 0), and the standard deviation of that."""
    inside = (journeys.seconds <= headline.headline_seconds).astype(np.float64)
    near = reached(journeys)
    margin = np.where(near, headline.headline_seconds - journeys.seconds, 0.0)
    return inside, _either_way(margin, np.where(near, place * journeys.seconds, 0.0))


def _either_way(margin: Floats, sd: Floats) -> Floats:
    """Return sqrt(p (1 - p)) with p the chance that a normal error of ``sd`` overcomes the margin."""
    from scipy.special import ndtr  # noqa: PLC0415 - a quarter of a second, and no light run needs it

    chance = ndtr(np.divide(margin, sd, out=np.full(len(sd), np.inf), where=sd > 0))
    deviation: Floats = np.sqrt(chance * (1 - chance))
    return deviation


def _losing(headline: Headline, spreads: Mapping[str, Spread], pair: tuple[Key, Key]) -> Errors:
    before, after = (headline.near[counters] for counters in pair)
    both = reached(before) & reached(after)
    changed = both & (before.site != after.site)
    longer = np.where(changed, after.seconds, 0.0) - np.where(changed, before.seconds, 0.0)
    sd = spreads["place_error"].sd * np.where(changed, np.hypot(before.seconds, after.seconds), 0.0)
    unsure = np.where(changed, _either_way(longer - headline.losing_seconds, sd), 0.0)
    loses = ((longer > headline.losing_seconds) | (reached(before) & ~reached(after))).astype(np.float64)
    residents, offline = spreads["sharing_residents"].sd, spreads["sharing_offline"].sd
    everyone, likely = (headline.people[:, WEIGHED.index(group)] for group in (EVERYONE, CENTRAL))
    values = (everyone, loses, unsure)
    found = {
        Number("people_losing", ""): _sd(headline, values, residents),
        Number("people_losing", "", WHOLE_AREA, CENTRAL): _sd(headline, (likely, loses, unsure), offline),
    }
    ends = np.searchsorted(headline.borough, np.arange(len(headline.boroughs) + 1)).tolist()
    for code, (first, last) in zip(headline.boroughs, pairwise(ends), strict=True):
        found[Number("people_losing", "", code)] = _sd(headline, values, residents, slice(first, last))
    return found


def _sd(headline: Headline, values: Values, sharing: float, some: slice = EVERYWHERE) -> float:
    """Return the standard deviation of a sum of people x value: of places' own errors and of sharing.

    ``values`` has, per place, people, value, and the standard deviation of its value.
    """
    people, value, unsure = (one[some] for one in values)
    own = float(((people * unsure) ** 2).sum())
    zone, area = headline.zone_of_area, headline.area[some]
    of_area = np.bincount(area, weights=people, minlength=len(zone))
    sums = np.bincount(area, weights=people * value, minlength=len(zone))
    of_zone = np.bincount(zone, weights=of_area)
    mean = np.bincount(zone, weights=sums) / np.where(of_zone > 0, of_zone, 1.0)
    shared = float(((sums - of_area * mean[zone]) ** 2).sum()) * sharing**2
    return float(np.sqrt(own + shared))
