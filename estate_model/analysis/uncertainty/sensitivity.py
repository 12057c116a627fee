"""One parameter at a time: what every headline number would be at its low and at its high end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from estate_model.analysis.uncertainty.draws import at_ends, central, draw, spreads_of
from estate_model.analysis.uncertainty.headline import Assumption, Headline
from estate_model.analysis.uncertainty.headline_numbers import (
    WHOLE_AREA,
    Answers,
    HeadlineNumbers,
    Number,
    headline_numbers,
)
from estate_model.analysis.uncertainty.headline_of import headline_of, under
from estate_model.nouns import CLOSED
from estate_model.nouns.parameters import FIVE_PERCENT, Spread
from estate_model.people.offline import can_split, with_oldest_split
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets

Setting = tuple[str, Mapping[str, str]]
"""A setting of assumed hours in words, and the hours by site id."""

ALONE = ("pace", "shared_error", "connector", "offline")
FEWER_DRAWS = 300  # for the one row that needs draws: two percentiles, to be drawn as a bar
LABELS = {
    "pace": "average pace",
    "shared_error": "network error that all journeys share",
    "pair_error": "network error of a {borough}'s {journeys} to a counter",
    "connector": "metres from door to network",
    "offline": "offline set",
    "assumed_hours": "counters whose hours are assumed",
    "assumed_times": "other hours found for such counters",
    "moment_shift": "moment of assumption out",
    "day_hours": "hours of the week that count",
    "oldest_ratio": "offline share at 85 and over apart",
}


@dataclass(frozen=True, kw_only=True)
class Swing:
    """What one number becomes when one parameter is at its low and at its high end, all others as taken."""

    number: Number
    parameter: str
    label: str
    low_setting: str
    high_setting: str
    central: float
    at_low: float
    at_high: float
    source: str

    @property
    def width(self) -> float:
        """How far apart the three values lie, in the number's own unit."""
        values = (self.central, self.at_low, self.at_high)
        return max(values) - min(values)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One parameter, its two settings in words, and what both answer."""

    parameter: str
    settings: tuple[str, str]
    low: HeadlineNumbers
    high: HeadlineNumbers
    source: str


def sensitivity(results: Results) -> tuple[Swing, ...]:
    """Return every swing of the headline numbers that the run's ranges have; none by a timetable."""
    if results.times[results.scenario.profiles[0]].rides is not None:
        return ()
    asked: Headline | None = results.analyses["ranges"].headline
    return swings_of(results, asked or headline_of(results, results.losing_minutes))


def swings_of(results: Results, headline: Headline) -> tuple[Swing, ...]:
    """Return a swing per headline number of the whole area and parameter, the widest first.

    Parameters with a distribution are put at their 5th and 95th percentiles; the error of a borough's walks
    to a counter, which has no single value, at those of its results; the others at the ends the data name.
    """
    middle = headline_numbers(headline, central(headline))
    swings = []
    for tried in _tried(results, headline):
        for number, value in middle.items():
            if number.zone == WHOLE_AREA and number in tried.low and number in tried.high:
                label = _label(tried.parameter, results)
                swings.append(_swing(tried, number, label=label, value=float(value[0])))
    order = {number: place for place, number in enumerate(middle)}
    return tuple(sorted(swings, key=lambda one: (order[one.number], -round(one.width, 6), one.parameter)))


def _label(parameter: str, results: Results) -> str:
    walks = results.times[results.scenario.profiles[0]].profile.walks
    words = {"borough": results.area.labels["borough"], "journeys": "walks" if walks else "journeys"}
    return LABELS[parameter].format(**words)


def _swing(tried: Tried, number: Number, *, label: str, value: float) -> Swing:
    return Swing(
        number=number,
        parameter=tried.parameter,
        label=label,
        low_setting=tried.settings[0],
        high_setting=tried.settings[1],
        central=value,
        at_low=float(tried.low[number][0]),
        at_high=float(tried.high[number][-1]),
        source=tried.source,
    )


def _tried(results: Results, headline: Headline) -> Iterator[Tried]:
    spreads = spreads_of(results)
    low, _, high = offline_sets(results.scenario, results.area).values()
    for name in ALONE:
        if _moves(spreads[name]):
            found = headline_numbers(headline, at_ends(headline, spreads[name]))
            words = (low.label, high.label) if name == "offline" else _words(spreads[name])
            yield _of(spreads[name], words, found)
    if spreads["pair_error"].sd:
        scenario = results.scenario
        draws = draw(headline, spreads, n=FEWER_DRAWS, seed=scenario.seed, only=("pair_error",))
        ends = {
            number: np.quantile(values, [FIVE_PERCENT, 1 - FIVE_PERCENT])
            for number, values in headline_numbers(headline, draws).items()
        }
        words = ("5th percentile of draws", "95th percentile of draws")
        yield _of(spreads["pair_error"], words, ends)
    yield from _otherwise(results, headline)


def _otherwise(results: Results, headline: Headline) -> Iterator[Tried]:
    """Yield what is not a number between two ends: hours, moments, parts of the week, the oldest."""
    middle, known = central(headline), Answers()

    def asked(assumption: Assumption) -> HeadlineNumbers:
        others = None if assumption.sets else known
        return headline_numbers(under(headline, results, assumption), middle, others)

    spreads = spreads_of(results)

    for parameter, (one, other) in _other_hours(results):
        low, high = (asked(Assumption(assumed=hours)) for _, hours in (one, other))
        source = "sites whose hours, or whose times, are marked assumed"
        yield Tried(parameter=parameter, settings=(one[0], other[0]), low=low, high=high, source=source)
    shift, day, ratio = (spreads[name] for name in ("moment_shift", "day_hours", "oldest_ratio"))
    if _moves(shift):
        low, high = (asked(Assumption(shift_minutes=end)) for end in shift.ends())
        settings = (f"{-shift.low:g} {shift.unit} earlier", f"{shift.high:g} {shift.unit} later")
        yield Tried(parameter=shift.parameter, settings=settings, low=low, high=high, source=shift.source)
    if _moves(day):
        night, light = (asked(Assumption(hours=one)) for one in ((day.high, day.low), (day.low, day.high)))
        settings = (f"{day.high:g}:00 to {day.low:g}:00 only", f"{day.low:g}:00 to {day.high:g}:00 only")
        low, high = (_week_only(one) for one in (night, light))
        yield Tried(parameter=day.parameter, settings=settings, low=low, high=high, source=day.source)
    if _moves(ratio) and can_split(results.area.places):
        sets = offline_sets(results.scenario, results.area)
        ends = [with_oldest_split(sets, results.area.places, one) for one in (ratio.mode, ratio.high)]
        low, high = (asked(Assumption(sets=one)) for one in ends)
        settings = (f"{ratio.mode:g} times that at 75 to 84", f"{ratio.high:g} times that at 75 to 84")
        yield Tried(parameter=ratio.parameter, settings=settings, low=low, high=high, source=ratio.source)


def _other_hours(results: Results) -> Iterator[tuple[str, tuple[Setting, Setting]]]:
    """Yield what counters with assumed hours are tried as: shut, then other hours found, two at a time."""
    assumed = {site.site_id: site for estate in (results.before, results.after) for site in estate.assumed}
    if assumed:
        shut = ("shut", dict.fromkeys(assumed, CLOSED))
        yield "assumed_hours", (shut, shut)
    texts = dict.fromkeys(text for site in assumed.values() for text in site.hours_otherwise)
    tried: list[Setting] = [
        (text, {key: text for key, site in assumed.items() if text in site.hours_otherwise}) for text in texts
    ]
    for first in range(0, len(tried), 2):
        yield "assumed_times", (tried[first], tried[min(first + 1, len(tried) - 1)])


def _week_only(answers: HeadlineNumbers) -> HeadlineNumbers:
    return {number: value for number, value in answers.items() if number.measure.startswith("share_of_week")}


def _of(spread: Spread, settings: tuple[str, str], found: HeadlineNumbers) -> Tried:
    return Tried(
        parameter=spread.parameter, settings=settings, low=found, high=found,
        source=f"{spread.source}; {spread.confidence}",
    )  # fmt: skip


def _moves(spread: Spread) -> bool:
    return spread.ends()[0] < spread.ends()[1]


def _words(spread: Spread) -> tuple[str, str]:
    if spread.unit.startswith("ln("):
        low, high = (100 * np.expm1(end) for end in spread.ends())
        return (f"times {low:+.1f}%", f"times {high:+.1f}%")
    low, high = spread.ends()
    if spread.unit.startswith("ratio"):
        return (f"times {low:.3g}", f"times {high:.3g}")
    return (f"{-low:.3g} {spread.unit} less", f"{high:.3g} {spread.unit} more")
