"""Who: residents by age, and those likely offline, side by side."""

from __future__ import annotations

from estate_model.nouns import WHEN
from estate_model.outputs.annex.content import Cell, Picture, Section, Table
from estate_model.outputs.annex.sentences import focus
from estate_model.outputs.drawing.pictures.charts import bars
from estate_model.outputs.drawing.svg import WIDTH
from estate_model.outputs.report import Report
from estate_model.outputs.words.measured import Measured, whole_area
from estate_model.outputs.words.sentences import moment_words, people_label
from estate_model.outputs.words.text import Text, told
from estate_model.scenario.offline_sets import group_labels

OLDER = "aged_65_plus"


def who(report: Report) -> Section:
    """Return every group of residents at the moment places are ranked by."""
    measured = whole_area(report, focus(report))
    blocks: list[Text | Table | Picture] = [older_text(measured), groups_table(measured)]
    if any(measured.value(report.losing_column, group) for group in measured.rows):
        blocks.append(groups_picture(measured))
    return Section("Who: age groups and residents likely offline", tuple(blocks))


def older_text(measured: Measured) -> Text:
    """Set residents of 65 and over beside all residents."""
    report, impact = measured.report, measured.impact
    more = f"a journey over {report.losing_minutes} minutes longer"
    if not measured.value(report.losing_column):
        return Text(f"At {impact.moment.name} no resident of any group has {more}.")
    if not measured.value("people", OLDER):
        return Text("No resident here is aged 65 or over.")
    older, everyone = measured.share(report.losing_column, OLDER), measured.share(report.losing_column)
    if impact.profile.age_from:
        return told(
            "At {moment} {everyone} of {who} have {more}; this way of travel is for them only.",
            moment=moment_words(impact),
            everyone=everyone,
            who=people_label(impact.profile).lower(),
            more=more,
        )
    if older.central == everyone.central:
        return told(
            "At {moment} {older} of residents aged 65 and over have {more}, the same share as of all.",
            moment=moment_words(impact), older=older, more=more,
        )  # fmt: skip
    return told(
        "At {moment} {older} of residents aged 65 and over have {more}, against {everyone} of all residents.",
        moment=moment_words(impact), older=older, everyone=everyone, more=more,
    )  # fmt: skip


def groups_table(measured: Measured) -> Table:
    """Return minutes, losses and the week by group."""
    report, impact = measured.report, measured.impact
    limit = report.results.scenario.headline_minutes
    return Table(
        title=f"Groups of residents, at {moment_words(impact)}, {impact.profile.label}",
        columns=(
            "Group", "People", "Mean minutes before", "Mean minutes after",
            f"People with a journey over {report.losing_minutes} minutes longer", "Share of the group (%)",
            f"Share of the week within {limit} minutes, before (%)",
            f"Share of the week within {limit} minutes, after (%)",
        ),
        rows=tuple(_row(measured, group) for group in measured.rows),
        note="From whole_area.csv. A mean is over those who can reach a counter.",
    )  # fmt: skip


def _row(measured: Measured, group: str) -> tuple[Cell, ...]:
    figures = (
        measured.people("people", group),
        *(measured.minutes(when, group) for when in WHEN),
        measured.losing(group),
        measured.share(measured.report.losing_column, group),
        *(measured.of_week(when, group) for when in WHEN),
    )
    return (Cell(_label(measured, group)), *map(Cell.of, figures))


def _label(measured: Measured, group: str) -> str:
    results = measured.report.results
    return group_labels(results.scenario, results.area)[group]


def groups_picture(measured: Measured) -> Picture:
    """Return the share of each group that loses, as bars."""
    report = measured.report
    shares = {
        _label(measured, group): measured.share(report.losing_column, group)
        for group in measured.rows
        if measured.value("people", group) > 0
    }
    svg, height = bars([(label, share.value, share.central) for label, share in shares.items()])
    more = f"with a journey over {report.losing_minutes} minutes longer"
    title = f"Share of each group {more}, at {moment_words(measured.impact)}"
    data = Table(
        title=title,
        columns=("Group", "Share of the group (%)"),
        rows=tuple((Cell(label), Cell.of(share)) for label, share in shares.items()),
        note="From whole_area.csv.",
    )
    spoken = "; ".join(f"{label}: {share.central}" for label, share in shares.items())
    return Picture(title=title, alt=f"Bar chart. {spoken}.", svg=svg, data=data, width=WIDTH, height=height)
