"""Show what a run found on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from estate_model.commands.answer import put_in
from estate_model.commands.progress import tell
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted
from estate_model.outputs.words.findings import findings
from estate_model.outputs.words.sources import doubtful_hours, uncertain

WIDTH = 100
TOLD = (
    "scenario", "compared_with", "title", "area", "findings", "details", "headlines", "network", "uncertain",
    "notes",
)  # fmt: skip


def put_run(folder: Path, files: Mapping[str, bytes]) -> None:
    """Add a run to the JSON document: where it is, and what its summary says, in the same words."""
    said = json.loads(files["summary.json"])
    put_in("runs", {"folder": str(folder), "files": sorted(files), **{key: said[key] for key in TOLD}})


def show_findings(report: Report) -> None:
    """Print the scenario, its findings, the network and its error, and how much is uncertain."""
    where = "summary.json" if report.is_light else "the map's page or summary.json"
    results = report.results
    tell(f"\n{results.scenario.title}")
    if results.against is not None:
        tell(f"compared with: {results.against.title}")
    tell("")
    for sentence in findings(report):
        tell(click.wrap_text(sentence, width=WIDTH, initial_indent="  - ", subsequent_indent="    "))
    tell(f"\n{click.wrap_text(f'{results.network.label}: {results.network.error}', width=WIDTH)}")
    for sentence in doubtful_hours(results):
        tell(click.wrap_text(f"Note: {sentence}", width=WIDTH, subsequent_indent="    "))
    number = len(uncertain(report))
    points = f" and {counted(number, 'uncertain point')}" if number else ""
    tell(f"Ranges, names, caveats{points}: see {where}.")
