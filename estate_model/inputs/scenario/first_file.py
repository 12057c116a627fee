"""Put a new scenario file in its place, with the schema that its first line names beside it."""

from __future__ import annotations

from pathlib import Path

from estate_model.errors import OutputError
from estate_model.inputs.scenario.schema_files import SCHEMA_OF
from estate_model.inputs.store.whole_file import write_whole


def refuse_taken(path: Path) -> None:
    """Raise OutputError for a file that is there, or that could be no scenario."""
    if path.suffix != ".yaml":
        raise OutputError(f"{path}: a scenario file ends in .yaml")
    if path.exists() or path.is_symlink():
        raise OutputError(f"{path}: exists already, and is not overwritten; give another name")


def write_first(path: Path, text: str) -> Path:
    """Write a scenario where nothing stands; return the schema's place, which is kept if it is there."""
    schema = path.with_name(SCHEMA_OF["scenario"].name)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        if not schema.exists():
            write_whole(schema, SCHEMA_OF["scenario"].read_bytes())
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
    return schema
