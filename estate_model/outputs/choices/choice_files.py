"""What ``choose`` writes: the plan as data, as tables, in words, and as a scenario that ``run`` reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import pandas as pd

from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.choice import Choice, by_moment, estate_hours, staffed
from estate_model.nouns import CLOSED
from estate_model.optimise.best import Best
from estate_model.optimise.problem import SHUT, staffed_hours
from estate_model.optimise.score import Score
from estate_model.outputs.choices.choice_page import choice_page
from estate_model.outputs.choices.chosen_scenario import chosen_scenario
from estate_model.outputs.choices.pages import NAME, Told
from estate_model.outputs.choices.words import choice_findings, objective_words, terms_words, unit_of
from estate_model.outputs.choices.worth import worth_columns, worth_numbers, worth_table
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.own_names import in_own_names
from estate_model.outputs.tables.zones import csv_bytes

SCHEMA_VERSION = 1
DECIMALS = 6


def choice_files(choice: Choice, cells: gpd.GeoDataFrame) -> dict[str, bytes]:
    """Return every file of a choice but its record, by name; ``cells`` are the area's polygons."""
    terms = terms_words(choice.request, choice.case)
    findings = choice_findings(choice)
    title = f"A model's choice: {choice.case.scenario.title}"
    case = choice.case
    question = (
        f"What would the plan mean that a model finds best for {objective_words(choice.request, case)}?"
    )
    conditions = (*terms, *case.scenario.uncertain)
    files = {
        "choice.json": json_bytes(_content(choice, findings, terms)),
        "counters.csv": csv_bytes(_counters(choice)),
        "alternatives.csv": csv_bytes(_alternatives(choice)),
        "moments.csv": csv_bytes(_moments(choice)),
        "summary.txt": summary_text(title, findings, worth_table(choice), conditions, case.area.attribution),
        NAME: choice_page(choice, cells, Told(title=title, findings=findings, terms=terms)),
        "chosen.yaml": chosen_scenario(choice, title, question),
    }
    return in_own_names(files, case.area.labels)


def summary_text(
    title: str, findings: Sequence[str], table: Sequence[str], terms: Sequence[str], sources: Sequence[str]
) -> bytes:
    """Return findings, a table of lines as they are, and terms as plain text."""
    listed, conditions = ([f"- {sentence}" for sentence in lines] for lines in (findings, terms))
    parts = [title, "", *listed, *table, "", "On what terms:", *conditions, "", *sources]
    return ("\n".join(parts) + "\n").encode("utf-8")


def best_numbers(best: Best) -> dict[str, Any]:
    """Return a best plan's value, bound and gap."""
    return {
        "value": round(best.value, DECIMALS),
        "bound": round(best.bound, DECIMALS),
        "gap": round(best.gap, DECIMALS),
        "proven_optimal": best.proven and not best.gap,
    }


def score_numbers(score: Score) -> dict[str, Any]:
    """Return a score with numbers rounded to what outputs need."""
    return {
        key: round(number, 4) if isinstance(number, float) else number
        for key, number in asdict(score).items()
    }


def shown_patterns(case: ChoiceCase) -> list[dict[str, Any]]:
    """Return the opening patterns as data."""
    return [asdict(pattern) for pattern in case.problem.patterns]


def _content(choice: Choice, findings: Sequence[str], terms: Sequence[str]) -> dict[str, Any]:
    case = choice.case
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": case.scenario.name,
        "area": case.area.area_id,
        "objective": choice.request.objective,
        "unit": unit_of(choice.request),
        **best_numbers(choice.taken),
        "farthest_minutes": choice.farthest_minutes,
        "findings": list(findings),
        "terms": list(terms),
        "patterns": shown_patterns(case),
        "week": [
            {"weight": week_class.weight, "patterns": list(week_class.patterns)}
            for week_class in case.problem.classes
        ],
        "hours": choice.hours,
        "open": [key for key, text in choice.hours.items() if text != CLOSED],
        "staffed_hours_a_week": {
            "chosen": staffed_hours(case.problem, choice.taken.plan),
            "before": staffed(case, estate_hours(case, case.before)),
            "after": staffed(case, estate_hours(case, case.after)),
        },
        "scores": {name: score_numbers(score) for name, score in choice.scores.items()},
        "alternatives": [
            {**best_numbers(near), "hours": case.hours_of(near.plan), "score": score_numbers(score)}
            for near, score in zip(choice.around.plans, choice.plan_scores, strict=True)
        ],
        "alternatives_are_all_within_the_limit": choice.around.all_near,
        "forced": [worth_numbers(row) for row in choice.around.forced],
        "unfinished": choice.around.stopped,
        "elsewhere": {
            name: [key for key, level in zip(case.problem.site_ids, plan, strict=True) if level != SHUT]
            for name, plan in choice.around.elsewhere.items()
        },
        "network": {"label": case.network.label, "error": case.network.error},
        "attribution": list(case.area.attribution),
    }


def _counters(choice: Choice) -> pd.DataFrame:
    """One row per candidate: hours before, after and in the plan, and how firmly it stays in best sets."""
    case = choice.case
    before, after = (estate_hours(case, estate) for estate in (case.before, case.after))
    table = pd.DataFrame(
        {
            "site_id": case.problem.site_ids,
            "name": [site.name for site in case.sites],
            "borough_name": [case.problem.boroughs[n] for n in case.problem.site_borough],
            "hours_before": list(before.values()),
            "hours_after": list(after.values()),
            "hours_chosen": list(choice.hours.values()),
        }
    )
    for column, values in worth_columns(choice).items():
        table[column] = values
    for name, plan in choice.around.elsewhere.items():
        table[f"open_by_{name.replace('-', '_')}"] = ["yes" if level != SHUT else "no" for level in plan]
    if choice.robustness is not None:
        table["share_of_draws"] = choice.robustness.kept
    return table


def _alternatives(choice: Choice) -> pd.DataFrame:
    """One row per near-optimal plan: its value, how it is shared, and what sets it apart from the best."""
    case = choice.case
    plans = choice.around.plans
    first = {key for key, text in case.hours_of(plans[0].plan).items() if text != CLOSED}
    rows = []
    for number, (near, meaning) in enumerate(zip(plans, choice.plan_scores, strict=True), start=1):
        opened = {key for key, text in case.hours_of(near.plan).items() if text != CLOSED}
        row = {"plan": number, "taken": "yes" if near is choice.taken else "no", **best_numbers(near)}
        row |= score_numbers(meaning)
        row["all_day"] = " ".join(
            key for key, level in zip(case.problem.site_ids, near.plan, strict=True) if level == 0
        )
        row["opens_beside_the_best"] = " ".join(sorted(opened - first))
        row["shuts_of_the_best"] = " ".join(sorted(first - opened))
        rows.append({key: "" if value is None else value for key, value in row.items()})
    return pd.DataFrame(rows).rename(columns={"all_day": "longest_pattern"})


def _moments(choice: Choice) -> pd.DataFrame:
    """One row per estate, moment and group: as ``run`` counts them."""
    case = choice.case
    estates = {"before": estate_hours(case, case.before), "after": estate_hours(case, case.after)}
    estates["chosen"] = choice.hours
    frames = [by_moment(case, hours).assign(estate=name) for name, hours in estates.items()]
    table = pd.concat(frames, ignore_index=True)
    limit = f"people_over_{case.scenario.headline_minutes}_minutes"
    table = table.rename(columns={"people_over_limit": limit})
    return table[["estate", "moment", "group", "mean_minutes", limit]]
