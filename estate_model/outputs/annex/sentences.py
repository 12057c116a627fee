"""What changes at one moment and where, as traced sentences; every branch is tested on The Street."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from estate_model.nouns import Impact
from estate_model.nouns.network import POSTCODES
from estate_model.outputs.annex.content import Text, Trace
from estate_model.outputs.annex.telling import Source, both, offline, told, whole_area
from estate_model.outputs.report import Report
from estate_model.outputs.tables.whole_area import ON_RECORD
from estate_model.outputs.words.figures import FEWEST_PEOPLE, first_upper, listed, people
from estate_model.outputs.words.sentences import moment_words, people_label
from estate_model.people.exposure import EVERYONE

NAMED, NAMED_AT_MOST = 3, 6


def losing(report: Report, impact: Impact) -> float:
    """Return the residents whose journey gets over the limit longer, in the whole area."""
    return whole_area(report, impact).value(report.losing_column)


def worst(report: Report) -> Impact:
    """Return the moment at which most residents lose; the first of them where several are alike."""
    return max(report.headline_impacts, key=lambda impact: round(losing(report, impact), 6))


def focus(report: Report) -> Impact:
    """Return the moment places are ranked by: the scenario's first, or the worst where nobody loses then."""
    first = report.headline_impacts[0]
    return first if losing(report, first) else worst(report)


def alike(report: Report, impact: Impact) -> tuple[Impact, ...]:
    """Return the moments at which just the same happens as at one of them, that one among them."""
    words = moment_text(report, impact).words.removeprefix(first_upper(moment_words(impact)))
    return tuple(
        other
        for other in report.headline_impacts
        if moment_text(report, other).words.removeprefix(first_upper(moment_words(other))) == words
    )


def moment_text(
    report: Report, impact: Impact, source: Source | None = None, *, alike: Sequence[Impact] = ()
) -> Text:
    """Say what changes at one moment: who can reach a counter, mean minutes, who loses and who gains.

    ``alike`` are the moments to name, where the same happens at several; ``source`` another place than
    the whole area.
    """
    source = source or whole_area(report, impact)
    name = first_upper(listed([moment_words(one) for one in alike or (impact,)]))
    if source.is_shut("before") and source.is_shut("after"):
        return told("{name}: no counter can be reached before or after.", name=name)
    if source.is_shut("after"):
        return told("{name}: no counter can be reached after the changes.", name=name)
    mean = _means(source)
    if not source.value("people_losing") and not source.value("people_gaining"):
        return Text(f"{name}: {mean.words}; no resident's journey changes.", (), mean.traces)
    change = _losers(report, impact, source)
    return Text(f"{name}: {mean.words}; {change.words}.", (), (*mean.traces, *change.traces))


def _means(source: Source) -> Text:
    if source.is_shut("before"):
        after = source.minutes("mean_minutes_after")
        return told(
            "no counter could be reached before, and the nearest is {after} minutes away after", after=after
        )
    before, after = both(lambda when: source.minutes(f"mean_minutes_{when}"))
    if before.shown == after.shown:
        return told("the mean journey is {before} minutes before and after", before=before)
    return told("the mean journey is {before} minutes before and {after} after", before=before, after=after)


def _losers(report: Report, impact: Impact, source: Source) -> Text:
    who = people_label(impact.profile).lower()
    column, more = report.losing_column, f"a journey over {report.losing_minutes} minutes longer"
    gains = source.people("people_gaining")
    gaining = told("{gains} {who} have a shorter one", gains=gains, who=who)
    if not source.value(column):
        if gains.shown == "no":
            return told("no {who} have {more}", who=who, more=more)
        return told("no {who} have {more}, and {gains} have a shorter one", who=who, more=more, gains=gains)
    number, share, few = source.people(column), source.share(column), offline(source, column)
    said = told("{number} {who} ({share}) have {more}, ", number=number, who=who, share=share, more=more)
    parts = [said, few] if gains.shown == "no" else [said, few, Text("; "), gaining]
    return Text("".join(part.words for part in parts), (), tuple(t for part in parts for t in part.traces))


def if_assumed_are_shut(report: Report, impact: Impact) -> Text | None:
    """Say how many would lose if the counters whose hours are only assumed were shut at that moment."""
    table = report.totals_on_record
    key = (impact.profile.profile_id, impact.moment.name)
    if not len(table) or key not in table.index.droplevel("group"):
        return None
    rows = table.xs(key, level=("profile", "moment"))
    row = (("profile", "=", key[0]), ("moment", "=", key[1]), ("hours", "=", ON_RECORD))
    source = Source(rows=rows, file="whole_area.csv", row=row)
    number = source.people(report.losing_column)
    if number.shown == people(losing(report, impact)):
        return None
    return told(
        "At {moment} it is {number} residents if counters whose hours are assumed are shut then.",
        moment=impact.moment.name, number=number,
    )  # fmt: skip


def network_text(report: Report) -> Text:
    """Say whether the figures are for screening or street-level, and what that means for their use."""
    network = report.results.network
    if network.kind == POSTCODES:
        return Text(
            "Journeys were found on a screening network of postcodes, without street data. Its figures show "
            "scale and place; before they decide on a single counter they should be found again on streets."
        )
    return Text(f"Journeys were found along streets: {network.label}.")


def most_affected(rows: pd.DataFrame, column: str, name_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return code and number of the three zones with most people in a column, and those level with the third.

    ``rows`` has zones and groups; more than six level ones are cut to three.
    """
    numbers = rows.xs(EVERYONE, level="group")[column]
    numbers = numbers[numbers >= 1]
    order = sorted(numbers.items(), key=lambda item: (-round(item[1], 6), name_of(str(item[0]))))
    if not order:
        return []
    third = people(order[min(NAMED, len(order)) - 1][1])
    level = [
        item for item in order if people(item[1]) == third or item[1] > order[min(NAMED, len(order)) - 1][1]
    ]
    chosen = level if len(level) <= NAMED_AT_MOST else order[:NAMED]
    return [
        (str(code), people(number))
        for code, number in chosen
        if number >= FEWEST_PEOPLE or code == order[0][0]
    ]


def ranked_text(report: Report, impact: Impact, zones: list[tuple[str, str, Trace]]) -> Text:
    """Name the zones with most residents who lose; each comes as name, number shown, and where it stands."""
    if not zones:
        return told(
            "At {moment} no resident has a journey over {limit} minutes longer.",
            moment=impact.moment.name, limit=str(report.losing_minutes),
        )  # fmt: skip
    names = listed([f"{name} ({number})" for name, number, _ in zones])
    words = (
        f"Most residents whose journey at {impact.moment.name} is over {report.losing_minutes} minutes "
        f"longer live in {names}."
    )
    return Text(words, (), tuple(trace for _, _, trace in zones))
