"""What ``rank`` writes: every candidate's closing or reopening as a table and as data, and a summary."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from estate_model.analysis.choice.ranking import Ranking
from estate_model.outputs.choices.choice_files import SCHEMA_VERSION, summary_text
from estate_model.outputs.choices.pages import NAME, Told
from estate_model.outputs.choices.rank_page import rank_page
from estate_model.outputs.choices.words import NOT_ADVICE, group_words
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.own_names import in_own_names
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.figures import people

NAMED = 5


def rank_files(ranking: Ranking, cells: gpd.GeoDataFrame) -> dict[str, bytes]:
    """Return every file of a ranking but its record, by name; ``cells`` are the area's polygons."""
    case, table = ranking.case, ranking.table
    findings, terms = rank_findings(ranking), rank_terms(ranking)
    content = {
        "schema_version": SCHEMA_VERSION,
        "scenario": case.scenario.name,
        "area": case.area.area_id,
        "findings": list(findings),
        "terms": list(terms),
        "rows": [{key: _plain(value) for key, value in row.items()} for row in table.to_dict("records")],
        "attribution": list(case.area.attribution),
    }
    title = f"Counters one at a time: {case.scenario.title}"
    files = {
        "rank.csv": csv_bytes(table),
        "rank.json": json_bytes(content),
        NAME: rank_page(ranking, cells, headline(ranking), Told(title=title, findings=findings, terms=terms)),
        "summary.txt": summary_text(title, findings, (), terms, case.area.attribution),
    }
    return in_own_names(files, case.area.labels)


def _plain(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value


def rank_terms(ranking: Ranking) -> tuple[str, ...]:
    """Return on what terms counters are ranked."""
    case = ranking.case
    cap = case.problem.cap_minutes
    return (
        f"Each counter alone, from the scenario's estate; {case.area.profiles[case.profile_id].label}.",
        f"A journey over {cap:g} minutes, or none, counts as {cap:g}.",
        "A closed counter reopens with the hours that most of the scenario's counters have.",
        f"{case.network.label}: {case.network.error}",
        NOT_ADVICE,
    )


def headline(ranking: Ranking) -> pd.DataFrame:
    """Return the rows of the week or, where only moments were requested, of their mix."""
    last = "mix" if ranking.case.scope.when else "week"
    return ranking.table[ranking.table["moment"] == last]


def rank_findings(ranking: Ranking) -> tuple[str, ...]:
    """Say which closures would cost most, and which reopenings would win most."""
    table, case = headline(ranking), ranking.case
    column = f"people_over_{case.scenario.headline_minutes}_minutes_added_{case.scope.group}"
    who = group_words(case)
    sentences = []
    for action, words, sign in (("close", "Closing alone costs", 1), ("reopen", "Reopening alone saves", -1)):
        rows = table[table["action"] == action]
        rows = rows.assign(size=sign * rows["mean_minutes_added"]).sort_values(
            ["size", "site_id"], ascending=[False, True], kind="stable"
        )[:NAMED]
        parts = [
            f"{row['name']} ({row['size']:.2f} minutes each; {_moved(sign * row[column])} over the limit; "
            f"most in {row['borough_most_changed']})"
            for row in rows.to_dict("records")
        ]
        if parts:
            sentences.append(f"{words} {who} most, on average over the times counted: {'; '.join(parts)}.")
    return tuple(sentences)


def _moved(number: float) -> str:
    return f"{people(abs(number))} {'people' if number >= 0 else 'people fewer'}"
