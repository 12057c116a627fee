"""Which ways of OpenStreetMap a resident may use in the United Kingdom, on foot, by cycle or by car.

Names below are the tags of the OSM wiki. In every rule the tag of the traveller's own kind wins over a wider
one: ``foot`` over ``access``; ``bicycle`` over ``vehicle`` over ``access``; ``motorcar`` over
``motor_vehicle`` over ``vehicle`` over ``access``. ``yes``, ``designated``, ``permissive``, ``official``,
``public``, ``destination`` and ``customers`` allow; ``no``, ``private``, ``permit``, ``delivery``,
``agricultural``, ``forestry``, ``military``, ``emergency``, ``residents`` and ``staff`` refuse; of a list
(``yes;permit``) one allowing word is enough; any other word says nothing and the wider tag is asked.

Walk
    Every ``highway`` but ``motorway`` and ``motorway_link``, ways not in use (``construction``, ``proposed``,
    ``abandoned`` ...), ``raceway`` and lay-by areas. ``trunk`` is walked: British trunk roads in towns have
    pavements, and walking beside one is lawful; ``motorroad=yes`` is not walked. ``busway`` and
    ``bus_guideway`` only where ``foot`` allows. ``cycleway`` and ``bridleway`` are walked unless refused (a
    right on bridleways; usual on British shared paths). ``sidewalk=separate`` and ``foot=use_sidepath`` do
    not close a street: no British law makes a walker use the other path. A public right of way
    (``designation``) opens an ``access=private`` track. ``oneway`` is not asked.
    The *strict* rule, a sensitivity, walks a ``cycleway`` only where ``foot`` allows (as R5 and Valhalla do).
Cycle
    As walking, but never ``steps``; ``footway``, ``pedestrian``, ``path``, ``corridor``, ``platform`` and
    ``elevator`` only where ``bicycle`` allows; ``bicycle=dismount`` is a refusal (pushing is walking).
    ``bridleway``, and any way whose ``designation`` is a bridleway or byway, may be cycled (Countryside Act
    1968, section 30). ``bicycle=use_sidepath`` binds nobody here. Direction: ``oneway:bicycle`` first, then
    ``oneway`` opened both ways by ``cycleway``, ``cycleway:left``, ``:right`` or ``:both`` = ``opposite*``,
    or by ``cycleway:left:oneway`` (``:right``, ``:both``) = ``-1`` or ``no``.
Drive
    ``motorway`` to ``residential`` and their links, ``unclassified``, ``living_street``, ``service`` and
    ``road``; ``track`` and ``pedestrian`` only where ``motorcar`` or ``motor_vehicle`` allows outright (not
    ``destination``). Not driven: ``area=yes``, and ``service`` = ``driveway``, ``parking_aisle``,
    ``drive-through``, ``emergency_access`` (nobody's way through; the place is linked to the street).
    ``destination`` is driven: it is somebody's destination, and through traffic is not told apart.
Direction
    ``oneway`` = ``yes``, ``true``, ``1`` is forward, ``-1``, ``reverse`` backward; where it is unsaid,
    ``junction=roundabout`` and ``highway=motorway`` are forward only. ``reversible`` and ``alternating``
    count as both ways.

Barriers are in ``uk_barriers``. Not examined: ferries (``route=ferry``), times of day (``*:conditional``,
parks locked at night), surface, ``smoothness``, turn restrictions.
"""

from __future__ import annotations

from collections.abc import Mapping

Tags = Mapping[str, str]
Directions = tuple[bool, bool]

ALLOWS = frozenset({"yes", "designated", "permissive", "official", "public", "destination", "customers"})
OUTRIGHT = frozenset({"yes", "designated", "permissive", "official"})
REFUSES = frozenset(
    {
        "no",
        "private",
        "permit",
        "delivery",
        "agricultural",
        "forestry",
        "military",
        "emergency",
        "residents",
        "staff",
    }
)
NOT_IN_USE = frozenset(
    {
        "construction",
        "proposed",
        "planned",
        "abandoned",
        "razed",
        "demolished",
        "dismantled",
        "disused",
        "removed",
        "no",
        "raceway",
        "rest_area",
        "services",
        "escape",
        "emergency_bay",
        "via_ferrata",
    }
)
MOTORWAYS = frozenset({"motorway", "motorway_link"})
BUS_ONLY = frozenset({"busway", "bus_guideway"})
ON_FOOT = frozenset({"footway", "pedestrian", "path", "corridor", "platform", "elevator"})
DRIVEN = frozenset(
    {
        "motorway",
        "motorway_link",
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
    }
)
DRIVEN_IF_SAID = frozenset({"track", "pedestrian"})
NO_WAY_THROUGH = frozenset(
    {"driveway", "parking_aisle", "parking", "private", "drive-through", "emergency_access"}
)
RIDING_RIGHTS = frozenset({"public_bridleway", "restricted_byway", "byway_open_to_all_traffic"})
WALKING_RIGHTS = RIDING_RIGHTS | {"public_footpath"}

CYCLEWAY_SIDES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
OWN_TAGS = {"walk": ("foot",), "cycle": ("bicycle",), "drive": ("motorcar", "motor_vehicle")}
WIDER_TAGS = {"walk": ("access",), "cycle": ("vehicle", "access"), "drive": ("vehicle", "access")}
WAY_TAGS = (
    *("highway", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar", "motorroad"),
    *("designation", "area", "service", "junction", "oneway", "oneway:bicycle", *CYCLEWAY_SIDES),
    *(f"{side}:oneway" for side in CYCLEWAY_SIDES),
    *("maxspeed", "maxspeed:type", "source:maxspeed", "dual_carriageway"),
)

BOTH: Directions = (True, True)
NEITHER: Directions = (False, False)


def may_walk(tags: Tags, *, strict: bool = False) -> bool:
    """Whether a walker may use a way, in either direction; ``strict``: cycleways only where ``foot`` allows.

    >>> may_walk({"highway": "cycleway"}), may_walk({"highway": "cycleway"}, strict=True)
    (True, False)
    >>> may_walk({"highway": "service", "access": "private", "foot": "yes"})
    True
    """
    highway = tags.get("highway")
    if not highway or highway in NOT_IN_USE or highway in MOTORWAYS:
        return False
    said = said_by(tags, OWN_TAGS["walk"])
    if said is not None:
        return said
    if tags.get("motorroad") == "yes" or highway in BUS_ONLY or (strict and highway == "cycleway"):
        return False
    return tags.get("designation") in WALKING_RIGHTS or said_by(tags, WIDER_TAGS["walk"]) is not False


def may_cycle(tags: Tags) -> Directions:
    """Whether a way may be cycled (forward, backward), in the order of its nodes.

    >>> may_cycle({"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"})
    (True, True)
    >>> may_cycle({"highway": "footway"})
    (False, False)
    """
    highway = tags.get("highway")
    if not highway or highway in NOT_IN_USE or highway in MOTORWAYS or highway == "steps":
        return NEITHER
    said = False if tags.get("bicycle") == "dismount" else said_by(tags, OWN_TAGS["cycle"])
    if said is None:
        right = tags.get("designation") in RIDING_RIGHTS
        shut = highway in ON_FOOT or highway in BUS_ONLY or tags.get("motorroad") == "yes"
        said = right or not (shut or said_by(tags, WIDER_TAGS["cycle"]) is False)
    return _cycle_directions(tags) if said else NEITHER


def may_drive(tags: Tags) -> Directions:
    """Whether a resident may drive a car along a way (forward, backward), in the order of its nodes.

    >>> may_drive({"highway": "primary", "oneway": "-1"})
    (False, True)
    """
    highway = tags.get("highway")
    if tags.get("area") == "yes" or tags.get("service") in NO_WAY_THROUGH:
        return NEITHER
    if highway in DRIVEN_IF_SAID:
        return _directions(tags) if any(tags.get(key) in OUTRIGHT for key in OWN_TAGS["drive"]) else NEITHER
    said = said_by(tags, (*OWN_TAGS["drive"], *WIDER_TAGS["drive"]))
    return _directions(tags) if highway in DRIVEN and said is not False else NEITHER


def said_by(tags: Tags, keys: tuple[str, ...]) -> bool | None:
    """Return what the first telling tag of ``keys`` says, ``None`` when none of them says anything."""
    for key in keys:
        words = {word.strip() for word in tags.get(key, "").split(";")}
        if words & ALLOWS:
            return True
        if words & REFUSES:
            return False
    return None


def _told(oneway: str | None) -> Directions | None:
    """Return the directions a ``oneway`` value leaves open, ``None`` when it says nothing."""
    if oneway in {"yes", "true", "1"}:
        return (True, False)
    if oneway in {"-1", "reverse"}:
        return (False, True)
    return BOTH if oneway in {"no", "false", "0", "reversible", "alternating"} else None


def _directions(tags: Tags) -> Directions:
    """Return the directions open to vehicles: as told, else as roundabouts and motorways imply."""
    told = _told(tags.get("oneway"))
    if told:
        return told
    implied = tags.get("junction") == "roundabout" or tags.get("highway") == "motorway"
    return (True, False) if implied else BOTH


def _cycle_directions(tags: Tags) -> Directions:
    """Return the directions open to cycles: their own ``oneway``, else the vehicles' with contraflow."""
    contraflow = any(
        tags.get(side, "").startswith("opposite") or tags.get(f"{side}:oneway") in {"-1", "no"}
        for side in CYCLEWAY_SIDES
    )
    return _told(tags.get("oneway:bicycle")) or (BOTH if contraflow else _directions(tags))
