"""``run.json``: what went in, so that anyone can run it again and get the same bytes."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from estate_model.outputs.report import Report
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.words.sources import notes, uncertain

LIBRARIES = (
    "folium",
    "geopandas",
    "holidays",
    "networkx",
    "numpy",
    "opening-hours-py",
    "osmnx",
    "pandas",
    "pydantic",
    "pyproj",
    "PyYAML",
    "scipy",
    "shapely",
)


def record_head(
    inputs: Iterable[Mapping[str, str]], outputs: Mapping[str, bytes], *more_libraries: str
) -> dict[str, object]:
    """Return what every record begins with: versions, what was read, and a checksum of each file written."""
    return {
        "program": {"name": "estate-model", "version": version("estate-model")},
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in (*LIBRARIES, *more_libraries)},
        "inputs": [dict(row) for row in inputs],
        "outputs": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(outputs.items())},
    }


def run_record(report: Report, outputs: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``run.json``: inputs and outputs with checksums, versions, changes as applied, notes."""
    results = report.results
    compared = [results.scenario] if results.against is None else [results.against, results.scenario]
    content = {
        **record_head(report.inputs, outputs),
        "scenarios": [scenario.model_dump(mode="json", exclude_defaults=False) for scenario in compared],
        "changes_applied": {
            scenario.name: [
                change.model_dump(mode="json", exclude_defaults=True) for change in scenario.changes
            ]
            for scenario in compared
        },
        "network": {
            "kind": results.network.kind,
            "label": results.network.label,
            **results.network.facts,
            "error": results.network.error,
        },
        "notes": [*uncertain(report), *notes(report)],
    }
    return {"run.json": json_bytes(content)}
