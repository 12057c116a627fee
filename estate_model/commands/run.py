"""Run one scenario, or two against each other, and write everything found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from estate_model.commands.load import load
from estate_model.commands.progress import bar, say
from estate_model.errors import ScenarioError
from estate_model.inputs.cells import read_cells
from estate_model.inputs.find import area_folder, data_root
from estate_model.inputs.provenance import sha256_of
from estate_model.model import run
from estate_model.outputs import everything
from estate_model.outputs.report import Report
from estate_model.outputs.save import save
from estate_model.outputs.sources import uncertain
from estate_model.outputs.words import findings


def run_scenario(word: str, against_word: str | None, *, out: Path, data: Path | None) -> None:
    """Run a scenario, against its baseline or another scenario, and say where the files are."""
    say(f"Reading {word}")
    scenario, area, path = load(word, data)
    files, against = [path], None
    if against_word is not None:
        against, other_area, other_path = load(against_word, data)
        if other_area.area_id != area.area_id:
            raise ScenarioError(
                [f"{other_path}: is about '{other_area.area_id}', but {path} is about '{area.area_id}'"]
            )
        files = [other_path, path]
    say(f"Finding ways to the counters of {area.name} ({len(area.places):,} postcodes)")
    results = run(scenario, area, against=against, progress=bar)
    cells = read_cells(area_folder(area.area_id, data_root(data)) / "cells.geojson.gz", crs=area.crs)
    report = Report(
        results=results, cells=cells, inputs=(*(_scenario_row(file) for file in files), *area.provenance)
    )
    say("Drawing the map and writing the tables")
    folder = out / report.name
    save(everything(report), folder)
    _show(report, folder)


def _scenario_row(path: Path) -> Mapping[str, str]:
    return {"path": path.name, "title": "scenario file", "sha256": sha256_of(path)}


def _show(report: Report, folder: Path) -> None:
    results = report.results
    click.echo(f"\n{results.scenario.title}")
    if results.against is not None:
        click.echo(f"compared with: {results.against.title}")
    click.echo("")
    for sentence in findings(report):
        click.echo(click.wrap_text(sentence, width=100, initial_indent="  - ", subsequent_indent="    "))
    click.echo(f"\n{click.wrap_text(f'{results.streets.label}: {results.area.screening.error}', width=100)}")
    if number := len(uncertain(report)):
        click.echo(f"{number} point{'s are' if number > 1 else ' is'} uncertain: see the map's own list.")
    click.echo(f"\nMap:    {folder / 'map.html'}  (open it in a browser; it needs no internet)")
    click.echo(f"Tables: {folder}/*.csv, summary.json, run.json")
