"""Who loses, and where: ranked boroughs and wards, and maps before, after and of the change."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.nouns import WHEN, Impact
from estate_model.nouns.figure import BOROUGHS, Figure
from estate_model.outputs.annex.content import Cell, Section, Table
from estate_model.outputs.annex.sentences import focus, worst
from estate_model.outputs.drawing.pictures.canvas import canvas_of
from estate_model.outputs.drawing.pictures.maps import change_map, minutes_maps
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import own_file
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.measured import Measured, at, boroughs, wards, whole_area
from estate_model.outputs.words.sentences import borough_text, moment_words
from estate_model.outputs.words.text import Text, joined, told
from estate_model.people.exposure import EVERYONE

WARDS_SHOWN = 10


def where(report: Report) -> Section:
    """Return boroughs and wards ranked by residents who lose, with maps before and after."""
    impact = focus(report)
    text = joined(losers_text(report, impact), spared_text(report, impact))
    maps = minutes_maps(report, canvas_of(report.cells), impact)
    table = boroughs_table(report, impact, only_losing=True)
    tables = (table,) if table.rows else ()
    return Section("Who loses, and where", (text, *tables, *wards_blocks(report, impact), maps))


def every_borough(report: Report) -> Section:
    """Return every borough, and every moment and way of travel."""
    title = f"Every {report.results.area.labels['borough']}, moment and way of travel"
    return Section(
        title, (boroughs_table(report, focus(report)), moments_table(report, report.results.impacts))
    )


def where_most(report: Report) -> Section | None:
    """Return the map of the moment when most residents lose, where places are not ranked by it anyhow."""
    most = worst(report)
    if most is focus(report):
        return None
    return Section("When most residents lose", (change_map(report, canvas_of(report.cells), most),))


def losers_text(report: Report, impact: Impact) -> Text:
    """Name the boroughs with most residents who lose at a moment, or say that nobody does."""
    nobody = f"At {impact.moment.name} no resident has a journey over {report.losing_minutes} minutes longer."
    return borough_text(report, impact) or Text(nobody)


def spared_text(report: Report, impact: Impact) -> Text | None:
    """Say in how many boroughs nobody loses; nothing where there is one borough, or nobody loses anywhere."""
    losing = report.boroughs_of(impact).xs(EVERYONE, level="group")[report.losing_column].round()
    spared = int((losing == 0).sum())
    if len(losing) == 1 or spared == len(losing):
        return None
    row = (*at(impact), ("group", "=", EVERYONE))
    none_loses = (report.losing_column, "=", "0")
    total = Figure(value=len(losing), unit=BOROUGHS, file="boroughs.csv", row=row)
    number = Figure(value=spared, unit=BOROUGHS, file="boroughs.csv", row=(*row, none_loses))
    zones = report.results.area.labels["boroughs"]
    who = f"has a journey over {report.losing_minutes} minutes longer"
    if not spared:
        return told("In each of the {total} {zones} some resident {who}.", total=total, zones=zones, who=who)
    template = "In {number} of the {total} {zones} no resident {who}."
    return told(template, number=number, total=total, zones=zones, who=who)


def boroughs_table(report: Report, impact: Impact, *, only_losing: bool = False) -> Table:
    """Return the boroughs, ranked by residents who lose: all, or those where some do."""
    zones, labels = boroughs(report, impact), report.results.area.labels
    names = {
        code: str(report.borough_names[code])
        for code, one in zones.items()
        if not only_losing or round(one.losing().value) > 0
    }
    return Table(
        title=f"{first_upper(labels['boroughs'])}, by residents with a journey over "
        f"{report.losing_minutes} minutes longer at {moment_words(impact)}",
        columns=(first_upper(labels["borough"]), *columns(report)),
        rows=tuple((Cell(names[code]), *cells(zones[code])) for code in ranked(zones, names)),
        note=f"From {own_file('boroughs.csv', labels)}, which has every moment, way of travel and group.",
    )


def moments_table(report: Report, impacts: Sequence[Impact]) -> Table:
    """Return the whole area at some moments, by some ways of travel."""
    rows = tuple(
        (Cell(f"{first_upper(moment_words(impact))}, {impact.profile.label}"),
         *cells(whole_area(report, impact)))
        for impact in impacts
    )  # fmt: skip
    note = "From whole_area.csv. A way of travel for older residents counts residents of that age only."
    heads = ("Moment and way", *columns(report))
    return Table(title="Every moment and way of travel", columns=heads, rows=rows, note=note)


def ranked(zones: dict[str, Measured], names: dict[str, str]) -> list[str]:
    """Return the codes of zones, those with most residents who lose first, then by name."""
    return sorted(names, key=lambda code: (-round(zones[code].losing().value, 3), names[code]))


def columns(report: Report) -> tuple[str, ...]:
    """Return the headings of a row of residents, minutes and losses."""
    more = f"over {report.losing_minutes} minutes longer"
    return (
        "Residents",
        "Mean minutes before",
        "Mean minutes after",
        f"Residents with a journey {more}",
        "Share of residents (%)",
        "Of them likely offline",
        "Likely offline, low",
        "Likely offline, high",
    )


def cells(measured: Measured) -> tuple[Cell, ...]:
    """Return one zone's cells under ``columns``."""
    low, central, high = map(Cell.of, measured.offline())
    figures = (
        measured.people("people"),
        *(measured.minutes(when) for when in WHEN),
        measured.losing(),
        measured.share(measured.report.losing_column),
    )
    return (*map(Cell.of, figures), central, low, high)


def wards_blocks(report: Report, impact: Impact) -> tuple[Text | Table, ...]:
    """Return the wards with most residents who lose; nothing where nobody does."""
    table = ranked_wards(report, impact)
    return () if table is None else (table,)


def ranked_wards(
    report: Report, impact: Impact, codes: tuple[str, ...] | None = None, *, most: int = WARDS_SHOWN
) -> Table | None:
    """Return the wards (or those of ``codes``) with most residents who lose, at most ``most``."""
    zones, labels = wards(report, impact, codes), report.results.area.labels
    table = report.results.area.zones.drop_duplicates("ward_code").set_index("ward_code")
    several = codes is None or table.loc[list(codes), "borough_name"].nunique() > 1
    names = {
        code: str(table.loc[code, "ward_name"]) + (f" ({table.loc[code, 'borough_name']})" if several else "")
        for code, measured in zones.items()
        if round(measured.losing().value) > 0
    }
    if not names:
        return None
    shown = ranked(zones, names)[:most]
    rest = f"{len(names) - len(shown):,} more have some. " if len(names) > len(shown) else ""
    return Table(
        title=f"{first_upper(labels['wards'])}, by residents with a journey over "
        f"{report.losing_minutes} minutes longer at {moment_words(impact)}",
        columns=(first_upper(labels["ward"]), *columns(report)),
        rows=tuple((Cell(names[code]), *cells(zones[code])) for code in shown),
        note=f"{rest}From {own_file('wards.csv', labels)}.",
    )
