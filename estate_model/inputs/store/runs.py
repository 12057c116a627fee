"""Read what earlier runs and choices wrote, so that a list of them can be made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.record import RECORD

SUMMARY, MAP, TEXT = "summary.json", "map.html", "summary.txt"
MOST_BYTES = 20_000_000
FAULTS = (OSError, ValueError, RecursionError)

Written = tuple[str, dict[str, Any], tuple[tuple[str, int], ...]]
"""A folder's name, its summary (title, question, findings), and its files by name and bytes."""


def read_runs(out: Path) -> list[Written]:
    """Return every folder under ``out`` that a run or a choice wrote, by name; others are passed over."""
    folders = [path for path in sorted(out.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    known = [(path, _summary(path)) for path in folders]
    return [(path.name, summary, _files(path)) for path, summary in known if summary is not None]


def _summary(folder: Path) -> dict[str, Any] | None:
    """Return a run's summary, or a choice's findings; ``None`` where there is neither."""
    try:
        if (folder / MAP).is_file() and (folder / SUMMARY).exists():
            content = json.loads(read_plain(folder / SUMMARY, MOST_BYTES))
            is_run = isinstance(content, dict) and isinstance(content.get("findings"), list)
            return content if is_run else None
        if (folder / RECORD).is_file() and (folder / TEXT).exists():
            return _findings(read_plain(folder / TEXT, MOST_BYTES).decode())
    except FAULTS:
        return None
    return None


def _findings(text: str) -> dict[str, Any]:
    """Return the title and the findings of a choice's summary in words, which stand in its first list."""
    title, _, *lines = [*text.splitlines(), "", ""]
    first = lines.index("") if "" in lines else len(lines)
    return {"title": title, "findings": [line.removeprefix("- ") for line in lines[:first]]}


def _files(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple((path.name, path.stat().st_size) for path in sorted(folder.iterdir()) if path.is_file())
