"""Who loses, and where: ranked boroughs and wards, and maps before, after and of the change."""

from __future__ import annotations

import pandas as pd

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Cell, Section, Table, Text, Trace
from estate_model.outputs.annex.sentences import focus, most_affected, ranked_text, worst
from estate_model.outputs.annex.telling import (
    at,
    joined,
    minutes_cell,
    offline_cell,
    people_cell,
    percent_cell,
)
from estate_model.outputs.drawing.pictures.canvas import canvas_of
from estate_model.outputs.drawing.pictures.maps import change_map, minutes_maps
from estate_model.outputs.report import Report
from estate_model.outputs.words.sentences import moment_words
from estate_model.people.exposure import EVERYONE

WARDS_SHOWN = 20


def where(report: Report) -> Section:
    """Return boroughs and wards ranked by residents who lose, with maps."""
    impact, most = focus(report), worst(report)
    canvas = canvas_of(report)
    figures = [minutes_maps(report, canvas, impact), change_map(report, canvas, impact)]
    if most is not impact:
        figures.append(change_map(report, canvas, most))
    text = joined(borough_text(report, impact), spared_text(report, impact))
    blocks = (text, boroughs_table(report, impact), *figures, *wards_blocks(report, impact))
    return Section("Who loses, and where", blocks)


def borough_text(report: Report, impact: Impact) -> Text:
    """Name the boroughs with most residents who lose at a moment."""
    column = report.losing_column
    found = most_affected(report.boroughs_of(impact), column, lambda code: str(report.borough_names[code]))
    zones = [
        (
            str(report.borough_names[code]),
            number,
            Trace(
                shown=number, file="boroughs.csv", column=column,
                row=(("borough_code", "=", code), *at(impact), ("group", "=", EVERYONE)),
            ),
        )
        for code, number in found
    ]  # fmt: skip
    return ranked_text(report, impact, zones)


def spared_text(report: Report, impact: Impact) -> Text | None:
    """Say in how many boroughs nobody loses; nothing where there is one borough, or nobody loses anywhere."""
    losing = report.boroughs_of(impact).xs(EVERYONE, level="group")[report.losing_column].round()
    spared = int((losing == 0).sum())
    if len(losing) == 1 or spared == len(losing):
        return None
    row = (*at(impact), ("group", "=", EVERYONE))
    total = Trace(shown=str(len(losing)), file="boroughs.csv", row=row, column="")
    who = f"has a journey over {report.losing_minutes} minutes longer"
    if not spared:
        return Text(f"In each of the {total.shown} boroughs some resident {who}.", (), (total,))
    number = Trace(
        shown=str(spared), file="boroughs.csv", row=(*row, (report.losing_column, "=", "0")), column=""
    )
    return Text(f"In {spared} of the {total.shown} boroughs no resident {who}.", (), (number, total))


def boroughs_table(report: Report, impact: Impact) -> Table:
    """Return every borough, ranked by residents who lose."""
    rows = report.boroughs_of(impact)
    column = report.losing_column
    order = rows.xs(EVERYONE, level="group")[column].round(3)
    codes = sorted(order.index, key=lambda code: (-order[code], str(report.borough_names[code])))
    return Table(
        title=f"Boroughs, by residents with a journey over {report.losing_minutes} minutes longer "
        f"at {moment_words(impact)}",
        columns=("Borough", *columns(report)),
        rows=tuple(
            (Cell(str(report.borough_names[code])), *cells(rows.xs(code, level="zone_code"), column))
            for code in codes
        ),
        note="From boroughs.csv, which has every moment, way of travel and group.",
    )


def columns(report: Report) -> tuple[str, ...]:
    """Return the headings of a row of residents, minutes and losses."""
    more = f"over {report.losing_minutes} minutes longer"
    return (
        "Residents",
        "Mean minutes before",
        "Mean minutes after",
        f"Residents with a journey {more}",
        "Share of residents (%)",
        "Of them likely offline (low to high)",
    )


def cells(table: pd.DataFrame, column: str) -> tuple[Cell, ...]:
    """Return one zone's cells under ``columns``; ``table`` has a row per group."""
    everyone = table.loc[EVERYONE]
    people = float(everyone["people"])
    return (
        people_cell(people),
        minutes_cell(float(everyone["mean_minutes_before"])),
        minutes_cell(float(everyone["mean_minutes_after"])),
        people_cell(float(everyone[column])),
        percent_cell(float(everyone[column]) / people if people else float("nan")),
        offline_cell(table, column),
    )


def wards_blocks(report: Report, impact: Impact) -> tuple[Text | Table, ...]:
    """Return the wards with most residents who lose; nothing where nobody does."""
    table = ranked_wards(report, impact)
    return () if table is None else (table,)


def ranked_wards(
    report: Report, impact: Impact, codes: tuple[str, ...] | None = None, *, most: int = WARDS_SHOWN
) -> Table | None:
    """Return the wards (or those of ``codes``) with most residents who lose, at most ``most``."""
    rows = report.wards_of(impact)
    column = report.losing_column
    numbers = rows.xs(EVERYONE, level="group")[column]
    numbers = numbers if codes is None else numbers[numbers.index.isin(codes)]
    losing = numbers[numbers.round() > 0]
    if losing.empty:
        return None
    zones = report.results.area.zones.drop_duplicates("ward_code").set_index("ward_code")
    order = sorted(
        losing.index, key=lambda code: (-round(losing[code], 3), str(zones.loc[code, "ward_name"]))
    )
    shown = order[:most]
    rest = f"{len(losing) - len(shown):,} more have some. " if len(losing) > len(shown) else ""
    return Table(
        title=f"Wards, by residents with a journey over {report.losing_minutes} minutes longer "
        f"at {moment_words(impact)}",
        columns=("Ward", *columns(report)),
        rows=tuple(
            (Cell(f"{zones.loc[code, 'ward_name']} ({zones.loc[code, 'borough_name']})"),
             *cells(rows.xs(code, level="zone_code"), column))
            for code in shown
        ),
        note=f"{rest}From wards.csv.",
    )  # fmt: skip
