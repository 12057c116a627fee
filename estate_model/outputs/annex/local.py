"""The two-page annex for a borough or some wards."""

from __future__ import annotations

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Bullets, Cell, Number, Numbers, Section, Table, Text, Trace
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.references import offline_keys, way_key
from estate_model.outputs.annex.sections.where import cells, columns, ranked_wards
from estate_model.outputs.annex.sentences import moment_text, network_text
from estate_model.outputs.annex.telling import Source, as_number, at, borough, joined, offline, told
from estate_model.outputs.drawing.pictures.canvas import canvas_of
from estate_model.outputs.drawing.pictures.maps import change_map
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.sentences import moment_words
from estate_model.outputs.words.sources import uncertain

WARDS_SHOWN, DOUBTS_SHOWN, DOUBT_LETTERS = 24, 4, 260
TALLEST = 560
LIKELY = (
    "Likely offline: residents by age times a national share of that age who do not or cannot use online "
    "services, a central estimate, then low to high. It does not count who needs a counter. Public transport "
    "is not modelled."
)


def local_sections(report: Report, part: Part) -> tuple[Section, ...]:
    """Return the two pages: what changes here with numbers and map, then wards and what is not shown."""
    first = report.headline_impacts[0]
    most = max(report.headline_impacts, key=lambda impact: round(_losing(report, part, impact), 6))
    shown = first if _losing(report, part, first) else most
    sources = {impact.moment.name: source_of(report, part, impact) for impact in (first, most)}
    paragraph = joined(
        moment_text(report, first, sources[first.moment.name]),
        moment_text(report, most, sources[most.moment.name]) if most is not first else None,
        _week(report, sources[first.moment.name]),
    )
    meant = Text(
        f"Journeys are to the nearest open counter in any borough, {first.profile.label}; one that becomes "
        f"impossible counts as longer by any limit. {LIKELY}",
        (way_key(report), *offline_keys(report)),
    )
    numbers = _numbers(report, sources[first.moment.name], sources[most.moment.name], (first, most))
    canvas = canvas_of(report, _cells(report, part), tallest=TALLEST)
    here = Section(
        f"What changes in {part.name}",
        (
            Text(report.results.scenario.question),
            paragraph,
            numbers,
            _moments(report, part),
            change_map(report, canvas, shown),
        ),
    )
    wards = ranked_wards(report, shown, part.ward_codes, most=WARDS_SHOWN)
    nobody = Text(
        f"At {moment_words(shown)} no resident here has a journey over "
        f"{report.losing_minutes} minutes longer."
    )
    return (
        here,
        Section("Ward by ward", (nobody if wards is None else wards,)),
        Section("What this does not show", (meant, network_text(report), *_doubts(report))),
    )


def source_of(report: Report, part: Part, impact: Impact) -> Source:
    """Return a part's rows at one moment, and where they stand as CSV."""
    if part.borough_code:
        return borough(report, impact, part.borough_code)
    rows = report.together(impact, part.ward_codes)
    return Source(
        rows=rows, file="wards.csv", row=(("ward_code", "in", " ".join(part.ward_codes)), *at(impact))
    )


def _losing(report: Report, part: Part, impact: Impact) -> float:
    return source_of(report, part, impact).value(report.losing_column)


def _cells(report: Report, part: Part) -> tuple[str, ...]:
    """Return the cells to draw: a borough's, or those in which residents of the wards live."""
    if part.borough_code:
        named = report.cells["borough_name"] == part.name
        if named.any():
            return tuple(report.cells.index[named])
    table, zones = report.results.area.places.table, report.results.area.zones
    inside = table["zone_code"].map(zones["ward_code"]).isin(part.ward_codes)
    return tuple(sorted(set(table["cell_code"][inside])))


def _week(report: Report, source: Source) -> Text:
    before, after = source.of_week("before"), source.of_week("after")
    return told(
        "An open counter is within {limit} minutes for {before} of the week before and {after} after, "
        "averaged over residents.",
        limit=str(report.results.scenario.headline_minutes), before=before, after=after,
    )  # fmt: skip


def _numbers(report: Report, first: Source, most: Source, impacts: tuple[Impact, Impact]) -> Numbers:
    """Return four numbers: residents, who loses first and most, and the week."""
    column, more = report.losing_column, f"with a journey over {report.losing_minutes} minutes longer"
    items = [_number(first.people("people"), "residents")]
    chosen = dict.fromkeys((impacts[0].moment.name, impacts[1].moment.name))
    for impact, source in zip(impacts, (first, most), strict=True):
        if impact.moment.name in chosen:
            chosen.pop(impact.moment.name)
            share, few = source.share(column), offline(source, column)
            words = f"residents ({share.shown}) {more} at {moment_words(impact)}; {few.words}"
            items.append(_number(source.people(column), words, share, *few.traces))
    before, after = first.of_week("before"), first.of_week("after")
    limit = report.results.scenario.headline_minutes
    week = f"of the week with an open counter within {limit} minutes, before to after"
    items.append(Number(value=f"{before.shown} to {after.shown}", words=week, traces=(before, after)))
    return Numbers(tuple(items))


def _number(value: Trace, words: str, *others: Trace) -> Number:
    shown = as_number(value)
    return Number(value=shown.shown, words=words, traces=(shown, *others))


def _moments(report: Report, part: Part) -> Table:
    rows = tuple(
        (
            Cell(first_upper(moment_words(impact))),
            *cells(source_of(report, part, impact).rows, report.losing_column),
        )
        for impact in report.headline_impacts
    )
    file = "boroughs.csv" if part.borough_code else "wards.csv, these wards added up"
    return Table(
        title=f"{part.name} at every moment",
        columns=("Moment", *columns(report)),
        rows=rows,
        note=f"From {file}.",
    )


def _doubts(report: Report) -> tuple[Text | Bullets, ...]:
    """Return the first doubts, each cut where it is long; the full annex has all."""
    doubts = uncertain(report)
    if not doubts:
        return ()
    shown = [
        one if len(one) <= DOUBT_LETTERS else f"{one[:DOUBT_LETTERS].rsplit(' ', 1)[0]} …" for one in doubts
    ]
    rest = "The full annex (annex.html) has the whole list, the method and every source."
    return (Text("Not known for sure:"), Bullets((*map(Text, shown[:DOUBTS_SHOWN]), Text(rest))))
