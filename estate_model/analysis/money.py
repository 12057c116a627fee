"""Money, second to minutes: the travel that a scenario adds in a year, its value, and what it saves.

Travel: visits a year x journeys a visit x how much longer a journey gets, averaged over residents at the
scenario's first moment, by its first profile. Visits are published figures of other years and forces, taken
to be spread as residents are and to stay as many. The value of time is a national average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.analysis.impact import longer_seconds
from estate_model.nouns.parameters import FACTS, VALUE_OF_TIME, Fact
from estate_model.people.exposure import EVERYONE, OFFLINE
from estate_model.results import Results
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

VISITS, DAYS, WAYS = FACTS
VISITS_FORMULA = "counters before x visits a counter a day x days a year"
Three = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """One figure with its low and high, unit, formula and source."""

    item: str
    low: float
    central: float
    high: float
    unit: str
    formula: str
    source: str
    confidence: str


def money(results: Results) -> tuple[MoneyRow, ...]:
    """Return extra travel a year and its value, then savings where the scenario gives costs.

    Empty where the data say nothing of visits and the scenario nothing of costs.
    """
    return (*_travel(results), *_savings(results, results.losing_minutes))


def _times(*factors: Three) -> Three:
    """Multiply lows, centrals and highs, each with its like.

    >>> _times((1, 2, 3), (10, 10, 10))
    (10.0, 20.0, 30.0)
    """
    low, central, high = (float(one) for one in np.prod(np.array(factors), axis=0))
    return low, central, high


def _three(fact: Fact) -> Three:
    return fact.low, fact.central, fact.high


def extra_hours(results: Results) -> float:
    """Return how much longer a journey gets, in hours: the mean over residents with one before and after.

    At the first moment, by the first profile; residents whose journey gets shorter count as less.
    """
    first = results.impacts[0]
    longer = longer_seconds(first)
    people = np.where(np.isfinite(longer), first.exposure.of(EVERYONE), 0.0)
    total = people.sum()
    return (
        float((people * np.where(people > 0, longer, 0.0)).sum() / total / SECONDS_PER_HOUR) if total else 0.0
    )


def _travel(results: Results) -> tuple[MoneyRow, ...]:
    facts = results.area.money_facts
    if not {VISITS, DAYS, WAYS} <= set(facts):
        return ()
    counters = float(len(results.before.counters))
    visits = _times((counters,) * 3, _three(facts[VISITS]), _three(facts[DAYS]))
    longer = extra_hours(results)
    hours = _times(visits, _three(facts[WAYS]), (longer,) * 3)
    hours = (min(hours), hours[1], max(hours))
    about, sure = facts[VISITS].source, facts[VISITS].confidence
    moment = results.impacts[0].moment.name
    rows = [
        _row("visits_a_year", visits, "visits", VISITS_FORMULA, about, sure),
        _row(
            "extra_minutes_a_journey", (longer * SECONDS_PER_MINUTE,) * 3, "minutes",
            f"mean over residents at {moment} of the journey after less before", "this run", "modelled",
        ),
        _row(
            "extra_travel_hours_a_year", hours, "hours",
            "visits a year x journeys a visit x extra minutes a journey / 60", about, sure,
        ),
    ]  # fmt: skip
    for name, fact in facts.items():
        if name.startswith(VALUE_OF_TIME):
            value = _times(hours, _three(fact))
            worth = (min(value), value[1], max(value))
            words = f"extra travel hours a year x {fact.central:g} {fact.unit}"
            rows.append(
                _row(f"{name}_of_extra_travel", worth, "GBP a year", words, fact.source, fact.confidence)
            )
    return tuple(rows)


def _row(item: str, three: Three, *words: str) -> MoneyRow:
    unit, formula, source, confidence = words
    low, central, high = three
    return MoneyRow(
        item=item, low=low, central=central, high=high, unit=unit, formula=formula, source=source,
        confidence=confidence,
    )  # fmt: skip


def _savings(results: Results, losing_minutes: int) -> tuple[MoneyRow, ...]:
    costs = results.scenario.costs
    open_before = {site.site_id for site in results.before.counters}
    open_after = {site.site_id for site in results.after.counters}
    sign = {
        site_id: (site_id in open_before) - (site_id in open_after)
        for site_id in sorted(costs)
        if (site_id in open_before) != (site_id in open_after)
    }
    if not sign:
        return ()
    running = float(sum(sign[key] * costs[key].running_gbp_a_year for key in sign))
    capital = float(sum(sign[key] * costs[key].capital_gbp for key in sign))
    sources = "; ".join(dict.fromkeys(costs[key].source for key in sign))
    unknown = sorted((open_before ^ open_after) - set(costs))
    basis = "closing counters less opening ones, of sites whose cost is given"
    basis += f"; not given: {', '.join(unknown)}" if unknown else ""
    rows = [
        _row("running_cost_saved", (running,) * 3, "GBP a year", basis, sources, "as the scenario says"),
    ]
    if capital:
        once = (capital,) * 3
        rows.append(_row("capital_received", once, "GBP once", basis, sources, "as the scenario says"))
    return (*rows, *_per_offline_resident(results, losing_minutes, running, sources))


def _per_offline_resident(
    results: Results, losing_minutes: int, running: float, sources: str
) -> tuple[MoneyRow, ...]:
    """Return what is saved a year for each resident likely offline who loses; nothing where nobody does."""
    first = results.impacts[0]
    loses = longer_seconds(first) > losing_minutes * SECONDS_PER_MINUTE
    harmed = [float(first.exposure.of(group)[loses].sum()) for group in OFFLINE]
    if not all(number > 0 for number in harmed):
        return ()
    each = sorted(running / number for number in harmed)
    words = (
        f"running cost saved / residents likely offline whose journey at {first.moment.name} gets over "
        f"{losing_minutes} minutes longer, by the high, central and low set"
    )
    three = (each[0], running / harmed[1], each[-1])
    item = "saved_per_offline_resident_losing"
    return (_row(item, three, "GBP a year", words, sources, "as the scenario says"),)
