"""``chosen.yaml``: the plan taken as a scenario, which ``estate-model run`` reads as any other."""

from __future__ import annotations

import json
from collections.abc import Iterator

from estate_model.analysis.choice.choice import Choice, estate_hours
from estate_model.nouns import CLOSED
from estate_model.scenario.changes import Move, Open
from estate_model.scenario.changes.move import MOVED

HEAD = "# Written by 'estate-model choose'. A model's choice for its objective, not operational advice.\n"


def chosen_scenario(choice: Choice, title: str, question: str) -> bytes:
    """Return a scenario with the same baseline and settings, whose changes lead to the plan taken."""
    scenario = choice.case.scenario
    settings = scenario.model_dump(
        mode="json", exclude={"name", "title", "question", "changes", "date", "sources", "uncertain"}
    )
    settings["date"] = scenario.effective_date.isoformat()
    settings["week_of"] = scenario.week_start.isoformat()
    lines = [f"title: {_text(title)}", f"question: {_text(question)}"]
    for name in sorted(settings):
        value = settings[name]
        if name in {"date", "baseline", "week_of"}:
            lines.append(f"{name}: {value}")
        elif value not in ({}, None):
            lines.append(f"{name}: {_text(value)}")
    changes = list(_changes(choice))
    lines.append("changes:" if changes else "changes: []")
    lines += changes
    lines.append(f"uncertain: {_text(list(scenario.uncertain))}")
    return (HEAD + "\n".join(lines) + "\n").encode("utf-8")


def _text(value: object) -> str:
    """Return a value as JSON, which is YAML too."""
    return json.dumps(value, ensure_ascii=False)


def _changes(choice: Choice) -> Iterator[str]:
    """Yield the changes from the estate before to the plan: closures, other hours by text, openings."""
    before = estate_hours(choice.case, choice.case.before)
    then = choice.hours
    closed = [key for key, text in then.items() if text == CLOSED and before[key] != CLOSED]
    if closed:
        yield f"  - close: {_text(closed)}"
    others: dict[str, list[str]] = {}
    for key, text in then.items():
        if CLOSED not in (text, before[key]) and text != before[key]:
            others.setdefault(text, []).append(key)
    for text, keys in sorted(others.items()):
        yield f"  - set_hours: {_text(keys)}\n    hours: {_text(text)}"
    new = _new_buildings(choice)
    for key, text in then.items():
        if text != CLOSED and before[key] == CLOSED:
            at, name = new.get(key, ("", ""))
            where = f"\n    at: {_text(at)}\n    name: {_text(name)}" if at else ""
            yield f"  - open: {key}\n    hours: {_text(text)}{where}"


def _new_buildings(choice: Choice) -> dict[str, tuple[str, str]]:
    """Return the postcode and name of the candidates that the scenario itself builds."""
    after = choice.case.after.sites
    found = {}
    for change in choice.case.scenario.changes:
        if isinstance(change, Open) and change.at:
            found[change.open] = (change.at, after[change.open].name)
        elif isinstance(change, Move):
            found[change.move + MOVED] = (change.to, after[change.move + MOVED].name)
    return found
