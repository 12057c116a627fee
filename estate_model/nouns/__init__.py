"""The nouns of the model: frozen, made once, and checked when they are made.

==============  ===========================================  =================================
noun            holds                                        always true
==============  ===========================================  =================================
Site            one building and its counter's hours         a point in metres
Estate          all sites as they stand at one date          ids unique
Places          unit postcodes, with residents by age band   ids unique; people >= 0
Profile         who travels, how, and at what speed          speed > 0
TravelTimes     whole seconds, places x sites, one profile   >= 0; ``inf`` = cannot be reached
Access          one measure, one value per place             covers every place
Exposure        people by group, one row per place           people >= 0
Impact          access before and after, for those people    the two cover the same places
==============  ===========================================  =================================
"""

from __future__ import annotations

from estate_model.nouns.access import WHEN, Access, Exposure, Impact, Limits
from estate_model.nouns.arrays import Booleans, Floats, Integers, Seconds
from estate_model.nouns.estate import ASSUMED, CLOSED, NOT_STATED, TIMES_ASSUMED, Estate, Site
from estate_model.nouns.places import AgeBand, Places
from estate_model.nouns.profile import Profile
from estate_model.nouns.times import ARRIVAL, DEPARTURE, Arrival, Moment, TravelTimes

__all__ = [
    "ARRIVAL", "ASSUMED", "CLOSED", "DEPARTURE", "NOT_STATED", "TIMES_ASSUMED", "WHEN", "Access", "AgeBand",
    "Arrival", "Booleans", "Estate", "Exposure", "Floats", "Impact", "Integers", "Limits", "Moment", "Places",
    "Profile", "Seconds", "Site", "TravelTimes",
]  # fmt: skip
