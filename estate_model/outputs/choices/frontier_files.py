"""What ``frontier`` writes: every step and point as data and table, a plot, and a summary."""

from __future__ import annotations

from typing import Any

import pandas as pd

from estate_model.analysis.choice.frontier import COUNTERS, Frontier, Point
from estate_model.nouns import CLOSED
from estate_model.outputs.choices.choice_files import (
    SCHEMA_VERSION,
    best_numbers,
    score_numbers,
    shown_patterns,
    summary_text,
)
from estate_model.outputs.choices.words import group_words, limit_words, over_words, terms_words, unit_of
from estate_model.outputs.drawing.frontier_plot import plot
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.zones import csv_bytes

UNITS = {COUNTERS: "counters", "hours": "staffed hours a week", "cost": "of cost"}
ESTATES = {"before": "The estate before", "after": "The scenario"}


def frontier_files(frontier: Frontier) -> dict[str, bytes]:
    """Return every file of a frontier but its record, by name."""
    case = frontier.case
    findings, terms = frontier_findings(frontier), terms_words(frontier.asked, case)
    content = {
        "schema_version": SCHEMA_VERSION,
        "scenario": case.scenario.name,
        "area": case.area.area_id,
        "objective": frontier.asked.objective,
        "unit": unit_of(frontier.asked),
        "by": frontier.scale.kind,
        "patterns": shown_patterns(case),
        "findings": list(findings),
        "terms": list(terms),
        "steps": _steps(frontier),
        "points": _points(frontier),
        "attribution": list(case.area.attribution),
    }
    title = f"The frontier: {case.scenario.title}"
    return {
        "frontier.json": json_bytes(content),
        "frontier.csv": csv_bytes(_table(frontier)),
        "frontier.svg": plot(frontier),
        "summary.txt": summary_text(title, findings, terms, case.area.attribution),
    }


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
            "estate": one.name,
            "amount": one.amount,
            "value": one.harm,
            "above_frontier": one.above,
            "amount_needed": one.amount_needed,
            "comparable": one.comparable,
            "score": score_numbers(one.score),
        }
        for one in frontier.points
    ]


def _table(frontier: Frontier) -> pd.DataFrame:
    """One row per step and point."""
    rows = []
    for step in frontier.steps:
        opened = [key for key, text in frontier.case.hours_of(step.best.plan).items() if text != CLOSED]
        row = {"what": "frontier", "amount": step.amount, **best_numbers(step.best)}
        rows.append({**row, **score_numbers(step.score), "above_frontier": 0.0, "open": " ".join(opened)})
    for one in frontier.points:
        row = {"what": one.name, "amount": one.amount, "value": one.harm, **score_numbers(one.score)}
        rows.append({**row, "above_frontier": one.above, "open": ""})
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
    sentences = [sentence for one in frontier.points for sentence in _point_words(frontier, one)]
    return (first, *sentences)


def _point_words(frontier: Frontier, one: Point) -> list[str]:
    unit, value_unit, name = UNITS[frontier.scale.kind], unit_of(frontier.asked), ESTATES[one.name]
    if not one.comparable:
        what = f"{name} ({one.amount:,.0f} {unit}) has other opening patterns than the plans may have"
        return [f"{what}, so it is not on the frontier's terms; its value is {one.harm:.2f} {value_unit}."]
    if one.above is None:
        return [f"{name} has {one.amount:,.0f} {unit}, less than the frontier's first step."]
    step = [step for step in frontier.steps if step.amount <= one.amount + 1e-6][-1]
    has = f"{name}, with {one.amount:,.0f} {unit}, has {one.harm:.2f} {value_unit}"
    found = [f"{has}: {one.above:.2f} above the least possible, {step.best.value:.2f}."]
    if one.amount_needed is not None and one.amount_needed < one.amount:
        found.append(f"As little harm is possible with {one.amount_needed:,.0f} {unit}.")
    fewer = one.score.people_over_limit - step.score.people_over_limit
    case, same = frontier.case, f"The same {one.amount:,.0f} {unit}"
    found.append(over_words(fewer, who=group_words(case), limit=limit_words(case), same=same))
    return found
