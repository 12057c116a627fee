"""The alternatives considered, beside the proposal: from the same estate before, by the same settings."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from estate_model.analysis.counters import is_always_open
from estate_model.outputs.annex.content import Cell, Section, Table
from estate_model.outputs.annex.sentences import focus, worst
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.estate import HOURS_COLUMNS, hours_figures
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.measured import Measured, at, plain_rows, whole_area
from estate_model.outputs.words.sentences import moment_words
from estate_model.outputs.words.text import Text, told

FILE = "alternatives.csv"


def plans(report: Report) -> tuple[Report, ...]:
    """Return the proposal, then each alternative, as reports of their own."""
    return (report, *(replace(report, results=results, alternatives=()) for results in report.alternatives))


def alternatives(report: Report) -> Section | None:
    """Return the proposal beside the alternatives; nothing where none was given."""
    if not report.alternatives:
        return None
    lead = Text(
        "Every plan below starts from the same estate before and is held to the same moments and limits. The "
        "first row is the proposal."
    )
    sentences = tuple(_sentence(report, other) for other in plans(report)[1:])
    return Section("The alternatives considered", (lead, *sentences, _table(report)))


def _sentence(report: Report, other: Report) -> Text:
    impact = focus(report)
    mine, theirs = (_measured(plan, report, impact.moment.name).losing() for plan in (report, other))
    this, that = report.results.scenario.title, other.results.scenario.title
    start = f"{first_upper(moment_words(impact))}: "
    more = f"residents have a journey over {report.losing_minutes} minutes longer under"
    template = "{start}{mine.spoken} {more} “{this}”, and {theirs.spoken} under “{that}”."
    if mine.is_shown_as(theirs):
        template = "{start}{mine.spoken} {more} both “{this}” and “{that}”."
        theirs = mine
    return told(template, start=start, mine=mine, theirs=theirs, more=more, this=this, that=that)


def _measured(plan: Report, report: Report, moment: str) -> Measured:
    """Return a plan's whole area at one moment; only the proposal's numbers have ranges."""
    impact = next(one for one in report.headline_impacts if one.moment.name == moment)
    key = (impact.profile.profile_id, moment)
    proposal = whole_area(report, impact)
    return replace(
        proposal,
        rows=plain_rows(plan.totals.xs(key, level=("profile", "moment")))[""],
        file=FILE,
        row=(("scenario", "=", plan.results.scenario.name), *at(impact)),
        zone=proposal.zone if plan is report else "",
    )


def _table(report: Report) -> Table:
    first, most = report.headline_impacts[0], worst(report)
    moments = list(dict.fromkeys((first.moment.name, most.moment.name)))
    heads = [
        f"{what} at {moment}"
        for moment in moments
        for what in (
            "Mean minutes after",
            f"Residents with a journey over {report.losing_minutes} minutes longer",
        )
    ]
    limit = report.results.scenario.headline_minutes
    return Table(
        title="The proposal and the alternatives",
        columns=("Plan", "Counters after", "Open all day, every day", "Counter-hours a week, after", *heads,
                 f"Share of the week within {limit} minutes, after (%)"),
        rows=tuple(_row(plan, report, moments) for plan in plans(report)),
        note=f"From {FILE}.",
    )  # fmt: skip


def _row(plan: Report, report: Report, moments: list[str]) -> tuple[Cell, ...]:
    after = [change for change in plan.own_counters if change.week_hours_after > 0]
    all_day = sum(is_always_open(change.week_hours_after) for change in after)
    measured = [_measured(plan, report, moment) for moment in moments]
    cells = [Cell.of(figure) for one in measured for figure in (one.minutes("after"), one.losing())]
    counts = (Cell(str(number), float(number)) for number in (len(after), all_day))
    hours = Cell.of(hours_figures(plan)[1])
    return (Cell(plan.results.scenario.title), *counts, hours, *cells, Cell.of(measured[0].of_week("after")))


def alternatives_csv(report: Report) -> dict[str, bytes]:
    """Return ``alternatives.csv``: the whole area for every plan; nothing where there is only one."""
    if not report.alternatives:
        return {}
    frames = {
        plan.results.scenario.name: plan.totals.assign(
            **dict(zip(HOURS_COLUMNS, (figure.value for figure in hours_figures(plan)), strict=True))
        )
        for plan in plans(report)
    }
    return {FILE: csv_bytes(pd.concat(frames, names=["scenario"]).reset_index())}
