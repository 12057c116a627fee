"""The outputs of a light run: findings, boroughs and the whole area; nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable

from estate_model.outputs.report import Report
from estate_model.outputs.run_record import run_record
from estate_model.outputs.summary import summary
from estate_model.outputs.tables.own_names import in_own_names
from estate_model.outputs.tables.whole_area import whole_area
from estate_model.outputs.tables.zones import boroughs

LIGHT: list[Callable[[Report], dict[str, bytes]]] = [summary, boroughs, whole_area]


def light(report: Report) -> dict[str, bytes]:
    """Return every file of a light run, by name."""
    files = {name: content for output in LIGHT for name, content in output(report).items()}
    files = in_own_names(files, report.results.area.labels)
    return {**files, **run_record(report, files)}
