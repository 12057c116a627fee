"""A scenario as it is first written: its content, its words where none were given, and its file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estate_model.nouns.area import Area
from estate_model.scenario.scenario import QUESTION

MOST_OF_A_NAME = 60
FEW = 3


@dataclass(frozen=True, kw_only=True)
class NewScenario:
    """What changes on an estate, by site id, and the title and question given, if any."""

    area: Area
    baseline: dt.date
    close: tuple[str, ...] = ()
    reopen: tuple[str, ...] = ()
    hours: tuple[tuple[tuple[str, ...], str], ...] = ()
    given_title: str = ""
    given_question: str = ""

    @property
    def title(self) -> str:
        """The title given, else one that says what changes."""
        return self.given_title or f"{self.area.name}: {self._words() or 'nothing changes'}"

    @property
    def question(self) -> str:
        """The question given, else what the changes mean for residents."""
        asked = f"What changes for residents of {self.area.name} if {self._words()}?"
        return self.given_question or (asked if self._words() else QUESTION)

    def _words(self) -> str:
        """Say what changes, naming a few sites."""
        parts = [
            (self.close, "close"),
            (self.reopen, "open"),
            *((ids, "change hours") for ids, _ in self.hours),
        ]
        return " and ".join(self._named(ids, verb) for ids, verb in parts if ids)

    def _named(self, ids: tuple[str, ...], verb: str) -> str:
        if len(ids) > FEW:
            return f"{len(ids)} counters {verb}"
        names = [self.area.buildings[key].name.removesuffix(" Police Station") for key in ids]
        if len(names) == 1:
            return f"{names[0]} {verb.replace(' ', 's ', 1) if ' ' in verb else f'{verb}s'}"
        return f"{', '.join(names[:-1])} and {names[-1]} {verb}"


def content_of(new: NewScenario) -> dict[str, Any]:
    """Return what the file says, as data."""
    changes: list[dict[str, Any]] = [{"close": list(new.close)}] if new.close else []
    changes += [{"set_hours": list(ids), "hours": hours} for ids, hours in new.hours]
    changes += [{"open": site_id} for site_id in new.reopen]
    return {
        "title": new.title,
        "question": new.question,
        "area": new.area.area_id,
        "baseline": new.baseline.isoformat(),
        "changes": changes,
    }


def yaml_of(new: NewScenario, schema: str) -> str:
    """Return the file's text; its first line tells an editor the schema."""
    said = content_of(new)
    lines = [f"# yaml-language-server: $schema={schema}"]
    lines += [f"{key}: {_text(said[key])}" for key in ("title", "question", "area")]
    lines.append(f"baseline: {said['baseline']}  # the estate as it stood on this day")
    lines.append("changes:" if said["changes"] else "changes: []  # close, open, move, set_hours, keep_only")
    lines += [line for change in said["changes"] for line in _change(change)]
    return "\n".join(lines) + "\n"


def _change(change: Mapping[str, Any]) -> list[str]:
    return [
        f"  {'- ' if not n else '  '}{key}: {_text(value)}" for n, (key, value) in enumerate(change.items())
    ]


def _text(value: object) -> str:
    """Return a value as JSON, which is YAML too; an id or a list of ids without quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    text = str(value)
    return text if re.fullmatch(r"[a-z][a-z0-9-]*", text) else json.dumps(text, ensure_ascii=False)


def file_name(title: str) -> str:
    """Return the name of a file for a title.

    >>> file_name("London: Wimbledon closes (2026)")
    'london-wimbledon-closes-2026.yaml'
    """
    name = ""
    for word in re.findall(r"[a-z0-9]+", title.lower()):
        if len(name) + len(word) < MOST_OF_A_NAME:
            name += f"-{word}" if name else word
    return f"{name or 'scenario'}.yaml"
