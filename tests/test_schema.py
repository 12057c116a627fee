"""The JSON Schemas: what the models say, right for every shipped file, wrong for files with a mistake of form."""

import json
import os
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.inputs.scenario.schema import schema_texts
from estate_model.inputs.scenario.schema_files import SCHEMA_OF

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parent.parent
OF_FORM = (
    "changes-not-a-list", "colon-forgotten", "cost-in-words", "cost-without-source", "draws-too-few", "empty-question",
    "missing-title", "moment-25-oclock", "moment-no-day", "no-moments", "not-a-mapping", "number-not-a-list",
    "oldest-ratio-below-one", "open-bad-id", "own-set-in-percent", "own-set-unknown-key", "own-set-without-source",
    "seed-below-zero", "source-without-title", "threshold-words", "threshold-zero", "two-verbs", "unknown-key",
    "unknown-offline-key", "unknown-verb",
)  # fmt: skip


def read(path):
    """YAML as an editor reads it: a day is a text."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        first: [
            pair for pair in pairs if pair[0] not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
        ]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a SafeLoader


def checker(kind):
    schema = json.loads(CliRunner().invoke(cli, ["schema", kind]).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("kind", sorted(SCHEMA_OF))
def test_the_files_say_what_the_models_say(kind):
    """Refresh with: UPDATE_GOLDEN=1 pytest tests/test_schema.py."""
    path = SCHEMA_OF[kind]
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(schema_texts()[path], encoding="utf-8")
    assert path.read_text(encoding="utf-8") == schema_texts()[path]


def test_every_shipped_scenario_is_right():
    check = checker("scenario")
    paths = sorted((ROOT / "scenarios").glob("*.yaml"))
    assert len(paths) > 9
    for path in paths:
        assert [error.message for error in check.iter_errors(read(path))] == [], path.name


@pytest.mark.parametrize("name", OF_FORM)
def test_a_mistake_of_form_is_seen(name):
    assert list(checker("scenario").iter_errors(read(ROOT / "tests" / "broken" / f"{name}.yaml")))


def test_every_shipped_area_is_right():
    check = checker("area")
    for path in sorted((ROOT / "data").glob("*/area.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        assert [error.message for error in check.iter_errors(document)] == [], path
        document["area"]["colour"] = "blue"
        assert list(check.iter_errors(document))


def test_every_field_is_explained():
    fields = json.loads(SCHEMA_OF["scenario"].read_text(encoding="utf-8"))["properties"]
    assert "name" not in fields
    assert all(field.get("description") for field in fields.values())
