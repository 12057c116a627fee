"""Sentences made from figures: every place that says it takes it from here, every branch is tested."""

from __future__ import annotations

from estate_model.nouns import WHEN, Impact, Profile
from estate_model.nouns.figure import FEWEST_PEOPLE, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.estate import estate_text, whose_text
from estate_model.outputs.words.figures import first_upper, listed, percent
from estate_model.outputs.words.measured import HOUR, Measured, boroughs, on_record, whole_area
from estate_model.outputs.words.public_transport import (
    NO_RANGE,
    journeys_text,
    rides,
    round_trips_text,
    timetable_text,
)
from estate_model.outputs.words.sources import counter_words, likely_offline, walking_caveat
from estate_model.outputs.words.text import Text, joined, told

NAMED, NAMED_AT_MOST = 3, 6
TOO_SMALL_TO_NAME = 10


def people_label(profile: Profile) -> str:
    """Return whom a profile stands for, as a heading."""
    return "Residents" if not profile.age_from else f"Residents aged {profile.age_from} and over"


def moment_words(impact: Impact) -> str:
    """Return the moment's name with its day and time, for example ``night (Wednesday 03:00)``."""
    return f"{impact.moment.name} ({impact.moment.at:%A %H:%M})"


def impact_text(measured: Measured) -> Text:
    """Say what changes at one moment, without its name: minutes, who is within reach, who loses and gains."""
    shut = [measured.is_shut(when) for when in WHEN]
    if all(shut):
        return Text("no counter is open before or after, so nobody can reach one.")
    if shut[1]:
        return Text("no counter is open after the changes, so nobody can reach one.")
    if not measured.value("people_losing") and not measured.value("people_gaining"):
        return told("{minutes}; no resident's journey changes.", minutes=_same(measured))
    return told(
        "{minutes}; {losers}.", minutes=_minutes(measured, shut_before=shut[0]), losers=_losers(measured)
    )


def _same(measured: Measured) -> Text:
    limits = measured.report.results.scenario.thresholds_minutes
    shares = [measured.share(f"people_within_{limit}_minutes_after") for limit in limits]
    within = [f"{share.central} within {limit}" for limit, share in zip(limits, shares, strict=True)]
    mean = measured.minutes("after")
    start = "{mean.central} minutes on average; "
    if beyond_an_hour(measured):
        start = ""
    return told(start + "{within} minutes", mean=mean, within=Text(listed(within), (), tuple(shares)))


def _minutes(measured: Measured, *, shut_before: bool) -> Text:
    before, after = (measured.minutes(when) for when in WHEN)
    far = beyond_an_hour(measured)
    if far:
        start = "{before.central} minutes{before.bracket} on average before; "
        if shut_before:
            start = "no counter was open before; "
        elif before.value > HOUR:
            start = ""
        return told(
            start + "no open counter within an hour's walk for {first.spoken} {who} before, "
            "{last.central} ({share}) after",
            before=before, first=far[0], last=far[1], who=people_label(measured.impact.profile).lower(),
            share=percent(far[1].value / measured.value("people")),
        )  # fmt: skip
    if shut_before:
        template = (
            "no counter was open before, and the nearest is {after.central} minutes away on average after"
        )
        return told(template, after=after)
    template = "{before.central} minutes{before.bracket} on average before, {after} after"
    return told(template, before=before, after=after)


def beyond_an_hour(measured: Measured) -> tuple[Figure, Figure] | None:
    """Return who has no open counter within an hour's walk, before and after, where a mean is over an hour.

    No headline gives such a mean on foot, which nobody walks; nothing for other ways of travel.
    """
    is_over = any(measured.minutes(when).value > HOUR for when in WHEN)  # never where nobody reaches one
    before, after = (measured.beyond_an_hour(when) for when in WHEN)
    walks = measured.impact.profile.walks
    return (before, after) if is_over and walks and before and after else None


def _losers(measured: Measured) -> Text:
    """Say how many lose, how many of them are likely offline, and how many gain."""
    report, who = measured.report, people_label(measured.impact.profile).lower()
    more = f"have a journey over {report.losing_minutes} minutes longer"
    losing, gaining = measured.losing(), measured.people("people_gaining")
    gains = told("{gaining.spoken} have a shorter one", gaining=gaining) if gaining.value else Text("")
    if not losing.value:
        comma = ", and " if gaining.value else ""
        return told("no {who} {more}{comma}{gains}", who=who, more=more, comma=comma, gains=gains)
    start = "{losing} {who} ({share}) {more}" if losing.low is None else "{losing} {who}, {share}, {more}"
    return told(
        start + "; {offline}{semicolon}{gains}{shut}",
        losing=losing, who=who, share=measured.share(report.losing_column), more=more,
        offline=offline_text(measured), semicolon="; " if gaining.value else "", gains=gains,
        shut=_if_shut(measured),
    )  # fmt: skip


def offline_text(measured: Measured) -> Text:
    """Say how many of those who lose are likely offline, from the low set to the high one."""
    low, central, high = measured.offline()
    if not high.value:
        return Text("none of them likely offline")
    return told("{central.spoken} of them likely offline", central=central, low=low, high=high)


def _if_shut(measured: Measured) -> Text:
    """Say how many would lose if the counters whose hours are only assumed were shut at that moment."""
    other = on_record(measured.report, measured.impact) if measured.file == "whole_area.csv" else None
    if other is None or measured.losing().is_shown_as(other.losing()):
        return Text("")
    template = ". It is {number.spoken} residents if counters whose hours are assumed are shut then"
    return told(template, number=other.losing())


def moment_text(report: Report, impact: Impact) -> Text:
    """Say what changes at one moment, with its name and time, in the whole area or elsewhere."""
    text = impact_text(whole_area(report, impact))
    return told("{name}: {text}", name=first_upper(moment_words(impact)), text=text)


def moments_text(report: Report) -> dict[tuple[str, ...], Text]:
    """Return a sentence per moment, on the first profile, by moments' names; those alike share one."""
    alike: dict[str, list[tuple[Impact, Text]]] = {}
    for impact in report.headline_impacts:
        text = impact_text(whole_area(report, impact))
        alike.setdefault(text.words, []).append((impact, text))
    return {
        tuple(impact.moment.name for impact, _ in pairs): told(
            "{names}: {text}",
            names=first_upper(listed([moment_words(impact) for impact, _ in pairs])),
            text=pairs[0][1],
        )
        for pairs in alike.values()
    }


def week_text(measured: Measured) -> Text:
    """Say for what share of the week residents have an open counter within the headline limit."""
    return told(
        "Share of the week with an open counter within {limit} minutes, averaged over {who}: {before} "
        "before, {after} after.",
        limit=str(measured.report.results.scenario.headline_minutes),
        who=people_label(measured.impact.profile).lower(),
        before=measured.of_week("before"), after=measured.of_week("after"),
    )  # fmt: skip


def most_losing(losing: dict[str, Figure], names: dict[str, str]) -> list[str]:
    """Return the codes of the three zones with most people, and of those level with the third.

    More than six level ones are cut to three; zones with under a tenth of the first's are left out.
    """
    order = sorted(
        (code for code, figure in losing.items() if figure.value >= 1),
        key=lambda code: (-round(losing[code].value, 6), names[code]),
    )
    if not order:
        return []
    most, third = losing[order[0]].value, losing[order[min(NAMED, len(order)) - 1]]
    level = [
        code for code in order if losing[code].value > third.value or losing[code].central == third.central
    ]
    chosen = level if len(level) <= NAMED_AT_MOST else order[:NAMED]
    return [
        code
        for code in chosen
        if code == order[0] or losing[code].value >= max(FEWEST_PEOPLE, most / TOO_SMALL_TO_NAME)
    ]


def borough_text(report: Report, impact: Impact) -> Text | None:
    """Name the boroughs with most residents who lose at a moment; nothing where nobody does."""
    losing = {code: measured.losing() for code, measured in boroughs(report, impact).items()}
    names = {code: str(report.borough_names[code]) for code in losing}
    worst = most_losing(losing, names)
    if not worst:
        return None
    named = [
        f"{names[code]}, {losing[code]}" if losing[code].range else f"{names[code]} ({losing[code]})"
        for code in worst
    ]
    return told(
        "Most residents whose journey at {moment} is over {limit} minutes longer live in {zones}.",
        moment=impact.moment.name, limit=str(report.losing_minutes),
        zones=Text(listed(named), (), tuple(losing[code] for code in worst)),
    )  # fmt: skip


def ranges_text(report: Report) -> Text | None:
    """Say what the ranges in brackets are, or why there are none by public transport; else nothing."""
    if rides(report):
        return Text(NO_RANGE)
    if not report.intervals:
        return None
    return Text(
        "Other brackets hold nine in ten of the answers when pace, network error and where residents live "
        "vary as far as they are unknown; opening hours do not vary."
    )


def run_text(report: Report) -> tuple[Text, ...]:
    """Return the estate, the journey meant, each moment, the week, the boroughs."""
    first = report.headline_impacts[0]
    meant = (
        f"Journeys are to {counter_words(report.results.scenario)}, {first.profile.label}. "
        f"{likely_offline(report.results)}"
    )
    texts = (
        estate_text(report),
        whose_text(report),
        Text(meant),
        timetable_text(report),
        ranges_text(report),
        *moments_text(report).values(),
        *journeys_text(report),
        *round_trips_text(report),
        joined(week_text(whole_area(report, first)), Text(walking_caveat(report))),
        borough_text(report, first),
    )
    return tuple(text for text in texts if text is not None)
