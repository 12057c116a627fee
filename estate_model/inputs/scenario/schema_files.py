"""Where the JSON Schemas stand in the package."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SCHEMA_OF = {name: HERE / f"{name}.schema.json" for name in ("scenario", "area")}
