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
from estate_model.outputs.tables.own_names import own_names
from estate_model.outputs.tables.wide import moment_words
from estate_model.outputs.words.sources import attribution, sources
from estate_model.scenario.offline_sets import group_labels

NAME = "datapackage.json"
SAMPLE = 1000  # rows that show what a column holds: each is written in one way throughout
KINDS = {"i": "integer", "f": "number"}
UNITS = {
    "minutes": "minutes", "share": "share, 0 to 1", "people": "people", "metres": "metres", "hours": "hours",
}  # fmt: skip
Ends = tuple[Mapping[str, str], ...]


def datapackage(report: Report, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``datapackage.json``, a description of the CSV files among those given."""
    scenario, ends = report.results.scenario, _ends(report)
    content = {
        "name": re.sub(r"[^a-z0-9._-]", "-", scenario.name.lower()),
        "title": scenario.title,
        "description": "People are modelled and shown as whole numbers; blank means that there is none.",
        "sources": [{"title": line} for line in (*sources(report), *attribution(report))],
        "resources": [
            _resource(ends, report.results.area.labels, name, content)
            for name, content in sorted(files.items())
            if name.endswith(".csv")
        ],
    }
    return {NAME: json_bytes(content)}


def _resource(ends: Ends, labels: Mapping[str, str], name: str, content: bytes) -> dict[str, Any]:
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
            "fields": [
                _field(column, table[column].dtype.kind, described(column, ends, labels)) for column in table
            ],
            "missingValues": [""],
        },
    }


def _field(column: str, kind: str, description: str) -> dict[str, str]:
    field = {"name": column, "type": KINDS.get(kind, "string"), "description": description}
    unit = next((UNITS[part] for part in column.split("_") if part in UNITS), "")
    return {**field, "unit": unit} if unit and field["type"] != "string" else field


def _ends(report: Report) -> Ends:
    """Return what may stand at the end of a column, and what it says: a moment, and before it a group."""
    groups = group_labels(report.results.scenario, report.results.area)
    return (
        {word: f"At {name}." for name, word in moment_words(report).items()},
        {group: f"Of: {label}." for group, label in groups.items()},
    )


def described(column: str, ends: Ends, labels: Mapping[str, str]) -> str:
    """Return what a column means, with the moment and the group at its end; empty where it is not known."""
    usual = {own: name for name, own in own_names(labels).items()}
    left, said = usual.get(column, column), []
    for kind in ends:
        for end, words in kind.items():
            if column_key(left) not in COLUMNS and left.endswith(f"_{end}"):
                left = left.removesuffix(f"_{end}")
                said.append(words)
                break
    known = in_own_words(COLUMNS.get(column_key(left), ""), labels)
    return " ".join([known, *said]) if known else ""
