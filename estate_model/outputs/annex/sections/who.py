"""Who: residents by age, and those likely offline, side by side."""

from __future__ import annotations

import pandas as pd

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Cell, Figure, Section, Table, Text
from estate_model.outputs.annex.sentences import focus
from estate_model.outputs.annex.telling import minutes_cell, people_cell, percent_cell, told, whole_area
from estate_model.outputs.drawing.pictures.charts import bars
from estate_model.outputs.drawing.pictures.svg import WIDTH
from estate_model.outputs.report import Report
from estate_model.outputs.words.sentences import moment_words, people_label
from estate_model.people.exposure import GROUP_LABELS

OLDER = "aged_65_plus"


def who(report: Report) -> Section:
    """Return every group of residents at the moment places are ranked by."""
    impact = focus(report)
    rows = report.totals_of(impact)
    table = groups_table(report, impact, rows)
    blocks: list[Text | Table | Figure] = [older_text(report, impact), table]
    if rows[report.losing_column].sum():
        blocks.append(groups_figure(report, impact, rows))
    return Section("Who: age groups and residents likely offline", tuple(blocks))


def older_text(report: Report, impact: Impact) -> Text:
    """Set residents of 65 and over beside all residents."""
    source = whole_area(report, impact)
    more = f"a journey over {report.losing_minutes} minutes longer"
    if not source.value(report.losing_column):
        return Text(f"At {impact.moment.name} no resident of any group has {more}.")
    older, everyone = source.share(report.losing_column, OLDER), source.share(report.losing_column)
    if impact.profile.age_from:
        return told(
            "At {moment} {everyone} of {who} have {more}; this way of travel is for them only.",
            moment=moment_words(impact),
            everyone=everyone,
            who=people_label(impact.profile).lower(),
            more=more,
        )
    if older.shown == everyone.shown:
        return told(
            "At {moment} {older} of residents aged 65 and over have {more}, the same share as of all.",
            moment=moment_words(impact), older=older, more=more,
        )  # fmt: skip
    return told(
        "At {moment} {older} of residents aged 65 and over have {more}, against {everyone} of all residents.",
        moment=moment_words(impact), older=older, everyone=everyone, more=more,
    )  # fmt: skip


def groups_table(report: Report, impact: Impact, rows: pd.DataFrame) -> Table:
    """Return minutes, losses and the week by group."""
    limit, column = report.results.scenario.headline_minutes, report.losing_column
    body = tuple(
        (
            Cell(GROUP_LABELS.get(str(group), str(group))),
            people_cell(float(row["people"])),
            minutes_cell(float(row["mean_minutes_before"])),
            minutes_cell(float(row["mean_minutes_after"])),
            people_cell(float(row[column])),
            percent_cell(_share(row, column)),
            percent_cell(float(row["share_of_week_before"])),
            percent_cell(float(row["share_of_week_after"])),
        )
        for group, row in rows.iterrows()
    )
    return Table(
        title=f"Groups of residents, at {moment_words(impact)}, {impact.profile.label}",
        columns=(
            "Group", "People", "Mean minutes before", "Mean minutes after",
            f"People with a journey over {report.losing_minutes} minutes longer", "Share of the group (%)",
            f"Share of the week within {limit} minutes, before (%)",
            f"Share of the week within {limit} minutes, after (%)",
        ),
        rows=body,
        note="From whole_area.csv. A mean is over those who can reach a counter.",
    )  # fmt: skip


def groups_figure(report: Report, impact: Impact, rows: pd.DataFrame) -> Figure:
    """Return the share of each group that loses, as bars."""
    column = report.losing_column
    shares = {str(group): _share(row, column) for group, row in rows.iterrows() if row["people"] > 0}
    drawn = [
        (GROUP_LABELS.get(group, group), share, f"{percent_cell(share).words}%")
        for group, share in shares.items()
    ]
    svg, height = bars(drawn)
    more = f"with a journey over {report.losing_minutes} minutes longer"
    title = f"Share of each group {more}, at {moment_words(impact)}"
    data = Table(
        title=title,
        columns=("Group", "Share of the group (%)"),
        rows=tuple((Cell(label), percent_cell(share)) for label, share, _ in drawn),
        note="From whole_area.csv.",
    )
    said = "; ".join(f"{label}: {shown}" for label, _, shown in drawn)
    return Figure(title=title, alt=f"Bar chart. {said}.", svg=svg, data=data, width=WIDTH, height=height)


def _share(row: pd.Series, column: str) -> float:
    return float(row[column]) / float(row["people"]) if row["people"] else float("nan")
