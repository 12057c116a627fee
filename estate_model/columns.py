"""What the columns of the tables mean; ``estate-model explain`` and the README point here."""

from __future__ import annotations

import re

COLUMNS = {
    "people": "Residents of the group in the row (modelled, whole number).",
    "group": "Which residents: everyone, aged_65_plus, aged_75_plus, offline_low, _central or _high. "
    "Under a profile for older residents, everyone means residents of that age.",
    "profile": "Who travels and how; see 'estate-model explain walk' and the like.",
    "moment": "When residents set out, by the scenario's own name for it.",
    "mean_minutes_before": "Mean minutes to the nearest open counter before, over those who can reach one.",
    "mean_minutes_after": "Mean minutes to the nearest open counter after, over those who can reach one.",
    "share_of_week_before": "Mean share of the week with an open counter within headline_minutes, before.",
    "share_of_week_after": "Mean share of the week with an open counter within headline_minutes, after.",
    "people_within_N_minutes_before": "People with an open counter within N minutes before.",
    "people_within_N_minutes_after": "People with an open counter within N minutes after.",
    "people_losing": "People whose journey gets longer at all, or who can reach no open counter any more.",
    "people_losing_over_N_minutes": "People whose journey gets over N minutes longer, or becomes impossible.",
    "people_gaining": "People whose journey gets shorter, or becomes possible.",
    "people_without_open_counter_before": "People who can reach no open counter before.",
    "people_without_open_counter_after": "People who can reach no open counter after.",
    "counter_before": "The nearest open counter before, by site id; (none) where none can be reached.",
    "counter_after": "The nearest open counter after, by site id; (none) where none can be reached.",
    "hours": "In whole_area.csv: 'as given', or 'assumed ones shut': those whose hours are assumed.",
    "minutes": "In curve.csv: the limit in minutes.",
    "people_within_before": "In curve.csv: people with an open counter within the row's minutes, before.",
    "people_within_after": "In curve.csv: people with an open counter within the row's minutes, after.",
    "share_within_before": "In curve.csv: the same as a share of residents, 0 to 1, before.",
    "share_within_after": "In curve.csv: the same as a share of residents, 0 to 1, after.",
    "scenario": "In alternatives.csv: the proposal or the alternative, by its name.",
    "status": "What happens to a counter: open, shifted, reduced, extended, closed, opened or moved.",
}


def column_key(word: str) -> str:
    """Return a column's name with its number of minutes written as N.

    >>> column_key("people_losing_over_10_minutes")
    'people_losing_over_N_minutes'
    """
    return re.sub(r"_\d+_", "_N_", word)
