"""The two-page annex for a borough or some wards."""

from __future__ import annotations

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Bullets, Cell, Number, Numbers, Section, Table
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.references import offline_keys, way_key
from estate_model.outputs.annex.sections.answer import losers_number, week_number
from estate_model.outputs.annex.sections.where import cells, columns, ranked_wards
from estate_model.outputs.annex.sentences import network_text
from estate_model.outputs.drawing.pictures.canvas import canvas_of
from estate_model.outputs.drawing.pictures.maps import change_map
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.measured import Measured, boroughs, some_wards
from estate_model.outputs.words.sentences import moment_text, moment_words, week_text
from estate_model.outputs.words.sources import counter_words, likely_offline, uncertain, walking_caveat
from estate_model.outputs.words.text import Text, joined

WARDS_SHOWN, DOUBTS_SHOWN, DOUBT_LETTERS = 24, 4, 260
TALLEST = 560
NOT_NEED = "It does not count who needs a counter. Public transport is not modelled."


def local_sections(report: Report, part: Part) -> tuple[Section, ...]:
    """Return the two pages: what changes here with numbers and map, then wards and what is not shown."""
    first, labels = report.headline_impacts[0], report.results.area.labels
    most = max(report.headline_impacts, key=lambda impact: round(_losing(report, part, impact), 6))
    shown = first if _losing(report, part, first) else most
    start, end = measured_in(report, part, first), measured_in(report, part, most)
    is_same = most is first
    paragraph = joined(
        moment_text(report, first, start),
        None if is_same else moment_text(report, most, end),
        week_text(start),
    )
    meant = Text(
        f"Journeys are to {counter_words(report.results.scenario)}, in any {labels['borough']}, "
        f"{first.profile.label}; one that becomes impossible counts as longer by any limit. "
        f"{likely_offline(report.results)} {NOT_NEED} {walking_caveat(report)}".rstrip(),
        (way_key(report), *offline_keys(report)),
    )
    canvas = canvas_of(report, _cells(report, part), tallest=TALLEST)
    here = Section(
        f"What changes in {part.name}",
        (
            Text(report.results.scenario.question),
            paragraph,
            _numbers((start,) if is_same else (start, end)),
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
        Section(first_upper(f"{labels['ward']} by {labels['ward']}"), (nobody if wards is None else wards,)),
        Section("What this does not show", (meant, network_text(report), *_doubts(report))),
    )


def _numbers(moments: tuple[Measured, ...]) -> Numbers:
    """Return the residents of the part, who loses at the first moment and the worst, and the week."""
    residents = moments[0].people("people")
    first = Number(value=residents.central, words="residents", figures=(residents,))
    return Numbers((first, *map(losers_number, moments), week_number(moments[0])))


def measured_in(report: Report, part: Part, impact: Impact) -> Measured:
    """Return what was measured in a part at one moment."""
    if part.borough_code:
        return boroughs(report, impact)[part.borough_code]
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


def _moments(report: Report, part: Part) -> Table:
    rows = tuple(
        (
            Cell(first_upper(moment_words(impact))),
            *cells(measured_in(report, part, impact)),
        )
        for impact in report.headline_impacts
    )
    file = (
        "boroughs.csv"
        if part.borough_code
        else f"wards.csv, these {report.results.area.labels['wards']} added up"
    )
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
