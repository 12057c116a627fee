"""Walk or cycle: metres of the network at the profile's own steady speed."""

from __future__ import annotations

import numpy as np

from estate_model.nouns import Profile, Seconds, TravelTimes
from estate_model.nouns.streets import Streets
from estate_model.units import metres_per_second_from_kmh


def times_by_profile(metres: Seconds, streets: Streets, profile: Profile) -> TravelTimes:
    """Return whole seconds at the profile's speed: metres / (km/h / 3.6), rounded to the second.

    ``metres`` is network distance, shape (places, sites); ``inf`` = not connected.
    """
    seconds = np.rint(metres / np.float32(metres_per_second_from_kmh(profile.speed_kmh)))
    return TravelTimes(profile=profile, site_ids=streets.site_ids, seconds=seconds.astype(np.float32))
