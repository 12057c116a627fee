"""Who may use which way: one row a case, in OSM's own words."""

import pytest

from estate_model.inputs.osm.uk_barriers import stops
from estate_model.inputs.osm.uk_rules import may_cycle, may_drive, may_walk
from estate_model.inputs.osm.uk_speeds import DriveSpeeds, drive_kmh, has_unread_limit, posted_kmh

YES, NO, FORWARD, BACKWARD = (True, True), (False, False), (True, False), (False, True)
SPEEDS = DriveSpeeds(
    class_kmh={"motorway": 112.7, "residential": 32.2, "other": 48.3},
    limit_kmh={"gb:nsl_single": 96.6, "gb:nsl_dual": 112.7, "gb:motorway": 112.7},
    delay_factor=1.44,
    delay_source="test",
)


def tags(text):
    """``highway=path foot=no`` as a mapping; a + stands for a space."""
    return {key: value.replace("+", " ") for key, _, value in (word.partition("=") for word in text.split())}


# tags, walk, cycle, drive
WAYS = [
    ("", False, NO, NO),
    ("barrier=fence", False, NO, NO),
    ("highway=residential", True, YES, YES),
    ("highway=road", True, YES, YES),
    ("highway=motorway", False, NO, FORWARD),
    ("highway=motorway_link", False, NO, YES),
    ("highway=motorway foot=yes", False, NO, FORWARD),
    ("highway=motorway oneway=no", False, NO, YES),
    ("highway=trunk", True, YES, YES),
    ("highway=trunk foot=no", False, YES, YES),
    ("highway=trunk motorroad=yes", False, NO, YES),
    ("highway=trunk motorroad=yes foot=yes", True, NO, YES),
    ("highway=trunk sidewalk=both", True, YES, YES),
    ("highway=primary foot=use_sidepath sidewalk=separate", True, YES, YES),
    ("highway=primary bicycle=use_sidepath", True, YES, YES),
    ("highway=primary bicycle=no", True, NO, YES),
    ("highway=construction construction=primary", False, NO, NO),
    ("highway=proposed foot=yes", False, NO, NO),
    ("highway=raceway", False, NO, NO),
    ("highway=bus_guideway", False, NO, NO),
    ("highway=busway foot=designated bicycle=designated", True, YES, NO),
    ("highway=footway", True, NO, NO),
    ("highway=footway bicycle=yes", True, YES, NO),
    ("highway=footway bicycle=dismount", True, NO, NO),
    ("highway=footway access=private", False, NO, NO),
    ("highway=footway access=private foot=permissive", True, NO, NO),
    ("highway=footway access=no foot=no", False, NO, NO),
    ("highway=footway access=customers", True, NO, NO),
    ("highway=footway access=permit", False, NO, NO),
    ("highway=footway access=yes;permit", True, NO, NO),
    ("highway=footway access=unknown", True, NO, NO),
    ("highway=pedestrian", True, NO, NO),
    ("highway=pedestrian area=yes", True, NO, NO),
    ("highway=pedestrian motor_vehicle=destination", True, NO, NO),
    ("highway=pedestrian motor_vehicle=yes bicycle=yes", True, YES, YES),
    ("highway=path", True, NO, NO),
    ("highway=path bicycle=designated foot=designated", True, YES, NO),
    ("highway=steps", True, NO, NO),
    ("highway=steps bicycle=yes", True, NO, NO),
    ("highway=cycleway", True, YES, NO),
    ("highway=cycleway foot=no", False, YES, NO),
    ("highway=cycleway oneway=yes", True, FORWARD, NO),
    ("highway=bridleway", True, YES, NO),
    ("highway=bridleway bicycle=no", True, NO, NO),
    ("highway=track", True, YES, NO),
    ("highway=track motor_vehicle=yes", True, YES, YES),
    ("highway=track access=private", False, NO, NO),
    ("highway=track access=private designation=public_footpath", True, NO, NO),
    ("highway=track access=private designation=public_bridleway", True, YES, NO),
    ("highway=path designation=restricted_byway", True, YES, NO),
    ("highway=service", True, YES, YES),
    ("highway=service service=alley", True, YES, YES),
    ("highway=service service=driveway", True, YES, NO),
    ("highway=service service=parking_aisle", True, YES, NO),
    ("highway=service access=private", False, NO, NO),
    ("highway=service access=private motor_vehicle=yes", False, NO, YES),
    ("highway=service access=destination", True, YES, YES),
    ("highway=residential vehicle=no", True, NO, NO),
    ("highway=residential vehicle=no bicycle=yes", True, YES, NO),
    ("highway=residential motor_vehicle=no", True, YES, NO),
    ("highway=residential motor_vehicle=no motorcar=yes", True, YES, YES),
    ("highway=residential motor_vehicle=private", True, YES, NO),
    ("highway=residential access=no psv=yes", False, NO, NO),
    ("highway=residential oneway=yes", True, FORWARD, FORWARD),
    ("highway=residential oneway=true", True, FORWARD, FORWARD),
    ("highway=residential oneway=1", True, FORWARD, FORWARD),
    ("highway=residential oneway=-1", True, BACKWARD, BACKWARD),
    ("highway=residential oneway=reverse", True, BACKWARD, BACKWARD),
    ("highway=residential oneway=no", True, YES, YES),
    ("highway=residential oneway=reversible", True, YES, YES),
    ("highway=residential oneway=yes oneway:bicycle=no", True, YES, FORWARD),
    ("highway=residential oneway=-1 oneway:bicycle=no", True, YES, BACKWARD),
    ("highway=residential oneway:bicycle=yes", True, FORWARD, YES),
    ("highway=residential oneway=yes cycleway=opposite", True, YES, FORWARD),
    ("highway=residential oneway=yes cycleway=opposite_track", True, YES, FORWARD),
    ("highway=residential oneway=yes cycleway:right=opposite_lane", True, YES, FORWARD),
    ("highway=residential oneway=yes cycleway:right=lane cycleway:right:oneway=-1", True, YES, FORWARD),
    ("highway=residential oneway=yes cycleway:left=lane cycleway:left:oneway=no", True, YES, FORWARD),
    ("highway=residential oneway=yes cycleway=lane", True, FORWARD, FORWARD),
    ("highway=residential oneway=yes cycleway=opposite oneway:bicycle=yes", True, FORWARD, FORWARD),
    ("highway=primary junction=roundabout", True, FORWARD, FORWARD),
    ("highway=primary junction=roundabout oneway=-1", True, BACKWARD, BACKWARD),
    ("highway=primary junction=circular", True, YES, YES),
    ("highway=residential area=yes", True, YES, NO),
]


@pytest.mark.parametrize(("text", "walk", "cycle", "drive"), WAYS, ids=[row[0] or "nothing" for row in WAYS])
def test_who_may_use_a_way(text, walk, cycle, drive):
    way = tags(text)
    assert (may_walk(way), may_cycle(way), may_drive(way)) == (walk, cycle, drive)


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("highway=cycleway", False),
        ("highway=cycleway foot=designated", True),
        ("highway=cycleway foot=no", False),
        ("highway=bridleway", True),
        ("highway=residential", True),
    ],
)
def test_the_strict_rule_walks_cycleways_only_with_a_foot_tag(text, strict):
    assert may_walk(tags(text), strict=True) is strict


BARRIERS = [
    ("", NO, False),
    ("barrier=bollard", (False, False), True),
    ("barrier=bollard motor_vehicle=yes", (False, False), False),
    ("barrier=cycle_barrier", (False, False), True),
    ("barrier=kissing_gate", (False, True), True),
    ("barrier=kissing_gate bicycle=yes", (False, False), True),
    ("barrier=gate", (False, False), False),
    ("barrier=gate access=private", (True, True), True),
    ("barrier=gate access=private foot=yes", (False, True), True),
    ("barrier=gate motor_vehicle=no", (False, False), True),
    ("barrier=gate bicycle=dismount", (False, False), False),
    ("barrier=lift_gate access=destination", (False, False), False),
]


@pytest.mark.parametrize(("text", "walk_cycle", "drive"), BARRIERS)
def test_whom_a_barrier_stops(text, walk_cycle, drive):
    point = tags(text)
    assert (stops(point, "walk"), stops(point, "cycle")) == walk_cycle
    assert stops(point, "drive") is drive


LIMITS = [
    ("highway=primary", None, 48.3, False),
    ("highway=residential", None, 32.2, False),
    ("highway=primary maxspeed=30+mph", 48.28, 48.3, False),
    ("highway=primary maxspeed=20mph", 32.19, 32.2, False),
    ("highway=primary maxspeed=48", 48.0, 48.0, False),
    ("highway=primary maxspeed=50+km/h", 50.0, 50.0, False),
    ("highway=primary maxspeed=20+mph;30+mph", 32.19, 32.2, False),
    ("highway=primary maxspeed=national", 96.6, 96.6, False),
    ("highway=primary dual_carriageway=yes maxspeed=national", 112.7, 112.7, False),
    ("highway=motorway maxspeed=national", 112.7, 112.7, False),
    ("highway=primary maxspeed=GB:nsl_single", 96.6, 96.6, False),
    ("highway=primary maxspeed:type=GB:nsl_dual", 112.7, 112.7, False),
    ("highway=primary source:maxspeed=sign", None, 48.3, False),
    ("highway=primary maxspeed=signals", None, 48.3, True),
    ("highway=primary maxspeed=signals maxspeed:type=GB:motorway", 112.7, 112.7, True),
    ("highway=primary maxspeed=walk", None, 48.3, True),
    ("highway=primary maxspeed=none", None, 48.3, True),
    ("highway=primary maxspeed=999", None, 48.3, True),
    ("highway=primary maxspeed=0", None, 48.3, True),
    ("highway=primary maxspeed=-30+mph", None, 48.3, True),
    ("highway=primary maxspeed=1e9", None, 48.3, True),
    ("highway=primary maxspeed=30+mph+@+(08:00-18:00)", None, 48.3, True),
]


@pytest.mark.parametrize(("text", "posted", "kmh", "unread"), LIMITS)
def test_speed_limits_are_read_or_replaced_by_the_class_default(text, posted, kmh, unread):
    way = tags(text)
    assert posted_kmh(way, SPEEDS) == (posted if posted is None else pytest.approx(posted, abs=0.01))
    assert drive_kmh(way, SPEEDS) == kmh
    assert has_unread_limit(way, SPEEDS) is unread


@pytest.mark.parametrize(
    "wrong", [{"class_kmh": {}}, {"limit_kmh": {"gb:nsl_single": 300.0}}, {"delay_factor": 0.9}]
)
def test_impossible_speeds_are_refused(wrong):
    good = {"class_kmh": {"other": 48.3}, "limit_kmh": {}, "delay_factor": 1.0, "delay_source": "test"}
    with pytest.raises(ValueError, match=r"speed|factor"):
        DriveSpeeds(**{**good, **wrong})
