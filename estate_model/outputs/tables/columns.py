"""What the columns of the tables mean; ``estate-model explain`` and the README point here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from estate_model.access import MEASURES
from estate_model.analysis.impact import COLUMNS as OF_CHANGE
from estate_model.analysis.local_counters import COLUMNS as OF_COUNTERS
from estate_model.analysis.public_transport import COLUMNS as OF_JOURNEYS
from estate_model.analysis.round_trips import COLUMNS as OF_ROUND_TRIPS
from estate_model.nouns import WHEN
from estate_model.outputs.words.figures import first_upper

EQUALITY = {
    "label": "What the group, class or kind of demand is called.",
    "unit": "What is counted: people; households where a share of households stands for one of "
    "residents; or, in demand.csv and standards.csv, the unit of the row.",
    "share_of_residents": "The group's people over all residents.",
    "mean_minutes_longer": "Mean minutes by which the group's journey changes, over those who can reach "
    "a counter before and after.",
    "mean_minutes_longer_others": "The same for everyone who is not in the group.",
    "p90_minutes_before": "Nine in ten of the group have a journey no longer than this before; inf "
    "where more than a tenth can reach no counter.",
    "p90_minutes_after": "The same after.",
    "losing_over_minutes": "The N of people_losing, share_losing and relative_risk in these tables.",
    "share_losing": "Share whose journey gets strictly more than N minutes longer, or becomes impossible.",
    "share_losing_others": "The same share of everyone who is not in the group; of a class, everyone "
    "whose class is known.",
    "share_losing_everyone": "The same share of everyone, the group included.",
    "difference_share_losing": "share_losing less share_losing_others; above 0 = the group loses more.",
    "relative_risk": "share_losing over share_losing_others; 1 = the same risk, blank where it has no "
    "meaning.",
    "characteristic": "A characteristic of the Equality Act 2010, or another that an equality analysis "
    "needs.",
    "protected": "Whether section 149 protects the characteristic: yes, in part, or no.",
    "tested": "yes where a group of this area tests the characteristic.",
    "verdict": "fares worse, fares better, about the same, too few lose to say, nobody to compare with, "
    "or cannot be tested; by the rules in equality_rules.csv.",
    "in_words": "The row as a sentence.",
    "why_not": "Why the characteristic cannot be tested, and what would be needed.",
    "source": "Where the characteristic, count or standard comes from.",
    "minutes_beyond_limit_before": "Minutes beyond limit_minutes, averaged over all who can reach a counter.",
    "minutes_beyond_limit_after": "The same after.",
    "limit_minutes": "The limit of minutes_beyond_limit.",
    "measure": "gini, lorenz_share, theil, concentration_index or another; each can be explained.",
    "by": "Of a Lorenz share, the share of residents; of a concentration index, the class or rank; of a "
    "part of Theil's index, the level.",
    "value_before": "The measure, or what the standard measures, before.",
    "value_after": "The measure, or what the standard measures, after.",
    "low_before": "Low end of the interval before; blank where there is none.",
    "high_before": "High end of the interval before.",
    "low_after": "Low end of the interval after.",
    "high_after": "High end of the interval after.",
}
DEMAND = {
    "demand": "The kind of demand, by its id in the area.",
    "period": "When it was recorded.",
    "count_a_year": "What was recorded in zones that are known, as a year's worth; blank where too many "
    "have no zone.",
    "mean_minutes_after_residents": "Mean minutes after of residents, to compare with.",
    "count_losing": "The yearly count at places whose journey gets over N minutes longer, or impossible.",
    "share_losing_residents": "The share of residents who lose, to compare with.",
    "zones_not_known": "Zones with no count on record, which are left out.",
    "people_in_zones_not_known": "Residents of those zones.",
    "people_in_catchment_before": "Residents whose nearest open counter it is before, at this moment.",
    "people_in_catchment_after": "Residents whose nearest open counter it is after, at this moment.",
    **{
        f"reports_a_day_{bound}_{when}": f"Crime reports a day at the counter {when}, {bound} figure; see "
        "'estate-model explain load'."
        for bound in ("low", "central", "high")
        for when in WHEN
    },
    **{
        f"visits_a_day_{bound}_{when}": f"Visits a day {when} by central reports and the {share} share of "
        "visits that report (counter_use.csv)."
        for bound, share in (("fewest", "high"), ("most", "low"))
        for when in WHEN
    },
    "compelled_visits_a_day_fewest_after": "Of the fewest visits, those for bail, registers or "
    "immigration, by the shares in counter_use.csv.",
    "compelled_visits_a_day_most_after": "The same of the most visits.",
}
STANDARDS = {
    "standard": "The standard, by its id; each can be explained.",
    "title": "The standard in a few words.",
    "threshold": "What is allowed at most, or needed at least, in the row's unit.",
    "share_needed": "The share that must be reached; blank where no target was published.",
    "value_is": "What value_before and value_after are a share of.",
    "result_before": "pass, fail, no target, does not apply here, or cannot be tested, before.",
    "result_after": "The same after.",
    "margin_before": "value_before less share_needed; below 0 = missed.",
    "margin_after": "value_after less share_needed; below 0 = missed.",
    "boroughs_below_before": "Boroughs whose own share is below the share needed, before.",
    "boroughs_below_after": "The same after.",
    "worst_boroughs_after": "The three boroughs with the lowest share after, and how many more have none.",
    "worst_wards_after": "The same by ward.",
    "definition": "What the standard asks, in a sentence.",
    "measured": "How it is measured here, and how a published figure was converted.",
    "date": "When the standard was published.",
    "url": "Where it can be read.",
    "confidence": "How sure the source is: seen in text, derived or assumed.",
}
MEASURED = {
    f"{name}_{when}": text.format(when=when)
    for measure in MEASURES
    for name, text in measure.columns.items()
    for when in WHEN
}
LEVELS = {"cell": "small area", "ward": "ward", "borough": "borough", "bcu": "group of boroughs"}
WHERE_AND_WHO = {
    **{
        f"{level}_{kind}": f"The {kind} of the {words}."
        for level, words in LEVELS.items()
        for kind in ("code", "name")
    },
    "zone_name": "The zone's name; blank for the whole area.",
    "site_id": "The building, by its id.",
    "name": "The building's name.",
    "easting_metres": "Metres east in the area's coordinate system.",
    "northing_metres": "Metres north in the area's coordinate system.",
    "hours_before": "Opening hours before, in words.",
    "hours_after": "Opening hours after, in words.",
    "week_hours_before": "Hours a week that it is open before.",
    "week_hours_after": "Hours a week that it is open after.",
    "open_before": "Whether it is open at the moment, before.",
    "open_after": "Whether it is open at the moment, after.",
    "people_nearest_before": "Residents whose nearest open counter it is, before.",
    "people_nearest_after": "Residents whose nearest open counter it is, after.",
    "draws": "How many draws the range is of.",
    "seed": "The number that the draws begin from.",
    "item": "What is valued or paid.",
    "formula": "How it is worked out.",
    "parameter": "The assumption that is changed.",
    "low_setting": "Its low setting.",
    "high_setting": "Its high setting.",
}
COLUMNS = {
    **WHERE_AND_WHO,
    **{name: f"{text} (public_transport.csv)" for name, text in OF_JOURNEYS.items()},
    **{name: f"{text} (round_trips.csv)" for name, text in OF_ROUND_TRIPS.items()},
    **{name: f"{text} (local_counters.csv)" for name, text in OF_COUNTERS.items()},
    **MEASURED,
    **OF_CHANGE,
    "people": "Residents of the group in the row (modelled, whole number).",
    "group": "Which residents: everyone, children (0 to 15), aged_65_plus, aged_75_plus, offline_low, "
    "_central or _high. "
    "Under a profile for older residents, everyone means residents of that age.",
    "profile": "Who travels and how; see 'estate-model explain walk' and the like.",
    "moment": "When residents set out, by the scenario's own name for it.",
    "counter_before": "The nearest open counter before, by site id; (none) where none can be reached.",
    "counter_after": "The nearest open counter after, by site id; (none) where none can be reached.",
    "central": "A number as the run found it; in money.csv the best figure, blank where there is none.",
    "low": "One in twenty draws lies below (intervals.csv); the low figure (money.csv).",
    "high": "One in twenty draws lies above (intervals.csv); the high figure (money.csv).",
    "stretched_to_hold_central": "Whether the range had to be widened to hold the number itself.",
    "what_varied": "The parameters that varied in the draws; uncertainty.csv says how far and why.",
    "at_low": "The number with one parameter at its low setting and all others as taken.",
    "at_high": "The number with one parameter at its high setting and all others as taken.",
    "width": "How far apart central, at_low and at_high lie, in the number's own unit.",
    "hours": "In whole_area.csv: 'as given', 'assumed ones shut' (every counter whose hours are assumed), or "
    "'SITE shut': one of them by itself.",
    "minutes": "In curve.csv: the limit in minutes.",
    "people_within_before": "In curve.csv: people with an open counter within the row's minutes, before.",
    "people_within_after": "In curve.csv: people with an open counter within the row's minutes, after.",
    "share_within_before": "In curve.csv: the same as a share of residents, 0 to 1, before.",
    "share_within_after": "In curve.csv: the same as a share of residents, 0 to 1, after.",
    "scenario": "In alternatives.csv: the proposal or the alternative, by its name.",
    "counter_hours_a_week_before": "Hours a week that the force's own counters are open, added up, "
    "before; the same in every row (whole_area.csv, alternatives.csv).",
    "counter_hours_a_week_after": "The same after.",
    "operator": "The police force whose counter it is; blank where the area names none.",
    "hours_confidence_before": "How sure the hours before are (counters.csv): stated; tier stated, times "
    "assumed; assumed; or as the scenario says.",
    "hours_confidence_after": "The same after (counters.csv).",
    "status": "What happens to a counter: open, shifted, reduced, extended, closed, opened or moved.",
    **{name: f"{text} (equality.csv, psed.csv, inequality.csv)" for name, text in EQUALITY.items()},
    **{name: f"{text} (demand.csv, load.csv)" for name, text in DEMAND.items()},
    **{name: f"{text} (standards.csv)" for name, text in STANDARDS.items()},
}


def column_key(word: str) -> str:
    """Return a column's name with its number of minutes written as N.

    >>> column_key("people_losing_over_10_minutes")
    'people_losing_over_N_minutes'
    """
    return re.sub(r"_\d+_", "_N_", word)


def in_own_words(text: str, labels: Mapping[str, str]) -> str:
    """Return a description in which boroughs and wards are called what the area calls them.

    >>> labels = {"borough": "district", "boroughs": "districts", "ward": "division", "wards": "divisions"}
    >>> in_own_words("Boroughs, or a ward.", labels)
    'Districts, or a division.'
    """
    own = {word: labels[word] for word in ("borough", "boroughs", "ward", "wards")}
    own |= {first_upper(word): first_upper(label) for word, label in own.items()}
    return re.sub(r"\b([Bb]orough|[Ww]ard)s?\b", lambda found: own[found[0]], text)
