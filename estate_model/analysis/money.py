"""Money, second to minutes: the travel that a scenario adds in a year, its value, and what it saves.

Travel: visits a year x journeys a visit x how much longer a journey gets, averaged over residents at the
scenario's first moment, by its first profile. Visits are the central reports a counter and day over the
share of visits that report, as in ``load.csv``: published shares differ so widely that there are fewest and
most and no best figure. They are taken to be spread as residents are and to stay as many. Hours of travel
are put into pounds only where the scenario gives a value of time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.analysis.demand import REPORTS, VISITS
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns.parameters import FACTS
from estate_model.people.exposure import EVERYONE, OFFLINE
from estate_model.results import Results
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

DAYS, WAYS = FACTS
VISITS_FORMULA = (
    "{whose} before x crime reports a counter a day ({reports:g}) / share of visits that report "
    "({least:.0%} to {most:.0%}) x days a year"
)
Three = tuple[float, float | None, float]


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """One figure with its low and high, unit, formula and source; without a best figure no central one."""

    item: str
    low: float
    central: float | None
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


def visits_a_year(results: Results) -> MoneyRow | None:
    """Return the visits a year to the counters that the published figures are an average of; or nothing.

    Reports a day and the shares of visits that report are those of ``load.csv``, which has none where the
    reports are of counters in another place.
    """
    area, facts = results.area, results.area.money_facts
    keys = (REPORTS, *VISITS.values())
    if REPORTS in area.yardsticks.elsewhere:
        return None
    if not {DAYS, WAYS} <= set(facts) or not set(keys) <= set(area.yardsticks.figures):
        return None
    reports, *shares = (area.yardsticks.figures[key] for key in keys)
    most_share, least_share = (share.value for share in shares)
    a_day = len(results.before.own_counters) * reports.value
    whose = f"the {area.force}'s counters" if area.operators else "counters"
    words = VISITS_FORMULA.format(whose=whose, reports=reports.value, least=least_share, most=most_share)
    about = "; ".join(dict.fromkeys(f"{one.source} ({one.date})" for one in (reports, *shares)))
    three = (a_day * facts[DAYS].low / most_share, None, a_day * facts[DAYS].high / least_share)
    return _row("visits_a_year", three, "visits", words, about, "derived")


def _travel(results: Results) -> tuple[MoneyRow, ...]:
    visits = visits_a_year(results)
    if visits is None:
        return ()
    longer = extra_hours(results)
    ways = results.area.money_facts[WAYS]
    fewest, most = sorted((visits.low * ways.low * longer, visits.high * ways.high * longer))
    moment = results.impacts[0].moment.name
    rows = [
        visits,
        _row(
            "extra_minutes_a_journey", (longer * SECONDS_PER_MINUTE,) * 3, "minutes",
            f"mean over residents at {moment} of the journey after less before", "this run", "modelled",
        ),
        _row(
            "extra_travel_hours_a_year", (fewest, None, most), "hours",
            "visits a year x journeys a visit x extra minutes a journey / 60", visits.source,
            visits.confidence,
        ),
    ]  # fmt: skip
    if (worth := results.scenario.value_of_time) is not None:
        three = (fewest * worth.gbp_an_hour, None, most * worth.gbp_an_hour)
        words = f"extra travel hours a year x {worth.gbp_an_hour:g} GBP an hour at prices of {worth.prices}"
        rows.append(
            _row("value_of_extra_travel", three, "GBP a year", words, worth.source, "as the scenario says")
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
