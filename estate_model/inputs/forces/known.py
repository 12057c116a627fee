"""What came along of a force's counters and links, and where it was read."""

from __future__ import annotations

from pydantic import Field

from estate_model.inputs.store.find import forces_folder
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.scenario.changes.base import Strict


class _Reference(Strict):
    """Where something was read."""

    title: Text
    date: Text
    url: Text
    read_at: str = ""
    """Where a copy was read; never printed."""


class Origin(Strict):
    """Where a table that came along was read."""

    title: Text
    publisher: Text
    date: Text
    licence: Text
    attribution: Text
    url: Text


class Known(Strict):
    """``about.toml``: what is said of the counters of a force that came along."""

    hours_known_to: str = ""
    notes: tuple[Text, ...] = ()
    links: Origin | None = None
    """Where ``links.csv`` beside it comes from."""
    source: dict[str, _Reference] = Field(default_factory=dict)


def known_of(force_id: str) -> Known:
    """Return what came along of a force's counters."""
    path = forces_folder() / force_id / "about.toml"
    return read_model(path, Known) if path.is_file() else Known()
