"""``run.json`` of a choice: what went in, what was asked, versions, and a checksum of every file written."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version

from estate_model.analysis.choice.asked import Asked
from estate_model.analysis.choice.case import Case
from estate_model.analysis.choice.choice import Effort
from estate_model.outputs.run_record import LIBRARIES
from estate_model.outputs.summary import json_bytes

Inputs = Sequence[Mapping[str, str]]


def record(
    case: Case, asked: Asked, effort: Effort, inputs: Inputs, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return ``run.json``."""
    content = {
        "program": {"name": "estate-model", "version": version("estate-model")},
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in (*LIBRARIES, "highspy")},
        "inputs": [dict(row) for row in inputs],
        "outputs": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        "scenario": case.scenario.model_dump(mode="json"),
        "asked": {"wish": asdict(case.wish), "rules": asdict(asked), "effort": asdict(effort)},
        "network": {"kind": case.network.kind, "label": case.network.label, **case.network.facts},
        "notes": [*case.scenario.uncertain, *case.area.notes],
    }
    return {"run.json": json_bytes(content)}
