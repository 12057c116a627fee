"""A run's findings in plain words: short sentences, one number each; ranges and method are in the details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estate_model.analysis.equity.psed import BETTER, WORSE
from estate_model.nouns import WHEN
from estate_model.outputs.report import Report
from estate_model.outputs.words.assumed import candidates_doubt, hours_doubt
from estate_model.outputs.words.estate import always_open, happenings, open_counters
from estate_model.outputs.words.fairness import broken_pledges, most_different
from estate_model.outputs.words.figures import first_upper, listed
from estate_model.outputs.words.measured import Measured, boroughs, whole_area
from estate_model.outputs.words.public_transport import over_an_hour
from estate_model.outputs.words.sentences import beyond_an_hour, moments_text, most_losing, people_label
from estate_model.outputs.words.text import Text, bare, told

MOST_WORDS, MOST_WORDS_OF_MOMENTS = 120, 7
TWICE = ONE_OTHER = 2
KEPT, FIRST, SECOND, THIRD, FOURTH = range(5)
"""How soon a sentence goes where there is no room for all: the kept never, the last first."""


@dataclass(frozen=True)
class _Said:
    text: Text
    rank: int = KEPT


def findings_text(report: Report) -> tuple[Text, ...]:
    """Return what is in doubt, what happens to the counters, who loses when, and who bears it.

    No more than 120 words: sentences that matter least are left out. The details say everything.
    """
    said = [*_doubts(report), *_counters(report), *_moments(report), *_week(report), *_who(report)]
    while sum(len(one.text.words.split()) for one in said) > MOST_WORDS:
        last = max(one.rank for one in said)
        if last == KEPT:
            break
        said.remove([one for one in said if one.rank == last][-1])
    return tuple(one.text for one in said)


def findings(report: Report) -> tuple[str, ...]:
    """Return the findings' words."""
    return tuple(text.words for text in findings_text(report))


def _doubts(report: Report) -> Iterator[_Said]:
    """Give what could change a headline by a tenth or more."""
    yield from (_Said(text) for text in (*candidates_doubt(report), *hours_doubt(report)))


def _counters(report: Report) -> Iterator[_Said]:
    """Give how many counters there were, what happens to them, and how many are then open day and night."""
    before, after = open_counters(report)
    area, against = report.results.area, report.results.against
    who = f"The {area.force} had" if area.operators else f"{area.name} had"
    if against is not None:
        who = f"With “{against.title}”, there {'is' if before.value == 1 else 'are'}"
    plural = "" if before.value == 1 else "s"
    template = "{who} {before.spoken} police front counter{plural}."
    yield _Said(told(template, who=who, before=before, plural=plural))
    changes = happenings(report)
    yield from (_Said(told("{change}.", change=change)) for change in changes or [Text("Nothing changes")])
    always_before, always_after = always_open(report)
    if not after.value:
        yield _Said(Text("None is left."))
    elif always_after.value < always_before.value:
        only = "Only " if TWICE * always_after.value <= always_before.value else ""
        number = "{only}{number} {verb}" if always_after.value else "None is"
        verb = "is" if always_after.value == 1 else "are"
        said = told(number + " then open day and night.", only=only, number=always_after, verb=verb)
        yield _Said(said, FIRST)


def _moments(report: Report) -> Iterator[_Said]:
    """Give who loses at the first moment, and what is most told of the others; moments alike share it."""
    impacts = {impact.moment.name: impact for impact in report.headline_impacts}
    for number, names in enumerate(moments_text(report)):
        measured, when = whole_area(report, impacts[names[0]]), _when(names)
        far = _far(measured, when)
        if measured.is_shut("after"):
            yield _Said(Text(f"{when}: no counter is open."), FIRST)
        elif number == 0:
            yield from _first(measured, when)
        else:
            yield _Said(far or _losing(measured, when), FIRST)
        if far and number == 0:
            yield _Said(far, FIRST)


def _when(names: tuple[str, ...]) -> str:
    """Return moments' names, or the first alone where they are too many words for one sentence."""
    words = listed(names)
    if len(names) > 1 and len(words.split()) > MOST_WORDS_OF_MOMENTS:
        words = f"{names[0]} and {'one other time' if len(names) == ONE_OTHER else 'other times'}"
    return first_upper(words)


def _first(measured: Measured, when: str) -> Iterator[_Said]:
    """Give who loses at the first moment, where most of them live, how many are likely offline, and gains."""
    yield _Said(_losing(measured, when))
    report, gaining = measured.report, measured.people("people_gaining")
    losing = {code: one.losing() for code, one in boroughs(report, measured.impact).items()}
    names = {code: str(report.borough_names[code]) for code in losing}
    for code in most_losing(losing, names)[:1]:
        template = "{name} has the most of them: {number.central}."
        yield _Said(told(template, name=names[code], number=losing[code]), SECOND)
    if measured.losing().value:
        offline = bare(measured.offline()[1])
        yield _Said(told("Of them all, {number} are likely offline.", number=offline))
    if gaining.value:
        yield _Said(told("{number} have a shorter journey.", number=bare(gaining)), SECOND)


def _losing(measured: Measured, when: str) -> Text:
    """Say who loses at a moment."""
    who, limit = people_label(measured.impact.profile).lower(), str(measured.report.losing_minutes)
    if not measured.value("people_losing") and not measured.value("people_gaining"):
        return Text(f"{when}: no resident's journey changes.")
    template = "{when}: {number} {who} have a journey over {limit} minutes longer."
    return told(template, when=when, number=bare(measured.losing()), who=who, limit=limit)


def _far(measured: Measured, when: str) -> Text | None:
    """Say who is over an hour away, by timetable, or on foot where that is twice as many as before."""
    who = people_label(measured.impact.profile).lower()
    rides, walks = over_an_hour(measured.report, measured.impact), beyond_an_hour(measured)
    if rides is not None:
        template = "{when}: {number} {who} are then over an hour away by public transport."
        return told(template, when=when, number=bare(rides), who=who)
    if walks is not None and walks[1].value >= TWICE * walks[0].value:
        template = "{when}: {number} {who} have no open counter within an hour's walk."
        return told(template, when=when, number=bare(walks[1]), who=who)
    return None


def _week(report: Report) -> Iterator[_Said]:
    """Give the share of the week with a counter within the headline limit, after and before."""
    measured = whole_area(report, report.headline_impacts[0])
    before, after = (measured.of_week(when) for when in WHEN)
    limit = str(report.results.scenario.headline_minutes)
    template = "On average, an open counter is within {limit} minutes for {share.central} of the week."
    yield _Said(told(template, limit=limit, share=after), THIRD)
    if before.central != after.central:
        yield _Said(told("Before, it was {share.central}.", share=before), FOURTH)


def _who(report: Report) -> Iterator[_Said]:
    """Give pledges that are not kept, and who fares worst and best."""
    if report.is_light:
        return
    for pledge in broken_pledges(report):
        yield _Said(Text(pledge), SECOND)
    worse, better = (most_different(report, verdict) for verdict in (WORSE, BETTER))
    if worse:
        but = f"; {better} fare better" if better else ""
        yield _Said(Text(f"{first_upper(worse)} fare worse than others{but}."), SECOND)
