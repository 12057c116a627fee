"""The equality duty's table: each characteristic, which group tests it, and whether it fares worse."""

from __future__ import annotations

from typing import Any

import pandas as pd

from estate_model.analysis.equity import NOTES
from estate_model.analysis.equity.psed import BETTER, UNTESTED, WORSE
from estate_model.nouns import WHEN
from estate_model.nouns.figure import GROUPS, MINUTES, PEOPLE, SHARE, Figure
from estate_model.outputs.annex.content import Bullets, Cell, Section, Table
from estate_model.outputs.annex.sentences import focus
from estate_model.outputs.report import Report
from estate_model.outputs.tables.equality import psed_table
from estate_model.outputs.words.fairness import NOT_VICTIMS
from estate_model.outputs.words.figures import listed
from estate_model.outputs.words.sentences import moment_words
from estate_model.outputs.words.text import Text, told

YES, NOT_APPLICABLE, SHOWN = "yes", "n/a", 10
DUTY = (
    "Section 149 of the Equality Act 2010 asks a public authority to have due regard to each protected "
    "characteristic. The groups that differ most from everyone else are shown here."
)


def equality(report: Report) -> Section:
    """Return what was found at the moment places are ranked by, and the groups that fare worst and best."""
    rows = _rows(report)
    told = rows[rows["verdict"].isin([WORSE, BETTER])]
    most = told.assign(size=told["difference_share_losing"].abs()).sort_values(
        "size", ascending=False, kind="stable"
    )
    shown = most.head(SHOWN).sort_values("difference_share_losing", ascending=False, kind="stable")
    rest = len(rows) - len(shown)
    tables = (duty_table(report, shown, rest=rest),) if len(shown) else ()
    return Section("Equality", (Text(DUTY), equality_text(report, rows), *tables))


def equality_in_full(report: Report) -> Section:
    """Return the duty's whole table, recorded crime, and how to read them."""
    blocks = (duty_table(report, _rows(report)), *crime_blocks(report), Bullets(tuple(map(Text, NOTES))))
    return Section("Equality: every characteristic and group", blocks)


def _rows(report: Report) -> pd.DataFrame:
    table = psed_table(report)
    return table[table["moment"] == focus(report).moment.name]


def equality_text(report: Report, rows: pd.DataFrame) -> Text:
    """Count the groups that fare worse and better, and the characteristics that cannot be tested."""
    tested = rows[rows["tested"] == YES]
    absent = rows[(rows["verdict"] == UNTESTED) & (rows["protected"] == YES)]
    worse, better = (int((tested["verdict"] == verdict).sum()) for verdict in (WORSE, BETTER))
    return told(
        "Groups compared with everyone else at {moment}, by the share with a journey over {limit} minutes "
        "longer: {all}. Of these {worse} faring worse and {better} faring better. Protected characteristics "
        "for which there are no data here: {absent}.",
        moment=moment_words(focus(report)),
        limit=str(report.losing_minutes),
        all=_count(report, len(tested), ("tested", "=", YES)),
        worse=_count(report, worse, ("verdict", "=", WORSE)),
        better=_count(report, better, ("verdict", "=", BETTER)),
        absent=_count(report, len(absent), ("verdict", "=", UNTESTED), ("protected", "=", YES)),
    )


def crime_blocks(report: Report) -> tuple[Text | Table, ...]:
    """Return a row per kind of recorded crime, and what it does not say; nothing where none is known."""
    demand = report.fairness.demand
    if demand.empty:
        return ()
    rows = demand[demand["moment"] == focus(report).moment.name].to_dict("records")
    table = Table(
        title=f"Recorded crime, at {moment_words(focus(report))}",
        columns=(
            "Kind",
            f"With a journey over {report.losing_minutes} minutes longer (%)",
            "Residents (%)",
            "Mean minutes before",
            "Mean minutes after",
        ),
        rows=tuple(
            (
                Cell(row["label"]),
                *(
                    Cell.of(Figure(value=row[share], unit=SHARE, rounding="tenth"))
                    for share in ("share_losing", "share_losing_residents")
                ),
                *(Cell.of(Figure(value=row[f"mean_minutes_{when}"], unit=MINUTES)) for when in WHEN),
            )
            for row in rows
        ),
        note="From demand.csv, which has every moment. Recorded in "
        f"{listed(list(dict.fromkeys(row['period'] for row in rows)))}.",
    )
    return (Text(NOT_VICTIMS), table)


def _count(report: Report, number: int, *conditions: tuple[str, str, str]) -> Figure:
    row = (("moment", "=", focus(report).moment.name), *conditions)
    return Figure(value=number, unit=GROUPS, file="psed.csv", row=row)


def duty_table(report: Report, rows: pd.DataFrame, *, rest: int = 0) -> Table:
    """Return a row per characteristic and group; ``rest`` rows stand in the technical appendix only."""
    return Table(
        title=f"Equality, at {moment_words(focus(report))}",
        columns=(
            "Characteristic",
            "Group",
            "People",
            f"With a journey over {report.losing_minutes} minutes longer (%)",
            "Everyone else (%)",
            "Risk against everyone else",
            "Finding",
        ),
        rows=tuple(_row(row) for row in rows.to_dict("records")),
        note=(f"{rest} more rows are in the technical appendix. " if rest else "")
        + "From psed.csv, which has every moment; equality.csv has minutes by group.",
    )  # fmt: skip


def _row(row: dict[Any, Any]) -> tuple[Cell, ...]:
    name = f"{row['characteristic']}{' (protected)' if row['protected'] == YES else ''}"
    if row["verdict"] == UNTESTED:
        gaps = (Cell(NOT_APPLICABLE),) * 4
        return (Cell(name), Cell("none in the data"), *gaps, Cell(f"{UNTESTED}: {row['why_not']}"))
    risk = float(row["relative_risk"])
    return (
        Cell(name),
        Cell(row["label"]),
        Cell.of(Figure(value=float(row["people"]), unit=PEOPLE)),
        *(
            Cell.of(Figure(value=float(row[share]), unit=SHARE, rounding="tenth"))
            for share in ("share_losing", "share_losing_others")
        ),
        Cell.rounded(risk, 2) if abs(risk) < float("inf") else Cell(NOT_APPLICABLE),
        Cell(row["verdict"]),
    )
