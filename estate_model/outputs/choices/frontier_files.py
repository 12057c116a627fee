"""What ``frontier`` writes: every step and point as data and table, a plot, and a summary."""

from __future__ import annotations

from typing import Any

import pandas as pd

from estate_model.analysis.choice.frontier import COUNTERS, EstatePoint, Frontier
from estate_model.nouns import CLOSED
from estate_model.outputs.annex.content import Cell, Picture, Table
from estate_model.outputs.choices.choice_files import (
    SCHEMA_VERSION,
    best_numbers,
    score_numbers,
    shown_patterns,
    summary_text,
)
from estate_model.outputs.choices.pages import NAME, Told, page, pictured
from estate_model.outputs.choices.words import (
    UNFINISHED,
    group_words,
    limit_words,
    over_words,
    terms_words,
    unit_of,
)
from estate_model.outputs.drawing.frontier_plot import HEIGHT, drawn, plot
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.figures import first_upper

UNITS = {COUNTERS: "counters", "hours": "staffed hours a week", "cost": "of cost"}
ESTATES = {"before": "The estate before", "after": "The scenario"}


def frontier_files(frontier: Frontier) -> dict[str, bytes]:
    """Return every file of a frontier but its record, by name."""
    case = frontier.case
    findings, terms = frontier_findings(frontier), terms_words(frontier.request, case)
    content = {
        "schema_version": SCHEMA_VERSION,
        "scenario": case.scenario.name,
        "area": case.area.area_id,
        "objective": frontier.request.objective,
        "unit": unit_of(frontier.request),
        "by": frontier.scale.kind,
        "patterns": shown_patterns(case),
        "findings": list(findings),
        "terms": list(terms),
        "steps": _steps(frontier),
        "points": _points(frontier),
        "unfinished": frontier.stopped,
        "attribution": list(case.area.attribution),
    }
    title = f"The frontier: {case.scenario.title}"
    return {
        "frontier.json": json_bytes(content),
        "frontier.csv": csv_bytes(_table(frontier)),
        "frontier.svg": plot(frontier),
        NAME: page(case, Told(title=title, findings=findings, terms=terms), (_picture(frontier),)),
        "summary.txt": summary_text(title, findings, (), terms, case.area.attribution),
    }


def _picture(frontier: Frontier) -> Picture:
    """Return the plot with its steps, and the estates before and after, as a table."""
    unit, amounts = unit_of(frontier.request), UNITS[frontier.scale.kind]
    steps = [("The least possible", step.amount, step.best.value) for step in frontier.steps]
    estates = [(ESTATES[point.name], point.amount, point.harm) for point in frontier.points]
    rows = tuple(
        (Cell(name), Cell(f"{amount:,.0f}", round(amount)), Cell.rounded(value, 2))
        for name, amount, value in (*steps, *estates)
    )
    title = "The least harm for each amount, and how far the scenario is from it"
    columns = ("What", first_upper(amounts), first_upper(unit))
    data = Table(title=title, columns=columns, rows=rows, note="From frontier.csv.")
    return pictured(title, (drawn(frontier), HEIGHT), data, kind="Stepped line chart")


def _steps(frontier: Frontier) -> list[dict[str, Any]]:
    return [
        {
            "amount": step.amount,
            **best_numbers(step.best),
            "score": score_numbers(step.score),
            "hours": {k: v for k, v in frontier.case.hours_of(step.best.plan).items() if v != CLOSED},
        }
        for step in frontier.steps
    ]


def _points(frontier: Frontier) -> list[dict[str, Any]]:
    return [
        {
            "estate": point.name,
            "amount": point.amount,
            "value": point.harm,
            "above_frontier": point.above,
            "amount_needed": point.amount_needed,
            "comparable": point.comparable,
            "score": score_numbers(point.score),
        }
        for point in frontier.points
    ]


def _table(frontier: Frontier) -> pd.DataFrame:
    """One row per step and point."""
    rows = []
    for step in frontier.steps:
        opened = [key for key, text in frontier.case.hours_of(step.best.plan).items() if text != CLOSED]
        row = {"what": "frontier", "amount": step.amount, **best_numbers(step.best)}
        rows.append({**row, **score_numbers(step.score), "above_frontier": 0.0, "open": " ".join(opened)})
    for point in frontier.points:
        row = {"what": point.name, "amount": point.amount, "value": point.harm, **score_numbers(point.score)}
        rows.append({**row, "above_frontier": point.above, "open": ""})
    return pd.DataFrame(rows).astype(object).where(lambda table: table.notna(), "")


def frontier_findings(frontier: Frontier) -> tuple[str, ...]:
    """Say how far the estates before and after are from the frontier, and how well it is proven."""
    gap = max(step.best.gap for step in frontier.steps)
    proven = all(step.best.proven for step in frontier.steps)
    proof = "every step proven optimal" if proven and not gap else f"largest gap {gap:.1%}"
    amounts = (frontier.steps[0].amount, frontier.steps[-1].amount)
    unit = UNITS[frontier.scale.kind]
    span = f"{len(frontier.steps)} amounts from {amounts[0]:,.0f} to {amounts[1]:,.0f} {unit}"
    first = f"The least harm for {span}: {proof}."
    sentences = [sentence for point in frontier.points for sentence in _point_words(frontier, point)]
    return (*([UNFINISHED] if frontier.stopped else []), first, *sentences)


def _point_words(frontier: Frontier, point: EstatePoint) -> list[str]:
    unit, value_unit, name = UNITS[frontier.scale.kind], unit_of(frontier.request), ESTATES[point.name]
    if not point.comparable:
        what = f"{name} ({point.amount:,.0f} {unit}) has other opening patterns than the plans may have"
        return [f"{what}, so it is not on the frontier's terms; its value is {point.harm:.2f} {value_unit}."]
    if point.above is None:
        return [f"{name} has {point.amount:,.0f} {unit}, less than the frontier's first step."]
    step = [step for step in frontier.steps if step.amount <= point.amount + 1e-6][-1]
    has = f"{name}, with {point.amount:,.0f} {unit}, has {point.harm:.2f} {value_unit}"
    sentences = [f"{has}: {point.above:.2f} above the least possible, {step.best.value:.2f}."]
    if point.amount_needed is not None and point.amount_needed < point.amount:
        sentences.append(f"As little harm is possible with {point.amount_needed:,.0f} {unit}.")
    fewer = point.score.people_over_limit - step.score.people_over_limit
    case, same = frontier.case, f"The same {point.amount:,.0f} {unit}"
    sentences.append(over_words(fewer, who=group_words(case), limit=limit_words(case), same=same))
    return sentences
