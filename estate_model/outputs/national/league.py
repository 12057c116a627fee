"""``league.html``: areas side by side, by share of the week near a counter, with ranks as ranges allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from estate_model.analysis.league import Rank, Span, ranks
from estate_model.nouns import WHEN
from estate_model.nouns.figure import MINUTES, PEOPLE, SHARE, Figure
from estate_model.outputs.annex.content import Annex, Block, Bullets, Cell, Section, Table, labelled
from estate_model.outputs.annex.render.html import render
from estate_model.outputs.national.national_run import Facts, National, NationalRun, apart
from estate_model.outputs.national.picture import minutes_map
from estate_model.outputs.words.figures import counted
from estate_model.outputs.words.text import Text

PAGE = "league.html"
PER, NOTHING, NONE_REACHED = 100_000, "-", "none reachable"
OF_WEEK = (
    "Area", "Rank", "Residents", "Share of the week before, %", "Share of the week after, %",
    "Counters before", "Counters after", "Per 100,000 after", "All day before", "All day after",
)  # fmt: skip
OF_MOMENT = (
    "Area", "Half within, before", "Half within, after", "Mean of those who reach one, after",
    "Within {near} min after, %", "Over {losing} min longer", "Reach none after", "Slope after",
)  # fmt: skip
AROUND = (
    "Area", "Counters around", "Half within: own", "Half within: any", "Within {near} min: own, %",
    "Within {near} min: any, %", "Nearest is another area's",
)  # fmt: skip
ORDER = (
    "Areas are in order of the share of the week in which an open counter is within the limit, averaged over "
    "all residents, most first: it counts hours and distance, and those who reach none count as 0. A rank's "
    "brackets hold the ranks that the 90% ranges allow; where ranges overlap, the order is not sure."
)
HALVES = (
    "Half within: the minutes within which half of all residents have an open counter, those who reach none "
    "counted as farthest. A mean is of those who reach one, so it can fall where others lose theirs."
)
BORDERS = (
    "Counters are those that the scenario counts in the area itself. In tables of any area's counters alone "
    "those of other areas of this batch count too, within 10 km of a postcode by a straight line over land. "
    "The way across a border is coarse: that line. Areas on real streets have no such figures."
)
SLOPE = (
    "Slope: by how many minutes the journey of the least deprived end is longer than that of the most "
    "deprived, by the area's own index. English and Welsh indices are not the same and are never pooled."
)
WAYS = (ORDER, HALVES, BORDERS, SLOPE)
NO_RANGES = "Light runs, and journeys by a timetable, have no ranges, so their ranks have no brackets."


def league(national: National) -> dict[str, bytes]:
    """Return the page."""
    sections = [_section(runs) for runs in national.groups]
    ranged = all(run.facts["week"]["after"]["low"] is not None for run in national.runs)
    ways = WAYS if ranged else (*WAYS, NO_RANGES)
    sections.append(Section("How to read it", (Bullets(tuple(map(Text, ways))), _networks(national))))
    if national.failed:
        failed = tuple(Text(f"{name}: {words.splitlines()[0]}") for name, words in national.failed)
        sections.append(Section("Not in it, since they failed", (Bullets(failed),)))
    lines = [line for run in national.runs for line in run.facts["attribution"]]
    annex = Annex(
        name="league", title="Front counters, area by area", subtitle=subtitle(national),
        date=max(dt.date.fromisoformat(run.facts["effective_date"]) for run in national.runs),
        sections=labelled(tuple(sections)), references=(), attribution=tuple(dict.fromkeys(lines)),
    )  # fmt: skip
    return {PAGE: render(annex)}


def subtitle(national: National) -> str:
    """Say how many areas and runs there are, and how many residents the areas have."""
    areas, runs = national.areas, len(national.runs)
    residents = sum(run.facts["residents"] for run in areas.values())
    return f"{counted(len(areas), 'area')} with {residents:,.0f} residents; {counted(runs, 'run')}"


def _networks(national: National) -> Bullets:
    """Return each network's error, once, in its own words."""
    errors = dict.fromkeys(f"{run.facts['network']}: {run.facts['error']}" for run in national.runs)
    return Bullets(tuple(map(Text, errors)))


def _section(runs: Sequence[NationalRun]) -> Section:
    shared = runs[0].shared
    title = str(runs[0].facts["title"]) if shared else "Scenarios of one area each"
    moments = [one["moment"] for one in runs[0].facts["moments"]]
    drawn = minutes_map(runs, moments[0], f"map-{shared}") if shared else None
    blocks: list[Block] = [drawn] if drawn else []
    ordered, tables = _ranked(runs)
    for moment in moments:
        tables += [_at(ordered, moment), *_around(ordered, moment)]
    blocks += tables
    return Section(title, tuple(blocks))


def _ranked(runs: Sequence[NationalRun]) -> tuple[list[NationalRun], list[Table]]:
    """Return the runs in order, with a table of those that can be ranked, and one of the others."""
    usual, why = apart(runs)
    spans = {run.folder: _span(run) for run in runs if run.folder not in why}
    ranked = [run for run in runs if run.folder in spans]
    ranked.sort(key=lambda run: (spans[run.folder].value, run.folder))
    others = [run for run in runs if run.folder in why]
    tables = []
    if ranked:
        places = ranks([spans[run.folder] for run in ranked])
        rows = tuple(_of_week(run, rank) for run, rank in zip(ranked, places, strict=True))
        limit, way = runs[0].facts["near_minutes"], f"{usual.profile}, {usual.network} network"
        title = f"Share of the week within {limit} minutes of an open counter: {way}"
        tables.append(Table(title=title, columns=OF_WEEK, rows=rows))
    if others:
        rows = tuple((*_of_week(run, None), Cell(why[run.folder])) for run in others)
        tables.append(Table(title="Not comparable, so not ranked", columns=(*OF_WEEK, "Why"), rows=rows))
    return [*ranked, *others], tables


def _span(run: NationalRun) -> Span:
    """Return the share of the week that an area lacks, so that the least is the first."""
    share = run.facts["week"]["after"]
    value = float(share["value"])
    low, high = (value if share[end] is None else float(share[end]) for end in ("low", "high"))
    return Span(1 - value, 1 - high, 1 - low)


def _of_week(run: NationalRun, rank: Rank | None) -> tuple[Cell, ...]:
    facts = run.facts
    counters, week = facts["counters"], facts["week"]
    return (
        Cell(run.name),
        Cell(rank.words if rank else NOTHING, rank.place if rank else None),
        _cell(PEOPLE, {"value": facts["residents"]}),
        *(_ranged(SHARE, week[when]) for when in WHEN),
        *(_count(counters[when]) for when in WHEN),
        Cell.rounded(counters["after"] / facts["residents"] * PER, 2),
        *(_count(counters[f"all_day_{when}"]) for when in WHEN),
    )


def _at(runs: Sequence[NationalRun], moment: str) -> Table:
    """Return one moment's table, in the order of the ranks."""
    limits = {"near": runs[0].facts["near_minutes"], "losing": runs[0].facts["losing_minutes"]}
    rows = tuple(_of_moment(run, figures) for run in runs if (figures := run.moment(moment)) is not None)
    columns = tuple(column.format(**limits) for column in OF_MOMENT)
    return Table(title=f"Minutes to the nearest open counter, at {moment}", columns=columns, rows=rows)


def _of_moment(run: NationalRun, figures: Facts) -> tuple[Cell, ...]:
    return (
        Cell(run.name),
        *(_median(figures[f"median_{when}"]) for when in WHEN),
        _ranged(MINUTES, figures["minutes_after"]),
        _cell(SHARE, figures["near_after"]),
        _cell(PEOPLE, figures["losing"]),
        _cell(PEOPLE, {"value": figures["unreached_after"]}),
        _slope(figures["slope_after"]),
    )


def _around(runs: Sequence[NationalRun], moment: str) -> list[Table]:
    """Return the area's own counters against any area's, at a moment; none where no area has one near."""
    rows = []
    for run in runs:
        any_area = (run.facts.get("any") or {}).get("moments", ())
        own, theirs = run.moment(moment), next((one for one in any_area if one["moment"] == moment), None)
        if own is not None and theirs is not None:
            medians = (_median(own["median_after"]), _median(theirs["median"]))
            near = (_cell(SHARE, own["near_after"]), _cell(SHARE, {"value": theirs["near"]}))
            elsewhere = _cell(PEOPLE, {"value": theirs["elsewhere"]})
            rows.append((Cell(run.name), _count(run.facts["any"]["around"]), *medians, *near, elsewhere))
    columns = tuple(column.format(near=runs[0].facts["near_minutes"]) for column in AROUND)
    title = f"The area's own counters and any area's, after, at {moment}"
    return [Table(title=title, columns=columns, rows=tuple(rows))] if rows else []


def _median(minutes: float | None) -> Cell:
    return Cell(NONE_REACHED) if minutes is None else _cell(MINUTES, {"value": minutes})


def _cell(unit: str, numbers: Facts | None) -> Cell:
    if numbers is None or numbers["value"] is None:
        return Cell(NOTHING)
    return Cell.of(Figure(value=float(numbers["value"]), unit=unit))


def _ranged(unit: str, numbers: Facts) -> Cell:
    """Return a figure with its range."""
    if numbers["value"] is None:
        return Cell(NOTHING)
    figure = Figure(value=numbers["value"], unit=unit, low=numbers["low"], high=numbers["high"])
    return Cell(figure.text.replace("%", ""), figure.number)


def _count(number: int) -> Cell:
    return Cell(str(number), float(number))


def _slope(slope: float | None) -> Cell:
    return Cell(NOTHING) if slope is None else Cell(f"{slope:+.1f}", round(slope, 1))
