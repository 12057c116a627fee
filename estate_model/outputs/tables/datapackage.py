"""``datapackage.json``: every CSV of a run, with each column's kind and meaning, as Frictionless asks."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from estate_model.outputs.report import Report
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.tables.columns import COLUMNS, column_key, in_own_words
from estate_model.outputs.tables.wide import moment_words
from estate_model.outputs.words.sources import attribution, sources
from estate_model.scenario.offline_sets import group_labels

NAME = "datapackage.json"
SAMPLE = 1000  # rows that show what a column holds: each is written in one way throughout
LEVEL = "level"  # "borough" stands in its rows, whatever the area calls one
KINDS = {"i": "integer", "f": "number"}
ENDS = {
    "minutes": "minutes", "share": "share, 0 to 1", "people": "people", "metres": "metres", "hours": "hours",
    "min": "minutes",
}  # fmt: skip


def datapackage(report: Report, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``datapackage.json``, a description of the CSV files among those given."""
    scenario = report.results.scenario
    content = {
        "name": re.sub(r"[^a-z0-9._-]", "-", scenario.name.lower()),
        "title": scenario.title,
        "description": "People are modelled and shown as whole numbers; blank means that there is none.",
        "sources": [{"title": line} for line in (*sources(report), *attribution(report))],
        "resources": [
            _resource(report, name, content)
            for name, content in sorted(files.items())
            if name.endswith(".csv")
        ],
    }
    return {NAME: json_bytes(content)}


def _resource(report: Report, name: str, content: bytes) -> dict[str, Any]:
    table = pd.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[""], nrows=SAMPLE)
    return {
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(report, column, table[column].dtype.kind) for column in table],
            "missingValues": [""],
        },
    }


def _field(report: Report, column: str, kind: str) -> dict[str, str]:
    field = {"name": column, "type": KINDS.get(kind, "string"), "description": described(report, column)}
    unit = next((ENDS[part] for part in column.split("_") if part in ENDS), "")
    return {**field, "unit": unit} if unit and field["type"] != "string" else field


def described(report: Report, column: str) -> str:
    """Return what a column means, with the moment and the group at its end; empty where it is not known."""
    moments = {word: f"At {name}." for name, word in moment_words(report).items()}
    groups = group_labels(report.results.scenario, report.results.area)
    left, said = column, []
    for ends in (moments, {group: f"Of: {label}." for group, label in groups.items()}):
        for end, words in ends.items():
            if column_key(left) not in COLUMNS and left.endswith(f"_{end}"):
                left = left.removesuffix(f"_{end}")
                said.append(words)
                break
    known = COLUMNS.get(column_key(left), "")
    if left != LEVEL:
        known = in_own_words(known, report.results.area.labels)
    return " ".join([known, *said]) if known else ""
