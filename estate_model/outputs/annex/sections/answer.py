"""The answer: the findings, five numbers, and the map of the change."""

from __future__ import annotations

from estate_model.nouns import WHEN, Impact
from estate_model.nouns.figure import Figure
from estate_model.outputs.annex.content import Number, Numbers, Section
from estate_model.outputs.annex.references import offline_keys, way_key
from estate_model.outputs.annex.sentences import focus, network_text, worst
from estate_model.outputs.drawing.pictures.canvas import canvas_of
from estate_model.outputs.drawing.pictures.maps import change_map
from estate_model.outputs.report import Report
from estate_model.outputs.words.estate import open_counters
from estate_model.outputs.words.findings import findings_text
from estate_model.outputs.words.measured import Measured, whole_area
from estate_model.outputs.words.public_transport import timetable_text
from estate_model.outputs.words.sentences import (
    beyond_an_hour,
    moment_words,
    offline_text,
    people_label,
    ranges_text,
)
from estate_model.outputs.words.sources import counter_words, likely_offline
from estate_model.outputs.words.text import Text, joined


def answer(report: Report) -> Section:
    """Return five numbers, the findings, what the words mean, and the map of the change."""
    first = report.headline_impacts[0]
    meant = Text(
        f"Journeys are to {counter_words(report.results.scenario)}, {first.profile.label}; one that "
        f"becomes impossible counts as longer by any limit. {likely_offline(report.results)}",
        (way_key(report), *offline_keys(report)),
    )
    blocks = (
        joined(*findings_text(report)),
        Numbers(numbers(report)),
        meant,
        timetable_text(report),
        joined(network_text(report), ranges_text(report)),
        change_map(report, canvas_of(report.cells), focus(report)),
    )
    return Section("The answer", tuple(block for block in blocks if block is not None))


def numbers(report: Report) -> tuple[Number, ...]:
    """Return the five numbers: counters, minutes, who loses (twice, or who is offline), and the week."""
    first, most = report.headline_impacts[0], worst(report)
    start, end = whole_area(report, first), whole_area(report, most)
    fourth = losers_number(end) if most is not first else _offline(start)
    counters = from_to("counters, before to after", *open_counters(report))
    return (counters, _minutes(report, most), losers_number(start), fourth, week_number(start))


def _minutes(report: Report, impact: Impact) -> Number:
    """Return mean minutes or, where they are over an hour on foot, who has no open counter within one."""
    measured = whole_area(report, impact)
    far = beyond_an_hour(measured)
    if far:
        who = people_label(impact.profile).lower()
        words = f"{who} with no open counter within an hour's walk at {moment_words(impact)}, before to after"
        return from_to(words, *far)
    words = f"minutes to the nearest open counter on average at {moment_words(impact)}, before to after"
    return from_to(words, *(measured.minutes(when) for when in WHEN))


def losers_number(measured: Measured) -> Number:
    """Return the residents who lose at one moment, their share, and how many of them are likely offline."""
    report, impact = measured.report, measured.impact
    number, share, few = measured.losing(), measured.share(report.losing_column), offline_text(measured)
    who = people_label(impact.profile).lower()
    more = f"with a journey over {report.losing_minutes} minutes longer at {moment_words(impact)}"
    offline = (
        ((f"of them, likely offline at {impact.moment.name}", None, few.figures[0]),) if few.figures else ()
    )
    return Number(
        value=number.central,
        words=f"{who} ({share.central}) {more}; {few.words}",
        extent=number.range,
        figures=(number, share, *few.figures),
        rows=(
            (f"{who} {more}", None, number),
            (f"their share of all {who} at {impact.moment.name}", None, share),
            *offline,
        ),
    )


def _offline(measured: Measured) -> Number:
    report = measured.report
    low, central, high = measured.offline()
    more = f"over {report.losing_minutes} minutes longer at {moment_words(measured.impact)}"
    words = f"likely offline with a journey {more}"
    figures = (low, central, high)
    rows = ((words, None, central),)
    return Number(value=central.central, words=words, extent=central.range, figures=figures, rows=rows)


def week_number(measured: Measured) -> Number:
    """Return the share of the week within the headline limit, before to after."""
    limit = measured.report.results.scenario.headline_minutes
    words = (
        f"of the week with an open counter within {limit} minutes, averaged over residents, before to after"
    )
    before, after = (measured.of_week(when) for when in WHEN)
    return from_to(words, before, after)


def from_to(words: str, before: Figure, after: Figure) -> Number:
    """Return a number that goes from one to another, with the ranges of those that have one."""
    ranges = [
        f"{figure.range} {when}" for figure, when in ((before, "before"), (after, "after")) if figure.range
    ]
    return Number(
        value=f"{before.central} to {after.central}",
        words=words,
        extent=", ".join(ranges),
        figures=(before, after),
        rows=((words.removesuffix(", before to after"), before, after),),
    )
