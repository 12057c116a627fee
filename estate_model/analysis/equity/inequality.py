"""How unevenly minutes are spread: Lorenz curve and Gini, and concentration indices by deprivation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from estate_model.access.measure import Measure
from estate_model.nouns import Floats

NO_PEOPLE = 1e-6

ERREYGERS = (
    "Erreygers (2009), Correcting the concentration index, Journal of Health Economics 28(2): for outcomes "
    "with bounds, where C differs between counting those who have it and those who lack it"
)
MEASURES = (
    Measure(
        name="gini",
        title="Gini coefficient of minutes to the nearest open counter",
        unit="0 (all the same) to 1 (one person has all the minutes)",
        better="lower",
        formula="1 - sum over places, nearest first, of p_i x (L_i + L_(i-1)); p = share of people, L = "
        "share of all minutes so far",
        unreachable="left out; blank where nobody can reach a counter or all are at its door",
        source="trapezoid rule under the weighted Lorenz curve; equal to PySAL's inequality.gini on "
        "people one by one",
    ),
    Measure(
        name="lorenz_share",
        title="Lorenz curve: share of all minutes borne by the residents with the shortest journeys",
        unit="share of all minutes, 0 to 1",
        better="nearer to the share of residents",
        formula="L(x) = minutes of the nearest share x of residents / all minutes, straight between places",
        unreachable="left out",
        source="Lorenz (1905), Methods of measuring the concentration of wealth",
    ),
    Measure(
        name="concentration_index",
        title="Concentration index of minutes by deprivation",
        unit="-1 to 1; below 0 = longer journeys where class or rank is low, above 0 = where it is high",
        better="0",
        formula="C = 2 cov(t, R) / mean t, person-weighted; R = fractional rank of the zone's class, "
        "residents of one class sharing the middle rank. Standard error: the convenient regression 2 "
        "var(R) t / mean t = a + C R, clustered by borough (by ward where there are few boroughs), "
        "Student's t with clusters - 1",
        unreachable="left out, as are zones whose class is not known",
        source="Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77; clusters as in "
        "Liang and Zeger (1986). The interval says how far the pattern could be an accident of which "
        "boroughs there are; it holds no error of the network",
    ),
    Measure(
        name="erreygers_within",
        title="Corrected concentration index, by deprivation, of having an open counter within the limit",
        unit="-1 to 1; below 0 = more have one where class or rank is low, above 0 = where it is high",
        better="0",
        formula="E = 4 mean h x C = 8 cov(h, R), person-weighted; h = 1 within the headline limit, else 0; "
        "C, R and the standard error as in concentration_index",
        unreachable="not within the limit; zones whose class is not known are left out",
        source=ERREYGERS,
    ),
    Measure(
        name="erreygers_losing",
        title="Corrected concentration index, by deprivation, of a journey over N minutes longer",
        unit="-1 to 1; below 0 = more lose where class or rank is low, above 0 = where it is high",
        better="0",
        formula="E = 4 mean h x C = 8 cov(h, R), person-weighted; h = 1 for a loss (share_losing), else 0; "
        "C, R and the standard error as in concentration_index",
        unreachable="as in share_losing; zones whose class is not known are left out",
        source=ERREYGERS,
    ),
)


@dataclass(frozen=True)
class Index:
    """A number with its interval; ``nan`` where it has no meaning."""

    value: float
    low: float = np.nan
    high: float = np.nan


def lorenz(minutes: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Return cumulative shares of people and of minutes, nearest first, both beginning at 0.

    People who can reach no counter are left out. Both are empty where the minutes sum to nothing.

    >>> lorenz(np.array([3.0, 1.0]), np.array([1.0, 3.0]))[1].tolist()
    [0.0, 0.5, 1.0]
    """
    kept = np.isfinite(minutes) & (people > 0)
    order = np.argsort(minutes[kept], kind="stable")
    weights, borne = people[kept][order], (people[kept] * minutes[kept])[order]
    if weights.sum() <= NO_PEOPLE or borne.sum() <= 0:
        return np.empty(0), np.empty(0)
    people_so_far, minutes_so_far = np.cumsum(weights), np.cumsum(borne)
    return (
        np.concatenate([[0.0], people_so_far / people_so_far[-1]]),
        np.concatenate([[0.0], minutes_so_far / minutes_so_far[-1]]),
    )


def gini(curve: tuple[Floats, Floats]) -> float:
    """Return the Gini coefficient of a Lorenz curve, 0 to 1; ``nan`` for an empty one.

    Of four people with 1, 1, 1 and 3 minutes: the mean difference of pairs is 0.75, over twice the mean 1.5.

    >>> gini(lorenz(np.array([1.0, 3.0]), np.array([3.0, 1.0])))
    0.25
    """
    people, minutes = curve
    if not len(people):
        return np.nan
    return float(1 - np.diff(people) @ (minutes[1:] + minutes[:-1]))


def lorenz_share(curve: tuple[Floats, Floats], share: float) -> float:
    """Return the share of all minutes that the nearest ``share`` of people bear."""
    people, minutes = curve
    return float(np.interp(share, people, minutes)) if len(people) else np.nan


def fractional_rank(classes: Floats, people: Floats) -> Floats:
    """Return each place's rank from 0 to 1 by class, lowest first; people of one class share the middle.

    >>> fractional_rank(np.array([1.0, 2.0, 1.0]), np.array([1.0, 2.0, 1.0])).tolist()
    [0.25, 0.75, 0.25]
    """
    _, index = np.unique(classes, return_inverse=True)
    weights = np.bincount(index, weights=people)
    middle = (np.cumsum(weights) - weights / 2) / weights.sum()
    return np.asarray(middle[index], dtype=np.float64)


def concentration_index(
    minutes: Floats, people: Floats, classes: Floats, *, clusters: npt.NDArray[np.intp], level: float
) -> Index:
    """Return the concentration index of minutes by class, with an interval of ``level`` by clusters.

    Parameters
    ----------
    minutes, people, classes
        Per place, or means and sums of zones of one class each, which give the same; ``inf`` minutes and
        ``nan`` classes are left out.
    clusters
        Which cluster (such as the borough) each place lies in, by number.
    level
        Level of the interval, such as 0.95; there is none with fewer than two clusters.

    """
    kept = np.isfinite(minutes) & ~np.isnan(classes) & (people > 0)
    mean = float(people[kept] @ minutes[kept]) / max(float(people[kept].sum()), NO_PEOPLE)
    if mean <= 0:
        return Index(np.nan)
    return _by_rank(minutes[kept] / mean, people[kept], classes[kept], clusters[kept], level=level)


def erreygers_index(
    outcome: Floats, people: Floats, classes: Floats, *, clusters: npt.NDArray[np.intp], level: float
) -> Index:
    """Return the corrected concentration index of an outcome from 0 to 1 by class; arguments as above."""
    kept = ~np.isnan(outcome) & ~np.isnan(classes) & (people > 0)
    return _by_rank(4 * outcome[kept], people[kept], classes[kept], clusters[kept], level=level)


def _by_rank(
    outcome: Floats, people: Floats, classes: Floats, clusters: npt.NDArray[np.intp], *, level: float
) -> Index:
    """Return twice the covariance of outcome and rank, with the interval of its convenient regression."""
    if people.sum() <= NO_PEOPLE:
        return Index(np.nan)
    weights = people / people.sum()
    rank = fractional_rank(classes, weights) - 0.5  # the mean of a fractional rank is a half
    spread = weights @ rank**2
    if spread <= NO_PEOPLE:
        return Index(np.nan)
    value = float(2 * (weights * outcome) @ rank)
    residual = 2 * spread * (outcome - weights @ outcome) - value * rank
    by_cluster = np.bincount(clusters, weights=weights * rank * residual)
    number = len(np.unique(clusters))
    if number < 2:  # noqa: PLR2004 - a spread needs two
        return Index(value)
    from scipy.special import stdtrit  # noqa: PLC0415 - a quarter of a second, and no light run needs it

    error = float(np.sqrt((by_cluster**2).sum() * number / (number - 1))) / spread
    reach = float(stdtrit(number - 1, (1 + level) / 2)) * error
    return Index(value, value - reach, value + reach)
