"""One parameter at a time: what every headline number would be at its low and at its high end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estate_model.analysis.uncertainty.answers import WHOLE_AREA, Answers, Number, answer
from estate_model.analysis.uncertainty.draws import at_ends, central, draw, spreads_of
from estate_model.analysis.uncertainty.question import Question, Setting, otherwise
from estate_model.nouns.parameters import FIVE_PERCENT, Spread
from estate_model.people.offline import can_split, with_oldest_split
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets

ALONE = ("pace", "shared_error", "connector", "offline")
FEWER_DRAWS = 300  # for the one row that needs draws: two percentiles, to be drawn as a bar
LABELS = {
    "pace": "average pace",
    "shared_error": "network error that all journeys share",
    "pair_error": "network error of a borough's walks to a counter",
    "connector": "metres from door to network",
    "offline": "offline set",
    "assumed_hours": "counters whose hours are assumed",
    "moment_shift": "moment of setting out",
    "day_hours": "hours of the week that count",
    "oldest_ratio": "offline share at 85 and over apart",
}


@dataclass(frozen=True, kw_only=True)
class Swing:
    """What one number becomes when one parameter is at its low and at its high end, all others as taken."""

    number: Number
    parameter: str
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
    low: Answers
    high: Answers
    source: str


def sensitivity(results: Results) -> tuple[Swing, ...]:
    """Return every swing of the question that the run's ranges answer."""
    return swings_of(results, results.analyses["ranges"].question)


def swings_of(results: Results, question: Question) -> tuple[Swing, ...]:
    """Return a swing per headline number of the whole area and parameter, the widest first.

    Parameters with a distribution are put at their 5th and 95th percentiles; the error of a borough's walks
    to a counter, which has no single value, at those of its results; the others at the ends the data name.
    """
    middle = answer(question, central(question))
    swings = []
    for tried in _tried(results, question):
        for number, value in middle.items():
            if number.zone == WHOLE_AREA and number in tried.low and number in tried.high:
                swings.append(_swing(tried, number, float(value[0])))
    order = {number: place for place, number in enumerate(middle)}
    return tuple(sorted(swings, key=lambda one: (order[one.number], -one.width, one.parameter)))


def _swing(tried: Tried, number: Number, value: float) -> Swing:
    return Swing(
        number=number,
        parameter=tried.parameter,
        low_setting=tried.settings[0],
        high_setting=tried.settings[1],
        central=value,
        at_low=float(tried.low[number][0]),
        at_high=float(tried.high[number][-1]),
        source=tried.source,
    )


def _tried(results: Results, question: Question) -> Iterator[Tried]:
    spreads = spreads_of(results)
    for name in ALONE:
        if _moves(spreads[name]):
            found = answer(question, at_ends(question, spreads[name]))
            yield _of(spreads[name], _words(spreads[name]), found)
    if spreads["pair_error"].sd:
        scenario = results.scenario
        draws = draw(question, spreads, n=FEWER_DRAWS, seed=scenario.seed, only=("pair_error",))
        ends = {
            number: np.quantile(values, [FIVE_PERCENT, 1 - FIVE_PERCENT])
            for number, values in answer(question, draws).items()
        }
        words = ("5th percentile of draws", "95th percentile of draws")
        yield _of(spreads["pair_error"], words, ends)
    yield from _otherwise(results, question)


def _otherwise(results: Results, question: Question) -> Iterator[Tried]:
    """Yield what is not a number between two ends: hours, moments, parts of the week, the oldest."""

    def asked(setting: Setting) -> Answers:
        return answer(otherwise(question, results, setting), central(question))

    spreads = spreads_of(results)

    if results.on_record:
        shut = asked(Setting(on_record=True))
        words = ("shut", "shut")
        source = "sites whose hours are marked assumed"
        yield Tried(parameter="assumed_hours", settings=words, low=shut, high=shut, source=source)
    shift, day, ratio = (spreads[name] for name in ("moment_shift", "day_hours", "oldest_ratio"))
    if _moves(shift):
        low, high = (asked(Setting(shift_minutes=end)) for end in shift.ends())
        settings = (f"{-shift.low:g} {shift.unit} earlier", f"{shift.high:g} {shift.unit} later")
        yield Tried(parameter=shift.parameter, settings=settings, low=low, high=high, source=shift.source)
    if _moves(day):
        night, light = (asked(Setting(hours=one)) for one in ((day.high, day.low), (day.low, day.high)))
        settings = (f"{day.high:g}:00 to {day.low:g}:00 only", f"{day.low:g}:00 to {day.high:g}:00 only")
        low, high = (_week_only(one) for one in (night, light))
        yield Tried(parameter=day.parameter, settings=settings, low=low, high=high, source=day.source)
    if _moves(ratio) and can_split(results.area.places):
        sets = offline_sets(results.scenario, results.area)
        ends = [with_oldest_split(sets, results.area.places, one) for one in (ratio.mode, ratio.high)]
        low, high = (asked(Setting(sets=one)) for one in ends)
        settings = (f"{ratio.mode:g} times that at 75 to 84", f"{ratio.high:g} times that at 75 to 84")
        yield Tried(parameter=ratio.parameter, settings=settings, low=low, high=high, source=ratio.source)


def _week_only(answers: Answers) -> Answers:
    return {number: value for number, value in answers.items() if number.measure.startswith("share_of_week")}


def _of(spread: Spread, settings: tuple[str, str], found: Answers) -> Tried:
    return Tried(
        parameter=spread.parameter, settings=settings, low=found, high=found,
        source=f"{spread.source}; {spread.confidence}",
    )  # fmt: skip


def _moves(spread: Spread) -> bool:
    return spread.ends()[0] < spread.ends()[1]


def _words(spread: Spread) -> tuple[str, str]:
    if spread.parameter == "offline":
        return ("LOW set", "HIGH set")
    if spread.unit.startswith("ln("):
        low, high = (100 * np.expm1(end) for end in spread.ends())
        return (f"times {low:+.1f}%", f"times {high:+.1f}%")
    low, high = spread.ends()
    if spread.unit.startswith("ratio"):
        return (f"times {low:.3g}", f"times {high:.3g}")
    return (f"{-low:.3g} {spread.unit} less", f"{high:.3g} {spread.unit} more")
