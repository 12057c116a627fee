"""A network that somebody travelled on by a timetable: what every output must say of it."""

from __future__ import annotations

from dataclasses import replace

from estate_model.nouns.network import Network
from estate_model.nouns.timetable import Timetable


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
