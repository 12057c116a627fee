"""Whether a timetable may be used for a scenario's day."""

from __future__ import annotations

import datetime as dt

from estate_model.errors import ScenarioError
from estate_model.nouns.timetable import Timetable

EXPIRED_OK = "'expired_timetable_ok: true' in the scenario"


def check_valid(timetable: Timetable, day: dt.date, *, expired_ok: bool, name: str) -> str:
    """Return what must be said of a timetable used on a scenario's day; nothing where it is for that day.

    Parameters
    ----------
    timetable
        The area's.
    day
        The Monday of the scenario's reference week, or the day its changes take effect.
    expired_ok
        Whether a timetable that ended before is to be used all the same.
    name
        The scenario's, for the error.

    Raises
    ------
    ScenarioError
        When the timetable ended before the day, unless ``expired_ok``.

    """
    if timetable.last_day < day:
        ended = [feed for feed in timetable.feeds if feed.last_day < day]
        told = ", ".join(f"{feed.name} on {feed.last_day}" for feed in ended)
        words = f"the timetable ended before {day} ({told})"
        if not expired_ok:
            raise ScenarioError(
                [f"{name}: {words}; build it from newer feeds, or use it all the same with {EXPIRED_OK}"]
            )
        return f"Expired: {words}; it was used all the same, as asked."
    if day < timetable.first_day:
        return f"The timetable begins on {timetable.first_day}, after {day}: services may have differed."
    return ""
