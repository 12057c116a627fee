"""Travel times of every profile to some sites, on real streets or the screening network: the one door.

All buildings the area knows are searched together, whatever a scenario opens or closes, so one matrix
answers every scenario; a building that only a scenario has (a new counter, a move) is searched beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from estate_model.nouns import Moment, Profile, Seconds, Site, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import Network, Travel
from estate_model.nouns.timetable import Timetable
from estate_model.travel.modes import Mode, mode_of
from estate_model.travel.networks.screening import Screening

if TYPE_CHECKING:
    from estate_model.travel.networks.streets import Streets


def travel_times(
    area: Area,
    sites: Sequence[Site],
    profiles: Sequence[Profile],
    travel: Travel,
    *,
    moments: Sequence[Moment] = (),
) -> tuple[Network, Mapping[str, TravelTimes]]:
    """Return the network used, and whole seconds from every place to every site by profile id.

    Sites come out as given: of two that are equally near, the first is the nearest. A mode that varies with
    the clock has times of its own at each of ``moments``.

    Raise AreaError when a place or a site lies more than 5 km from every street.
    """
    ground = _ground(area, travel)
    recorded = tuple(area.buildings[key] for key in sorted(area.buildings))
    others = tuple(site for site in sites if _is_elsewhere(site, area.buildings.get(site.site_id)))
    parts = [part for part in (recorded, others) if part]
    column = {site.site_id: number for number, site in enumerate((*recorded, *others))}
    site_ids = tuple(site.site_id for site in sites)
    columns = [column[key] for key in site_ids]

    def seconds(profile: Profile, mode: Mode, moment: Moment | None) -> Seconds:
        tables = [mode.seconds(ground, part, profile, moment) for part in parts]
        return _chosen(tables, columns)

    times = {}
    for profile in profiles:
        mode = mode_of(profile.mode)
        times[profile.profile_id] = TravelTimes(
            profile=profile,
            site_ids=site_ids,
            seconds=seconds(profile, mode, None),
            by_moment={moment.name: seconds(profile, mode, moment) for moment in moments}
            if mode.varies_by_moment
            else {},
            rides=mode.rides(ground, sites, profile) if mode.rides else None,
        )
    network = ground.network()
    if any(table.rides for table in times.values()):
        network = with_timetable(network, travel.read_timetable())
    return network, times


def _chosen(tables: Sequence[Seconds], columns: Sequence[int]) -> Seconds:
    """Return columns of tables set side by side; the one table itself where those are all of its own."""
    if len(tables) == 1 and [*columns] == [*range(tables[0].shape[1])]:
        return np.asfortranarray(tables[0], dtype=np.float32)
    found = [table[:, number] for table in tables for number in range(table.shape[1])]
    chosen = np.empty((len(tables[0]), len(columns)), dtype=np.float32, order="F")
    for number, its in enumerate(columns):
        chosen[:, number] = found[its]
    return chosen


def _ground(area: Area, travel: Travel) -> Screening | Streets:
    if travel.streets is None:
        return Screening(area, travel)
    from estate_model.travel.networks.streets import Streets  # noqa: PLC0415 - imports SciPy

    return Streets(area, travel, travel.streets)


def _is_elsewhere(site: Site, recorded: Site | None) -> bool:
    """Whether the area knows no such building at that point."""
    return recorded is None or not site.stands_where(recorded)


def to_others(times: Mapping[str, TravelTimes], counters: Collection[str]) -> dict[str, TravelTimes]:
    """Return the times to the area's other sites, by profile; nothing where there are none."""
    others = {key: [one for one in some.site_ids if one not in counters] for key, some in times.items()}
    return {key: some.to(others[key]) for key, some in times.items() if others[key]}


def with_timetable(network: Network, timetable: Timetable) -> Network:
    """Return the network with the timetable: its kinds of vehicle, days, feeds and faults in the record."""
    facts = {
        "kinds": timetable.words,
        "trips_on_the_reference_day": dict(timetable.modes),
        "days_read": {name: str(day) for name, day in timetable.chosen.items()},
        "feeds": [
            {
                "name": feed.name,
                "sha256": feed.sha256,
                "version": feed.version,
                "first_day": str(feed.first_day),
                "last_day": str(feed.last_day),
            }
            for feed in timetable.feeds
        ],
        "faults": [
            {"feed": fault.feed, "kind": fault.kind, "count": fault.count, "of": fault.of}
            for fault in timetable.faults
        ],
        "notes": list(timetable.notes),
    }
    return replace(
        network,
        facts={**network.facts, "timetable": facts},
        timetable=timetable,
        provenance=(*network.provenance, *timetable.provenance),
    )
