"""JSON Schemas of scenario files and of ``area.toml``, from the models that read them, for editors.

They stand in the package as files, so that ``estate-model schema`` need not import the models.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from estate_model.inputs.area.area_manifest import AreaManifest
from estate_model.inputs.scenario.schema_files import SCHEMA_OF
from estate_model.scenario.described import descriptions
from estate_model.scenario.scenario import Scenario

DIALECT = {"$schema": GenerateJsonSchema.schema_dialect}


class _Described(GenerateJsonSchema):
    """What each part of a file says of itself stands with it."""

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        """Return the schema of a part."""
        said = super().model_schema(schema)
        for name, text in descriptions(schema["cls"]).items():
            said["properties"][name]["description"] = text
        return said


class _AsRead(_Described):
    """What a scenario file may hold: a number where a text may stand is read as that text."""

    def str_schema(self, schema: core_schema.StringSchema) -> dict[str, Any]:
        """Return the schema of a text, which of free text takes numbers too."""
        said = super().str_schema(schema)
        return said if "pattern" in said else {**said, "type": ["string", "number"]}


def scenario_schema() -> dict[str, Any]:
    """Return the schema of a scenario file; its name is the file's own and does not stand in it."""
    schema = Scenario.model_json_schema(schema_generator=_AsRead)
    del schema["properties"]["name"]
    schema["required"].remove("name")
    return {**DIALECT, **schema, "title": "A scenario of estate-model"}


def area_schema() -> dict[str, Any]:
    """Return the schema of an ``area.toml``."""
    schema = AreaManifest.model_json_schema(schema_generator=_Described)
    return {**DIALECT, **schema, "title": "The area.toml of estate-model"}


SCHEMAS = {"scenario": scenario_schema, "area": area_schema}


def schema_texts() -> dict[Path, str]:
    """Return what each schema file must hold."""
    return {SCHEMA_OF[name]: json.dumps(make(), indent=1) + "\n" for name, make in SCHEMAS.items()}
