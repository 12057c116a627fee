"""The answer: one paragraph and five numbers."""

from __future__ import annotations

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Number, Numbers, Section, Text, Trace
from estate_model.outputs.annex.ranges import LOSING, extent
from estate_model.outputs.annex.references import offline_keys, way_key
from estate_model.outputs.annex.sections.question import count, estate_text
from estate_model.outputs.annex.sentences import alike, if_assumed_are_shut, moment_text, network_text, worst
from estate_model.outputs.annex.telling import as_number, both, joined, offline, told, whole_area
from estate_model.outputs.report import Report
from estate_model.outputs.words.sentences import moment_words, people_label

LIKELY = (
    "Likely offline means residents by age times a national share of that age who do not or cannot use "
    "online services: a central estimate, then low to high."
)
RANGES = (
    "A range given with one of the numbers holds nine in ten of the answers when pace, network error, "
    "offline share and where residents live vary as far as they are unknown; opening hours do not vary "
    "(intervals.csv)."
)


def answer(report: Report) -> Section:
    """Return the answer in one paragraph, five numbers, and what the words mean."""
    first, most = report.headline_impacts[0], worst(report)
    now, then = alike(report, first), alike(report, most)
    is_same = now[0].moment.name == then[0].moment.name
    paragraph = joined(
        estate_text(report),
        moment_text(report, first, alike=now),
        if_assumed_are_shut(report, first),
        None if is_same else moment_text(report, most, alike=then),
        week_text(report),
    )
    meant = Text(
        f"Journeys are to the nearest open counter, {first.profile.label}; one that becomes impossible "
        f"counts as longer by any limit. {LIKELY}",
        (way_key(report), *offline_keys(report)),
    )
    network = network_text(report)
    note = [Text(RANGES)] if report.intervals else []
    return Section("The answer", (paragraph, Numbers(numbers(report)), meant, network, *note))


def week_text(report: Report) -> Text:
    """Say for what share of the week residents have an open counter within the headline limit."""
    source = whole_area(report, report.headline_impacts[0])
    before, after = both(source.of_week)
    return told(
        "Averaged over {who}, an open counter is within {limit} minutes for {before} of the week before "
        "and {after} after.",
        who=people_label(report.headline_impacts[0].profile).lower(),
        limit=str(report.results.scenario.headline_minutes), before=before, after=after,
    )  # fmt: skip


def numbers(report: Report) -> tuple[Number, ...]:
    """Return the five numbers: counters, minutes, who loses (twice, or who is offline), and the week."""
    first, most = report.headline_impacts[0], worst(report)
    fourth = _losers(report, most) if most is not first else _offline(report, first)
    return (_counters(report), _minutes(report, most), _losers(report, first), fourth, _week(report))


def _counters(report: Report) -> Number:
    before = sum(change.week_hours_before > 0 for change in report.counters)
    after = sum(change.week_hours_after > 0 for change in report.counters)
    was = count(report, str(before), ("week_hours_before", ">", "0"))
    now = count(report, str(after), ("week_hours_after", ">", "0"))
    return _number("counters, before to after", "", (was, now))


def _minutes(report: Report, impact: Impact) -> Number:
    source = whole_area(report, impact)
    words = f"minutes to the nearest open counter on average at {moment_words(impact)}, before to after"
    if source.is_shut("before") or source.is_shut("after"):
        shut = "none reachable"
        said = [
            shut if source.is_shut(when) else source.minutes(f"mean_minutes_{when}")
            for when in ("before", "after")
        ]
        return _number(words, "", (said[0], said[1]))
    before, after = both(lambda when: source.minutes(f"mean_minutes_{when}"))
    ranges = [extent(report, impact, f"mean_minutes_{when}") for when in ("before", "after")]
    found = f"{ranges[0]} before, {ranges[1]} after" if all(ranges) else ""
    return _number(words, found, (before, after))


def _losers(report: Report, impact: Impact) -> Number:
    source = whole_area(report, impact)
    number, share = source.people(report.losing_column), source.share(report.losing_column)
    few = offline(source, report.losing_column)
    who = people_label(impact.profile).lower()
    more = f"with a journey over {report.losing_minutes} minutes longer"
    words = f"{who} ({share.shown}) {more} at {moment_words(impact)}"
    found = extent(report, impact, LOSING)
    number = as_number(number)
    traces = (number, share, *few.traces)
    return Number(value=number.shown, words=f"{words}; {few.words}", extent=found, traces=traces)


def _offline(report: Report, impact: Impact) -> Number:
    source = whole_area(report, impact)
    low, central, high = (
        as_number(source.people(report.losing_column, f"offline_{end}")) for end in ("low", "central", "high")
    )
    more = f"with a journey over {report.losing_minutes} minutes longer at {moment_words(impact)}"
    ends = "" if low.shown == high.shown else f"; {low.shown} to {high.shown} by the low and high ones"
    words = f"likely offline {more}, central estimate{ends}"
    found = extent(report, impact, LOSING, group="offline_central")
    return Number(value=central.shown, words=words, extent=found, traces=(low, central, high))


def _week(report: Report) -> Number:
    source = whole_area(report, report.headline_impacts[0])
    before, after = both(source.of_week)
    ranges = [extent(report, None, f"share_of_week_{when}") for when in ("before", "after")]
    found = f"{ranges[0]} before, {ranges[1]} after" if all(ranges) else ""
    limit = report.results.scenario.headline_minutes
    words = (
        f"of the week with an open counter within {limit} minutes, averaged over residents, before to after"
    )
    return _number(words, found, (before, after))


def _number(words: str, found: str, pair: tuple[Trace | str, Trace | str]) -> Number:
    """Return a number that goes from one to another."""
    text = told("{before} to {after}", before=pair[0], after=pair[1])
    return Number(value=text.words, words=words, extent=found, traces=text.traces)
