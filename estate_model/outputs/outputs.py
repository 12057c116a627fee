"""The outputs that a run writes, in order; the map comes last, since it links to the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from estate_model.outputs.annex import Wish, annexes
from estate_model.outputs.gis.geopackage import geopackage
from estate_model.outputs.map.page import map_page
from estate_model.outputs.report import Report
from estate_model.outputs.run_record import run_record
from estate_model.outputs.summary import summary
from estate_model.outputs.tables.analyses import analysis_tables
from estate_model.outputs.tables.datapackage import datapackage
from estate_model.outputs.tables.equality import equality
from estate_model.outputs.tables.money import money_table
from estate_model.outputs.tables.own_names import in_own_names
from estate_model.outputs.tables.ranges import how_sure
from estate_model.outputs.tables.whole_area import whole_area
from estate_model.outputs.tables.zones import tables

Output = Callable[[Report], dict[str, bytes]]
OUTPUTS: list[Output] = [
    summary,
    tables,
    whole_area,
    analysis_tables,
    equality,
    how_sure,
    money_table,
    geopackage,
]


def everything(
    report: Report,
    annex: Wish | None = None,
    more: Sequence[Output] = (),
    standing: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return every file of one run, by name, with what else is wished for; the map links to them all.

    ``standing`` are files that the same run wrote before: with them, only what is added is made.
    """
    files = dict(standing or _made(report, (*OUTPUTS, *more)))
    if annex is not None:
        files |= annexes(report, annex)
    files |= datapackage(report, files)
    files |= map_page(report, tuple((name, len(files[name])) for name in sorted(files)))
    return {**files, **run_record(report, files)}


def _made(report: Report, outputs: Sequence[Output]) -> dict[str, bytes]:
    """Return what outputs make, but for empty tables, by the area's own names."""
    made = {name: content for output in outputs for name, content in output(report).items()}
    full = {name: content for name, content in made.items() if not _is_empty(name, content)}
    return in_own_names(full, report.results.area.labels)


def _is_empty(name: str, content: bytes) -> bool:
    """Whether a table has no row: it is not written."""
    return name.endswith(".csv") and content.count(b"\n") <= 1
