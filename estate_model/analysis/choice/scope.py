"""What is chosen among, for whom and when."""

from __future__ import annotations

from dataclasses import dataclass

from estate_model.people.exposure import OFFLINE


@dataclass(frozen=True, kw_only=True)
class ChoiceScope:
    """What is chosen among, for whom and when; what is left out is the scenario's.

    ``patterns`` are (name, hours); ``when`` are (moment, weight), empty = the exact week.
    """

    candidates: str = "scenario"
    own_hours: bool = False
    patterns: tuple[tuple[str, str], ...] = ()
    when: tuple[tuple[str, float], ...] = ()
    group: str = OFFLINE[1]
    profile: str = ""
    cap_minutes: float = 240.0
