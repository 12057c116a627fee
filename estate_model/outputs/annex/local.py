"""The two-page annex for a borough or some wards: its counters by name, its map, its wards."""

from __future__ import annotations

from estate_model.analysis.counters import hours_in_words
from estate_model.nouns import Impact
from estate_model.nouns.figure import Figure
from estate_model.outputs.annex.content import Block, Bullets, Cell, Number, Numbers, Section, Table
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.references import change_keys
from estate_model.outputs.annex.sections.answer import losers_number, week_number
from estate_model.outputs.annex.sections.where import cells, columns, ranked_wards
from estate_model.outputs.annex.sentences import network_text
from estate_model.outputs.drawing.pictures.local_map import local_map
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import own_file
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.here import Here, NearCounter, here_of
from estate_model.outputs.words.local import counters_text, nearest_text, people_text
from estate_model.outputs.words.measured import Measured, boroughs, some_wards, wards
from estate_model.outputs.words.public_transport import vehicles_text
from estate_model.outputs.words.sentences import moment_words, most_losing
from estate_model.outputs.words.sources import counter_words, likely_offline, uncertain, walking_caveat
from estate_model.outputs.words.text import Text, bare, told

WARDS_SHOWN, COUNTERS_SHOWN, DOUBTS_SHOWN, DOUBT_LETTERS = 7, 6, 3, 200
REST = "The full annex (annex.html) has every doubt and source; annex-technical.html the method."
NOT_NEED = "It does not count who needs a counter."


def local_sections(report: Report, part: Part) -> tuple[Section, ...]:
    """Return the two pages: what happens here, in words, a map and tables; then wards and limits."""
    first = report.headline_impacts[0]
    most = max(report.headline_impacts, key=lambda impact: round(_losing(report, part, impact), 6))
    shown = first if _losing(report, part, first) else most
    here = _here(report, part, shown)
    end = None if most is shown else measured_in(report, part, most)
    inside = {one.change.site.site_id for one in here.inside}
    lead = counters_text(here)
    opening: tuple[Block, ...] = (
        Text(lead.words, change_keys(report, inside), lead.figures),
        nearest_text(here),
        people_text(here, end),
        _numbers(here.measured, end),
        local_map(here, _cells(report, part)),
        counters_table(here),
    )
    return (
        Section(f"What happens in {part.name}", opening),
        *_wards(report, part, shown),
        Section("At every moment", (_moments(report, part),)),
        Section("What this does not show", (_meant(report), network_text(report), *_doubts(here))),
    )


def _here(report: Report, part: Part, impact: Impact) -> Here:
    inside = {change.site.site_id for change in report.counters if part.holds(report.results.area, change)}
    measured = measured_in(report, part, impact)
    return here_of(part.name, measured, inside=inside, ward_codes=part.ward_codes)


def _numbers(start: Measured, end: Measured | None) -> Numbers:
    """Return the residents of the part, who loses at the moment shown and the worst, and the week."""
    residents = start.people("people")
    rows = (("residents", None, residents),)
    first = Number(value=residents.central, words="residents", figures=(residents,), rows=rows)
    moments = [start] if end is None else [start, end]
    return Numbers((first, *map(losers_number, moments), week_number(start)))


def counters_table(here: Here) -> Table:
    """Return the counters of the part, and those outside that its residents go to, before or after."""
    used = {one for place in (0, 1) for one in here.nearest(place)}
    rows = sorted(
        {*here.inside, *used},
        key=lambda one: (not one.is_inside, one.change.status != "closed", -one.people[1].value, one.name),
    )
    left_out = len(rows) - COUNTERS_SHOWN
    more = f", which has {left_out} more" if left_out > 0 else ""
    return Table(
        title=f"Counters in {here.name}, and those its residents are nearest to at "
        f"{moment_words(here.measured.impact)}",
        columns=(
            "Counter", "What happens", "Hours before", "Hours after", "Residents here nearest, before",
            "Residents here nearest, after", "Minutes to it, before", "Minutes to it, after",
        ),
        rows=tuple(map(_row, rows[:COUNTERS_SHOWN])),
        note="Minutes are the mean of the residents for whom it is the nearest open counter. "
        f"From local_counters.csv{more}.",
    )  # fmt: skip


def _row(one: NearCounter) -> tuple[Cell, ...]:
    change = one.change
    where = "" if one.is_inside else f", {change.borough_name}"
    return (
        Cell(f"{one.name}{where}"),
        Cell(MARKS[change.status].short),
        Cell(hours_in_words(change.hours_before, confidence=change.confidence_before)),
        Cell(hours_in_words(change.hours_after, confidence=change.confidence_after)),
        *map(Cell.of, one.people),
        *map(_minutes, one.minutes),
    )


def _minutes(figure: Figure) -> Cell:
    return Cell("n/a") if figure.value != figure.value else Cell.of(figure)


def measured_in(report: Report, part: Part, impact: Impact) -> Measured:
    """Return what was measured in a part at one moment."""
    if part.borough_code:
        return boroughs(report, impact, [part.borough_code])[part.borough_code]
    return some_wards(report, impact, part.ward_codes)


def _losing(report: Report, part: Part, impact: Impact) -> float:
    return measured_in(report, part, impact).value(report.losing_column)


def _cells(report: Report, part: Part) -> tuple[str, ...]:
    """Return the cells to draw: a borough's, or those in which residents of the wards live."""
    if part.borough_code:
        named = report.cells["borough_name"] == part.name
        if named.any():
            return tuple(report.cells.index[named])
    table, zones = report.results.area.places.table, report.results.area.zones
    inside = table["zone_code"].map(zones["ward_code"]).isin(part.ward_codes)
    return tuple(sorted(set(table["cell_code"][inside])))


def _wards(report: Report, part: Part, impact: Impact) -> tuple[Section, ...]:
    """Return the wards in which most lose, in words and as a table; nothing for a single ward."""
    labels = report.results.area.labels
    if len(part.ward_codes) == 1:
        return ()
    title = first_upper(f"{labels['ward']} by {labels['ward']}")
    table = ranked_wards(report, impact, part.ward_codes, most=WARDS_SHOWN)
    more = f"a journey over {report.losing_minutes} minutes longer at {impact.moment.name}"
    if table is None:
        return (Section(title, (Text(f"No resident here has {more}."),)),)
    losing = {code: one.losing() for code, one in wards(report, impact, part.ward_codes).items()}
    names = {code: str(report.ward_names[code]) for code in losing}
    named = [
        told("{ward}: {number} residents.", ward=names[code], number=bare(figure))
        for code in most_losing(losing, names)[:3]
        for figure in (losing[code],)
    ]
    lead = Text(f"The {labels['wards']} with most residents who have {more}:")
    return (Section(title, (lead, Bullets(tuple(named)), table)),)


def _moments(report: Report, part: Part) -> Table:
    rows = tuple(
        (Cell(first_upper(moment_words(impact))), *cells(measured_in(report, part, impact)))
        for impact in report.headline_impacts
    )
    labels = report.results.area.labels
    wards_file = f"{own_file('wards.csv', labels)}, these {labels['wards']} added up"
    file = own_file("boroughs.csv", labels) if part.borough_code else wards_file
    title = f"{part.name} at every moment"
    return Table(title=title, columns=("Moment", *columns(report)), rows=rows, note=f"From {file}.")


def _meant(report: Report) -> Text:
    """Say what the journeys are, and what likely offline means."""
    labels, first = report.results.area.labels, report.headline_impacts[0]
    return Text(
        f"Journeys are to {counter_words(report.results.scenario)}, in any {labels['borough']}, "
        f"{first.profile.label}; one that becomes impossible counts as longer by any limit. "
        f"{likely_offline(report.results)} {NOT_NEED} {vehicles_text(report)} "
        f"{walking_caveat(report)}".rstrip()
    )


def _doubts(here: Here) -> tuple[Text | Bullets, ...]:
    """Return the first doubts that concern the part, each cut where it is long; the full annex has all."""
    doubts = [one for one in uncertain(here.report) if _concerns(here, one)]
    if not doubts:
        return (Text(REST),)
    shown = [
        one if len(one) <= DOUBT_LETTERS else f"{one[:DOUBT_LETTERS].rsplit(' ', 1)[0]} …" for one in doubts
    ]
    return (Text("Not known for sure:"), Bullets((*map(Text, shown[:DOUBTS_SHOWN]), Text(REST))))


def _concerns(here: Here, doubt: str) -> bool:
    """Whether a doubt names the part or a counter that its residents go to, or no counter at all."""
    near = [one.change for one in here.counters]
    own, every = (
        {name for one in changes for name in (one.site.name.split(" Police Station")[0], one.borough_name)}
        for changes in (near, here.report.counters)
    )
    return any(name in doubt for name in {*own, here.name}) or not any(name in doubt for name in every)
