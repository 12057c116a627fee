"""Worked examples that need no programming to read or to write: see tests/cases/README.md."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from estate_model.analysis.impact import longer_seconds
from estate_model.model import access_of as run
from estate_model.scenario.scenario import Scenario
from tests import worlds

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
KNOWN = {"case", "hours", "changes", "at", "week of", "minutes before", "minutes after"}


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only


def minutes(texts):
    return [np.inf if text == "none" else float(text) for text in texts]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    case = read(path)
    scenario = Scenario.model_validate(
        {"name": "case", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
         "changes": case["changes"], "moments": {"then": case["at"]}, "headline_minutes": 15,
         "profiles": ["walk"], "week_of": case.get("week of", "2026-03-09")}
    )  # fmt: skip
    results = run(scenario, worlds.area(case["hours"]))
    (impact,) = results.impacts
    assert (impact.before.values / 60).tolist() == minutes(case["minutes before"])
    assert (impact.after.values / 60).tolist() == minutes(case["minutes after"])
    people = impact.exposure.of("everyone")
    for key, value in case.items():
        if key.startswith("residents losing over "):
            limit = int(key.split()[3])
            assert people[longer_seconds(impact) > limit * 60].sum() == pytest.approx(float(value))
        elif key == "share of the week within 15 minutes after, in hours":
            assert (results.week["walk"][1].values * 168).tolist() == pytest.approx(minutes(value))
        else:
            assert key in KNOWN, f"'{key}' is not something a case can say"
