"""What hours are assumed, for which counters, and what the headline would be if those were shut."""

from __future__ import annotations

from collections.abc import Iterator

from estate_model.access.open_week import ONE_SHUT
from estate_model.analysis.counters import hours_in_words
from estate_model.nouns import Impact, Site
from estate_model.nouns.estate import ASSUMED, TIMES_ASSUMED
from estate_model.nouns.figure import FEWEST_PEOPLE, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted, listed
from estate_model.outputs.words.measured import on_record, whole_area
from estate_model.outputs.words.text import Text, bare, told

TENTH, MOST_NAMED = 0.1, 5
KNOWN = {TIMES_ASSUMED: "daytime, by what sources say; times not found", ASSUMED: "no hours found"}


def assumed_sites(report: Report) -> tuple[Site, ...]:
    """Return the counters, before or after, whose hours no source states."""
    estates = (report.results.after, report.results.before)
    sites = {site.site_id: site for estate in estates for site in estate.assumed}
    return tuple(sites[key] for key in sorted(sites))


def assumed_text(report: Report) -> Text | None:
    """Say what is assumed, for whom, and what the headline would be; nothing unless a tenth hangs on it.

    The moment is that at which most hangs on it. Where every counter's hours are assumed, that is all that is
    said.
    """
    sites = assumed_sites(report)
    if _is_all(report, sites):
        return Text(f"The hours of all {len(sites)} counters are assumed: no source states them.")
    most = _most_hanging(report)
    shut = most and on_record(report, most)
    if not most or not shut:
        return None
    given = whole_area(report, most).losing()
    whose = {1: "that counter", 2: "both"}.get(len(sites), f"all {len(sites)}")
    return told(
        "Hours are assumed: {who}. If {whose} were shut at {moment}, {other.spoken} residents, not "
        "{given.central}, would have a journey over {limit} minutes longer{alone}.",
        who=_who(sites), whose=whose, moment=most.moment.name, other=shut.losing(), given=given,
        limit=str(report.losing_minutes), alone=_alone(report, most, sites),
    )  # fmt: skip


def hours_doubt(report: Report) -> Iterator[Text]:
    """Give the same in short: for how many counters hours are assumed, and what hangs on it."""
    sites = assumed_sites(report)
    if _is_all(report, sites):
        yield Text(f"The hours of all {len(sites)} counters are assumed.")
        return
    most = _most_hanging(report)
    shut = most and on_record(report, most)
    if most and shut:
        yield Text(f"The hours of {counted(len(sites), 'counter')} are assumed.")
        fewer = FEWEST_PEOPLE <= shut.losing().value < whole_area(report, most).losing().value
        yield told(
            "If {they} shut, {only}{number} residents lose at {moment}.",
            they="it is" if len(sites) == 1 else "they are", only="only " if fewer else "",
            moment=most.moment.name, number=bare(shut.losing()),
        )  # fmt: skip


def _is_all(report: Report, sites: tuple[Site, ...]) -> bool:
    """Whether no counter's hours, before or after, are stated by any source."""
    every = {*report.results.before.counters, *report.results.after.counters}
    return len(sites) == len({site.site_id for site in every})


def _most_hanging(report: Report) -> Impact | None:
    """Return the moment at which most hangs on assumed hours; nothing where that is under a tenth."""
    swings = {impact.moment.name: _swing(report, impact) for impact in report.headline_impacts}
    most = max(report.headline_impacts, key=lambda impact: swings[impact.moment.name])
    return most if swings[most.moment.name] >= TENTH else None


def candidates_text(report: Report) -> Text | None:
    """Say which buildings may have a front counter and count as shut; nothing where there is none."""
    names = _candidates(report)
    if not names:
        return None
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    listed_names = f"({', '.join(names[:MOST_NAMED])}{more})"
    if len(names) == 1:
        return Text(
            "1 police building is a candidate: nobody has said whether it has a front counter, or when, so "
            f"it counts as shut {listed_names}."
        )
    return Text(
        f"{len(names)} police buildings are candidates: nobody has said whether they have front counters, "
        f"or when, so they count as shut {listed_names}."
    )


def candidates_doubt(report: Report) -> Iterator[Text]:
    """Give the same in short."""
    if number := len(_candidates(report)):
        some = "1 police building" if number == 1 else f"{number} police buildings"
        yield Text(f"Nobody has said whether {some} have a counter. Here they count as shut.")


def _candidates(report: Report) -> list[str]:
    """Return the names of buildings that may have a front counter and were never said to have one."""
    estates = (report.results.before, report.results.after)
    return [
        site.name
        for site in report.results.area.candidates
        if not any(estate.sites[site.site_id].is_counter for estate in estates)
    ]


def _swing(report: Report, impact: Impact) -> float:
    """Return by what share of itself the number who lose changes if these counters are shut."""
    shut, given = on_record(report, impact), whole_area(report, impact).losing().value
    change = abs(shut.losing().value - given) if shut else 0.0
    return change / given if given else float(change > 0)


def _who(sites: tuple[Site, ...]) -> str:
    """Name the counters by the hours taken, then by what is known of them."""
    parts: dict[str, dict[str, list[str]]] = {}
    for site in sorted(sites, key=lambda site: site.hours_confidence != TIMES_ASSUMED):
        parts.setdefault(site.hours, {}).setdefault(KNOWN[site.hours_confidence], []).append(site.name)
    return "; ".join(
        f"{hours_in_words(hours)} for "
        + " and for ".join(f"{listed(names)} ({known})" for known, names in by_known.items())
        for hours, by_known in parts.items()
    )


def _alone(report: Report, impact: Impact, sites: tuple[Site, ...]) -> Text:
    """Say what the number would be with each of several shut by itself; those alike share it."""
    alike: dict[str, tuple[Figure, list[str]]] = {}
    for site in sites if len(sites) > 1 else ():
        shut = on_record(report, impact, ONE_SHUT.format(site.site_id))
        number = (shut or whole_area(report, impact)).losing()
        alike.setdefault(number.central, (number, []))[1].append(site.name)
    if not alike:
        return Text("")
    order = sorted(alike.values(), key=lambda pair: pair[0].value)
    named = [f"{number.central} ({' or '.join(names)})" for number, names in order]
    return Text(f"; if one alone were, {listed(named)}", (), tuple(number for number, _ in order))
