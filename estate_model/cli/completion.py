"""What a shell completes: scenarios, areas, sites and boroughs, read from small files alone."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from pathlib import Path

from click import Context, Parameter
from click.shell_completion import CompletionItem

from estate_model.errors import EstateModelError
from estate_model.inputs.store.find import area_ids, data_root, scenario_names, scenario_path

Items = list[CompletionItem]
AREA = re.compile(r"^area:\s*['\"]?([\w-]+)", re.MULTILINE)
IN_BASH = "bash_complete"


def scenarios(_context: Context, _option: Parameter, begun: str) -> Items:
    """Return shipped scenarios; else the shell's own files."""
    return _beginning(scenario_names(), begun) or [CompletionItem(begun, type="file")]


def areas(context: Context, _option: Parameter, begun: str) -> Items:
    """Return the areas of the data folder."""
    try:
        return _beginning(area_ids(data_root(context.params.get("data"))), begun)
    except EstateModelError:
        return []


def sites(context: Context, _option: Parameter, begun: str) -> Items:
    """Return the ids of the area's sites, the last of several between commas."""
    return _last_of_several(_column(context, "sites.csv", "site_id"), begun)


def site(context: Context, _option: Parameter, begun: str) -> Items:
    """Return the ids of the area's sites."""
    return _beginning(_column(context, "sites.csv", "site_id"), begun)


def boroughs(context: Context, _option: Parameter, begun: str) -> Items:
    """Return the names of the area's boroughs, the last of several between commas."""
    return _last_of_several(_column(context, "zones.csv", "borough_name"), begun)


def _column(context: Context, name: str, column: str) -> list[str]:
    """Return the distinct values of a column of the area's file; nothing where it cannot be read."""
    try:
        root = data_root(context.params.get("data"))
        path = root / _area_id(context, root) / name
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sorted({row[column] for row in csv.DictReader(file)})
    except (EstateModelError, OSError, KeyError, ValueError, csv.Error):
        return []


def _area_id(context: Context, root: Path) -> str:
    """Return the area typed, or the typed scenario's; after an option click leaves both in ``args``."""
    typed = (context.params.get("area"), context.params.get("scenario"), *context.args)
    word = next((str(word) for word in typed if word), "")
    if word in area_ids(root):
        return word
    found = AREA.search(scenario_path(word).read_text(encoding="utf-8"))
    return found[1] if found else ""


def _beginning(words: Iterable[str], begun: str, before: str = "") -> Items:
    """Return the words that begin so; bash needs their spaces marked."""
    fitting = (f"{before}{word}" for word in words if word.lower().startswith(begun.lower()))
    in_bash = os.environ.get("_ESTATE_MODEL_COMPLETE") == IN_BASH
    return [CompletionItem(word.replace(" ", "\\ ") if in_bash else word) for word in fitting]


def _last_of_several(words: Iterable[str], begun: str) -> Items:
    before, comma, last = begun.rpartition(",")
    return _beginning(words, last, before + comma)


def pages(context: Context, _option: Parameter, begun: str) -> Items:
    """Return the folders that runs wrote; else the shell's own files."""
    out = Path(context.params.get("out") or "maps")
    there = sorted(path.parent.name for path in out.glob("*/run.json"))
    return _beginning(there, begun) or [CompletionItem(begun, type="file")]
