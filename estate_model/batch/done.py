"""What of a batch is finished: a mark beside the folders says by which key each was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from estate_model.batch.task import Task
from estate_model.batch.work import Outcome
from estate_model.errors import OutputError
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.store.record import MOST_BYTES, RECORD, recorded
from estate_model.inputs.store.whole_file import write_whole

MARKS = ".estate-model-batch"
FAULTS = (OSError, ValueError, KeyError, TypeError, RecursionError, OutputError)
Facts = Mapping[str, Any]


def mark_done(out: Path, task: Task, outcome: Outcome) -> None:
    """Say that a task's folder stands under ``out``: its key, its record's checksum and its facts."""
    folder = out / MARKS
    folder.mkdir(parents=True, exist_ok=True)
    mark = {
        "key": task.key,
        "record": sha256_of(out / task.folder / RECORD),
        "facts": dict(outcome.facts),
    }
    write_whole(folder / f"{task.folder}.json", (json.dumps(mark, ensure_ascii=False) + "\n").encode())


def finished(out: Path, task: Task) -> Facts | None:
    """Return a task's facts where its folder stands whole, made by the same key; else ``None``."""
    folder = out / task.folder
    try:
        mark = json.loads(read_plain(out / MARKS / f"{task.folder}.json", MOST_BYTES))
        if mark["key"] != task.key or mark["record"] != sha256_of(folder / RECORD):
            return None
        whole = all(sha256_of(folder / name) == digest for name, digest in recorded(folder).items())
        facts: Facts = mark["facts"]
    except FAULTS:
        return None
    return facts if whole else None
