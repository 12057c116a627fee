"""Which barriers (OSM points tagged ``barrier``) stop a resident on foot, on a cycle or in a car.

The traveller's own tag decides where there is one (``foot``; ``bicycle``; ``motorcar``, ``motor_vehicle``).
Without it a bollard, block, planter or the like stops cars (this is what closes a low-traffic
neighbourhood), a stile or turnstile stops cycles and cars, and any other barrier (a gate) stops whom
``access`` or ``vehicle`` refuses. ``bicycle=dismount`` stops nobody at a point: one walks three steps. A gate
without tags is open.
"""

from __future__ import annotations

from estate_model.inputs.osm.uk_rules import OWN_TAGS, WIDER_TAGS, Tags, said_by

NODE_TAGS = ("barrier", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar")
TURNSTILES = frozenset({"stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile", "log"})
POSTS = frozenset({"bollard", "block", "jersey_barrier", "planter", "wedge", "chain", "debris"})
SIEVES = frozenset({"cycle_barrier", "motorcycle_barrier", "bus_trap", "sump_buster"})
SHUT = {"walk": frozenset[str](), "cycle": TURNSTILES, "drive": TURNSTILES | POSTS | SIEVES}


def stops(tags: Tags, mode: str) -> bool:
    """Whether a point's tags stop travel by ``mode`` (walk, cycle or drive) through it.

    >>> stops({"barrier": "bollard"}, "drive"), stops({"barrier": "bollard"}, "cycle")
    (True, False)
    """
    if "barrier" not in tags:
        return False
    said = said_by(tags, OWN_TAGS[mode])
    if said is not None:
        return not said
    return tags["barrier"] in SHUT[mode] or said_by(tags, WIDER_TAGS[mode]) is False
