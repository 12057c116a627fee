"""A 90% range for every headline number, by seeded Monte Carlo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from estate_model.analysis.uncertainty.draws import DRAWN, central, draw, spreads_of, stream
from estate_model.analysis.uncertainty.headline import WEIGHED, Headline
from estate_model.analysis.uncertainty.headline_numbers import Number, headline_numbers
from estate_model.analysis.uncertainty.local import local_errors
from estate_model.nouns import Floats
from estate_model.nouns.parameters import FIVE_PERCENT, Spread
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results

LOCAL = ("place_error", "sharing_residents", "sharing_offline")


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A number as the run found it, and the range in which nine in ten draws fall.

    The range always holds the number itself; ``widened`` says that it had to be stretched to do so.
    """

    central: float
    low: float
    high: float
    widened: bool = False

    def __post_init__(self) -> None:
        """Check that the range holds the number."""
        if not self.low <= self.central <= self.high:
            raise ValueError("a range must hold the number it belongs to")


ROUNDING = 1e-9  # what sums made in another order differ by


def varied(results: Results) -> tuple[str, ...]:
    """Return the parameters that vary in the ranges, in a fixed order; none for journeys by a timetable.

    Of those only the walking varies with pace and network, which the ranges cannot tell apart.
    """
    if results.times[results.scenario.profiles[0]].rides is not None:
        return ()
    spreads = spreads_of(results)
    return tuple(name for name in (*DRAWN, *LOCAL) if _varies(spreads[name]))


def intervals(results: Results, headline: Headline) -> dict[Number, Interval]:
    """Return the 90% range of every headline number; nothing where the data let no parameter vary.

    Draws of what journeys share come from ``draw``; what single postcodes and small areas add is normal with
    the standard deviation of ``local_errors``. The range runs from the 5th to the 95th percentile of the
    scenario's ``draws``, begun from its ``seed``; it is stretched to the central number where it misses it.
    """
    if not varied(results):
        return {}
    spreads = spreads_of(results)
    middle = headline_numbers(headline, central(headline))
    n, seed = results.scenario.draws, results.scenario.seed
    drawn = headline_numbers(headline, draw(headline, spreads, n=n, seed=seed))
    local = local_errors(headline, spreads)
    noise = _noise(drawn, n, seed)
    found = {}
    for number, values in drawn.items():
        shaken = values + local.get(number, 0.0) * noise[_wherever(number)]
        shaken = np.clip(shaken, 0.0, most_of(headline, number))
        found[number] = _interval(float(middle[number][0]), shaken)
    return found


def most_of(headline: Headline, number: Number) -> float:
    """Return the most that a number can be: the people there are, a whole share, no end of minutes."""
    if number.measure.startswith("share"):
        return 1.0
    if number.measure.startswith("mean"):
        return np.inf
    people = headline.people[:, WEIGHED.index(EVERYONE)]
    if number.zone in headline.boroughs:
        return float(people[headline.borough == headline.boroughs.index(number.zone)].sum())
    return float(people.sum())


def _varies(spread: Spread) -> bool:
    return spread.sd > 0 or spread.low < spread.high


def _noise(numbers: Mapping[Number, object], n: int, seed: int) -> dict[Number, Floats]:
    """Return standard normal draws by number.

    Moments share theirs, and so do before and after: equal numbers have equal ranges.
    """
    names = sorted({_wherever(number) for number in numbers})
    table = stream(seed, "local").standard_normal((len(names), n))
    return dict(zip(names, table, strict=True))


def _wherever(number: Number) -> Number:
    """Return a number without its moment, and without before or after."""
    measure = number.measure.removesuffix("_before").removesuffix("_after")
    return Number(measure, "", number.zone, number.group)


def _interval(middle: float, values: Floats) -> Interval:
    low, high = np.quantile(values, [FIVE_PERCENT, 1 - FIVE_PERCENT])
    held = min(float(low), middle), max(float(high), middle)
    hair = ROUNDING * (1.0 + middle)
    return Interval(
        central=middle, low=held[0], high=held[1], widened=not low - hair <= middle <= high + hair
    )
