"""``league.html``: areas side by side, by minutes to a counter, with ranks as their ranges allow."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from estate_model.analysis.league import Rank, Span, ranks
from estate_model.nouns.figure import MINUTES, PEOPLE, SHARE, Figure
from estate_model.outputs.annex.content import Annex, Block, Bullets, Cell, Section, Table, labelled
from estate_model.outputs.annex.render.html import render
from estate_model.outputs.national.national_run import Facts, National, NationalRun
from estate_model.outputs.national.picture import minutes_map
from estate_model.outputs.words.text import Text

PAGE = "league.html"
PER, NOTHING = 100_000, "-"
COLUMNS = (
    "Area", "Rank", "Residents", "Minutes before", "Minutes after", "Within {near} min after, %",
    "Over {losing} min longer", "Reach none after", "Counters before", "after", "after, per 100,000",
    "All day before", "after", "Slope after",
)  # fmt: skip
ORDER = (
    "Areas are in order of mean minutes to the nearest open counter after, least first. A rank's brackets "
    "hold the ranks that the 90% ranges of minutes allow; where ranges overlap, the order is not sure."
)
BORDERS = (
    "Counters are those that the scenario counts in the area itself. Residents near its border may have a "
    "nearer one in the next area, which is not counted: for them minutes may be too long."
)
SLOPE = (
    "Slope: by how many minutes the journey of the least deprived end is longer than that of the most "
    "deprived, by the area's own index. English and Welsh indices are not the same and are never pooled."
)
WAYS = (ORDER, BORDERS, SLOPE)
NO_RANGES = "These are light runs, which have no ranges, so ranks have none."


def league(national: National) -> dict[str, bytes]:
    """Return the page."""
    sections = [_section(name, runs) for name, runs in national.groups.items()]
    ways = (*WAYS, NO_RANGES) if national.light else WAYS
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
    some = f"{len(areas)} area{'' if len(areas) == 1 else 's'}"
    return f"{some} with {residents:,.0f} residents; {runs} run{'' if runs == 1 else 's'}"


def _networks(national: National) -> Bullets:
    """Return each network's error, once, in its own words."""
    errors = dict.fromkeys(f"{run.facts['network']}: {run.facts['error']}" for run in national.runs)
    return Bullets(tuple(map(Text, errors)))


def _section(shared: str, runs: Sequence[NationalRun]) -> Section:
    title = str(runs[0].facts["title"]) if shared else "Scenarios of one area each"
    moments = dict.fromkeys(one["moment"] for run in runs for one in run.facts["moments"])
    blocks: list[Block] = []
    for number, moment in enumerate(moments):
        present = [run for run in runs if run.moment(moment) is not None]
        drawn = minutes_map(present, moment, f"map-{shared or 'own'}") if shared and not number else None
        blocks += [drawn] if drawn else []
        blocks += _tables(present, moment)
    return Section(title, tuple(blocks))


def _tables(runs: Sequence[NationalRun], moment: str) -> list[Block]:
    """Return a moment's table of those that can be ranked, and of the others with why not."""
    usual = Counter((run.facts["network"], run.facts["profile"]) for run in runs).most_common(1)[0][0]
    apart = {run.folder: why for run in runs if (why := run.why_apart(usual) or _unreached(run, moment))}
    ranked = [run for run in runs if run.folder not in apart]
    spans = {run.folder: _span(run, moment) for run in ranked}
    ranked.sort(key=lambda run: (spans[run.folder].value, run.folder))
    places = ranks([spans[run.folder] for run in ranked])
    blocks: list[Block] = []
    if ranked:
        rows = tuple(_row(run, moment, rank) for run, rank in zip(ranked, places, strict=True))
        way = f"{usual[1]}, {usual[0]} network"
        blocks.append(Table(title=f"At {moment}: {way}", columns=_columns(runs[0]), rows=rows))
    if apart:
        others = [run for run in runs if run.folder in apart]
        rows = tuple(_row(run, moment, None, apart[run.folder]) for run in others)
        title = f"At {moment}: not comparable, so not ranked"
        blocks.append(Table(title=title, columns=(*_columns(runs[0]), "Why"), rows=rows))
    return blocks


def _unreached(run: NationalRun, moment: str) -> str:
    figures = run.moment(moment) or {}
    return "" if figures["minutes_after"]["value"] is not None else "no open counter can be reached"


def _columns(run: NationalRun) -> tuple[str, ...]:
    limits = {"near": run.facts["near_minutes"], "losing": run.facts["losing_minutes"]}
    return tuple(column.format(**limits) for column in COLUMNS)


def _span(run: NationalRun, moment: str) -> Span:
    minutes = (run.moment(moment) or {})["minutes_after"]
    value = float(minutes["value"])
    return Span(value, *(value if minutes[end] is None else float(minutes[end]) for end in ("low", "high")))


def _row(run: NationalRun, moment: str, rank: Rank | None, why: str = "") -> tuple[Cell, ...]:
    figures, counters = run.moment(moment) or {}, run.facts["counters"]
    after = int(counters["after"])
    row = (
        Cell(run.name),
        Cell(rank.words if rank else NOTHING, rank.place if rank else None),
        _cell(PEOPLE, {"value": run.facts["residents"]}),
        *(_ranged(figures[f"minutes_{when}"]) for when in ("before", "after")),
        _cell(SHARE, figures["near_after"]),
        _cell(PEOPLE, figures["losing"]),
        _cell(PEOPLE, {"value": figures["unreached_after"]}),
        *(_count(counters[when]) for when in ("before", "after")),
        Cell(f"{after / run.facts['residents'] * PER:.2f}"),
        *(_count(counters[f"all_day_{when}"]) for when in ("before", "after")),
        _slope(figures["slope_after"]),
    )
    return (*row, Cell(why)) if why else row


def _cell(unit: str, numbers: Facts | None) -> Cell:
    if numbers is None or numbers["value"] is None:
        return Cell(NOTHING)
    return Cell.of(Figure(value=float(numbers["value"]), unit=unit))


def _ranged(numbers: Facts) -> Cell:
    """Return minutes with their range."""
    if numbers["value"] is None:
        return Cell(NOTHING)
    figure = Figure(value=numbers["value"], unit=MINUTES, low=numbers["low"], high=numbers["high"])
    return Cell(figure.text, figure.number)


def _count(number: int) -> Cell:
    return Cell(str(number), float(number))


def _slope(slope: float | None) -> Cell:
    return Cell(NOTHING) if slope is None else Cell(f"{slope:+.1f}", round(slope, 1))
