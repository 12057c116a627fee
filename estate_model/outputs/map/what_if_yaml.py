"""The reader's own estate as a scenario file: its head, and one change for each state of a counter."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import yaml

from estate_model.nouns import CLOSED, Estate, Site
from estate_model.results import Results
from estate_model.scenario.changes import Move, Open
from estate_model.scenario.scenario import Scenario
from estate_model.scenario.told_apart import BEFORE

KEPT_OUT = {"name", "question", "changes", "sources", "uncertain"}
TITLE = "What if: {title}"
MOST_TITLE = 1900


def scenario_head(scenario: Scenario) -> str:
    """Return the settings of a scenario file as YAML; the page writes its question and its changes."""
    content = scenario.model_dump(mode="json", exclude=KEPT_OUT, exclude_none=True)
    content["title"] = TITLE.format(title=scenario.title)[:MOST_TITLE]
    kept = {key: value for key, value in content.items() if value not in ({}, [], ())}
    return as_yaml(kept)


def as_yaml(content: Any) -> str:  # noqa: ANN401 - plain data of any shape
    """Return plain data as YAML that says the same when read; whatever needs quotes has them."""
    text: str = yaml.safe_dump(content, allow_unicode=False, sort_keys=False, width=10_000)
    return text


def change_of(site: Site, hours: str, results: Results, baseline: Estate) -> tuple[str, str]:
    """Return the change that gives a site these hours (``""`` = none), and its lines in a scenario file."""
    known = baseline.sites.get(site.site_id)
    now = CLOSED if known is None else known.hours
    if hours == now:
        return "", ""
    if hours == CLOSED:
        return "close", ""
    if now != CLOSED:
        return "set_hours", ""
    opened: dict[str, str] = {"open": site.site_id}
    if known is None:
        opened |= {"at": _postcode(site.site_id, results), "name": site.name}
    return "open", indent(as_yaml([opened | {"hours": hours}]), "  ")


def _postcode(site_id: str, results: Results) -> str:
    """Return the postcode at which a scenario opens a counter that the area has no record of."""
    theirs = () if results.against is None else results.against.changes
    asked = [(change, site_id) for change in (*results.scenario.changes, *theirs)]
    asked += [(change, site_id.removesuffix(BEFORE)) for change in theirs]
    for change, key in asked:
        if isinstance(change, Open) and change.open == key:
            return change.at
        if isinstance(change, Move) and key in change.touched(results.before):
            return change.to
    raise KeyError(site_id)
