"""Travel times of every profile, along real streets or on the postcode network, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estate_model.nouns import Profile, Site, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import POSTCODES, Network, Travel
from estate_model.travel.by_profile import times_by_profile
from estate_model.travel.engine.shortest_paths import metres_to_sites
from estate_model.travel.networks.postcode_streets import LABEL, postcode_streets
from estate_model.travel.on_streets import times_on_streets

Found = tuple[Network, Mapping[str, TravelTimes]]


def travel_times(area: Area, sites: Sequence[Site], profiles: Sequence[Profile], travel: Travel) -> Found:
    """Return the network used, and whole seconds from every place to every site by profile id.

    Sites come out in id order, so that the first in id order is nearest where two are equal.
    """
    if travel.streets is not None:
        return times_on_streets(area, sites, profiles, travel)
    streets = postcode_streets(area, tuple(sorted(sites, key=lambda site: site.site_id)))
    metres = metres_to_sites(streets, progress=travel.progress)
    network = Network(
        kind=POSTCODES,
        label=LABEL,
        error=area.screening.error,
        source=area.screening.source,
        facts={
            "nodes": len(streets.xy_metres),
            "arcs": int(streets.arcs.nnz),
            "factors": dict(area.screening.factors),
        },
    )
    return network, {profile.profile_id: times_by_profile(metres, streets, profile) for profile in profiles}
