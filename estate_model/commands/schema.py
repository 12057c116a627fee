"""Print a JSON Schema, for editors and for other programs that check files."""

from __future__ import annotations

import json

from estate_model.commands.answer import put
from estate_model.commands.progress import tell
from estate_model.inputs.scenario.schema_files import SCHEMA_OF


def print_schema(kind: str) -> None:
    """Print the schema of a ``scenario`` or an ``area``, as it came along."""
    text = SCHEMA_OF[kind].read_text(encoding="utf-8")
    tell(text, nl=False)
    put(kind=kind, schema=json.loads(text))
