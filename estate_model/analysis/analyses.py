"""The analyses that a run makes, in order; each may use those before it."""

from __future__ import annotations

from estate_model.analysis.analysis import Analysis, whole
from estate_model.analysis.by_zone import by_zone
from estate_model.analysis.counters import counter_changes
from estate_model.analysis.curve import curve
from estate_model.analysis.fairness import fairness_of, fairness_tables
from estate_model.analysis.flows import flows_by_borough
from estate_model.analysis.local_counters import local_counters
from estate_model.analysis.local_counters import tables as local_tables
from estate_model.analysis.money import money
from estate_model.analysis.on_record import on_record
from estate_model.analysis.public_transport import public_transport
from estate_model.analysis.round_trips import round_trips
from estate_model.analysis.uncertainty.ranges import ranges, without_headline
from estate_model.analysis.uncertainty.sensitivity import sensitivity

COUNTERS = Analysis(name="counters", title="What happens to each counter", found=counter_changes)
BY_ZONE = Analysis(name="by_zone", title="People by zone and group", found=by_zone)
ON_RECORD = Analysis(name="on_record", title="With assumed hours taken as shut", found=on_record, kept=whole)
FLOWS = Analysis(name="flows", title="Who inherits whom", found=flows_by_borough)
LOCAL_COUNTERS = Analysis(
    name="local_counters",
    title="Which counters the residents of each ward are nearest to",
    found=local_counters,
    tables=local_tables,
)
CURVE = Analysis(
    name="curve",
    title="Residents within 5 to 60 minutes",
    found=curve,
    tables=lambda table: {"curve": table},
)
FAIRNESS = Analysis(
    name="fairness",
    title="Who bears it, other demand, and standards",
    found=fairness_of,
    tables=fairness_tables,
    kept=whole,
)
RANGES = Analysis(
    name="ranges", title="A 90% range for every headline number", found=ranges, kept=without_headline
)
SENSITIVITY = Analysis(name="sensitivity", title="One parameter at a time", found=sensitivity, kept=whole)
PUBLIC_TRANSPORT = Analysis(
    name="public_transport",
    title="What journeys by public transport consist of",
    found=public_transport,
    tables=lambda table: {"public_transport": table} if len(table) else {},
)
ROUND_TRIPS = Analysis(
    name="round_trips",
    title="Out and back by public transport",
    found=round_trips,
    tables=lambda table: {"round_trips": table} if len(table) else {},
)
MONEY = Analysis(name="money", title="Extra travel, its value, and savings", found=money)

ANALYSES: list[Analysis] = [
    COUNTERS,
    BY_ZONE,
    ON_RECORD,
    FLOWS,
    LOCAL_COUNTERS,
    CURVE,
    FAIRNESS,
    RANGES,
    SENSITIVITY,
    MONEY,
    PUBLIC_TRANSPORT,
    ROUND_TRIPS,
]
LIGHT: list[Analysis] = [COUNTERS, BY_ZONE, ON_RECORD]
"""What a light run makes: enough for its findings, boroughs and the whole area."""
