"""What a run found is read by the next one, and only where everything it follows from is the same."""

from dataclasses import replace

import pytest

from estate_model.analysis import analyses
from estate_model.api import kept_analyses
from estate_model.api.kept_analyses import causes_of, keeping
from estate_model.inputs.store.kept_values import to_bytes
from tests import worlds
from tests.outputs.annex.annex_world import report
from tests.test_cli import SCENARIO, invoke

SLOW = [one for one in analyses.ANALYSES if one.kept]


def refused(_results):
    raise AssertionError("found again")


def test_an_annex_of_a_finished_run_finds_nothing_again_and_is_the_same(street, tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    invoke("run", SCENARIO, "--data", street, "--out", tmp_path / "run")
    invoke("annex", SCENARIO, "--data", street, "--out", tmp_path / "one")
    again = [replace(one, found=refused) if one.kept else one for one in analyses.ANALYSES]
    monkeypatch.setattr("estate_model.api.running.ANALYSES", again)
    invoke("annex", SCENARIO, "--data", street, "--out", tmp_path / "two")
    for path in (tmp_path / "one" / "street").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "street" / path.name).read_bytes(), path.name
    for path in (tmp_path / "run" / "street").glob("*.csv"):
        assert path.read_bytes() == (tmp_path / "two" / "street" / path.name).read_bytes(), path.name
    changed = tmp_path / "other.yaml"
    changed.write_text(SCENARIO.read_text().replace("headline_minutes: 15", "headline_minutes: 20"))
    with pytest.raises(AssertionError, match="found again"):
        invoke("run", changed, "--data", street, "--out", tmp_path / "three")


@pytest.mark.parametrize("name", [one.name for one in SLOW])
def test_what_is_read_is_what_was_found(name):
    kept, results = {}, report({"close": "east"}).results

    def keep(causes, make):
        if causes not in kept:
            kept[causes] = make()
        return kept[causes]

    (one,) = (one for one in keeping(SLOW, keep) if one.name == name)
    found, read = one.found(results), one.found(results)
    assert to_bytes(one.kept(found)) == to_bytes(one.kept(read)) == next(iter(kept.values()))


def test_everything_that_matters_names_what_is_kept(monkeypatch):
    first = report({"close": "east"}).results
    assert causes_of(first) == causes_of(report({"close": "east"}).results)
    others = [
        report({"close": "west"}).results,
        report({"close": "east"}, against=[]).results,
        replace(first, area=worlds.area(provenance=({"path": "zones.csv", "sha256": "0" * 64},))),
        replace(first, network=replace(first.network, kind="osm")),
    ]
    for other in others:
        assert causes_of(other) != causes_of(first)
    known = causes_of(first)
    monkeypatch.setattr(kept_analyses, "program_digest", lambda: b"another program")
    assert causes_of(first) != known
