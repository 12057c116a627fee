"""Read what earlier runs wrote, so that a list of them can be made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from estate_model.inputs.store.plain_file import read_plain

SUMMARY, MAP = "summary.json", "map.html"
MOST_BYTES = 20_000_000


def read_runs(out: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return the folder name and the summary of every run under ``out``, by name; others are passed over."""
    runs = []
    for path in sorted(out.glob(f"*/{SUMMARY}")):
        folder = path.parent
        if folder.name.startswith(".") or not (folder / MAP).is_file():
            continue
        try:
            content = json.loads(read_plain(path, MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(content, dict) and isinstance(content.get("findings"), list):
            runs.append((folder.name, content))
    return runs
