"""Check scenario files against the schema and their area, without running them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from estate_model.commands.load import load_all
from estate_model.commands.network import choose_network
from estate_model.errors import ScenarioError


def check_scenarios(words: Sequence[str], *, data: Path | None, streets: str | None = None) -> None:
    """Say of each file that it is in order, or raise ScenarioError with every fault of all of them."""
    loaded, faults = load_all(words, data)
    for scenario, area, path in loaded:
        try:
            choose_network(scenario, area, streets=streets, data=data)
        except ScenarioError as error:
            faults += error.faults
            continue
        number = len(scenario.changes)
        click.echo(f"{path}: in order ({number} change{'' if number == 1 else 's'} to {scenario.area})")
    if faults:
        raise ScenarioError(faults)
