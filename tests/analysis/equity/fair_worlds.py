"""The Street with what is known of its two zones, and impacts drawn without a street.

zone   residents  disabled        decile   crimes a year
Z1     300        3 in 10 (90)    1        30
Z2     800        1 in 10 (80)    9        80
"""

import datetime as dt

import numpy as np
import pandas as pd

from estate_model.analysis.equity.groups import EquityGroup
from estate_model.model import run
from estate_model.nouns import Access, Exposure, Impact, Moment
from estate_model.nouns.zone_groups import Category, Demand, Group, ZoneGroups
from estate_model.scenario.scenario import Scenario
from tests import worlds

NOON = Moment(name="noon", at=dt.datetime(2025, 6, 3, 12, 0))


def zone_groups(**columns):
    table = pd.DataFrame(
        {
            "disabled": [30.0, 10.0],
            "base": [100.0, 100.0],
            "decile": [1.0, 9.0],
            "crimes": [30.0, 80.0],
            **columns,
        },
        index=pd.Index(["Z1", "Z2"], name="zone_code"),
    )
    said = {"source": "s", "date": "2021"}
    return ZoneGroups(
        table=table,
        groups=(Group(group_id="disabled", label="Disabled residents", column="disabled", base_column="base",
                      unit="people", **said),),
        categories=(Category(category_id="imd_decile", label="Decile", column="decile",
                             meaning="1 = most deprived", **said),),
        demands=(Demand(demand_id="crimes", label="Crimes", column="crimes", unit="recorded crimes",
                        period="2019", per_year=1.0, **said),),
    )  # fmt: skip


def area(hours=None, **changed):
    return worlds.area(hours, **{"groups": zone_groups(), **changed})


def results(*changes, hours=None, known=None, **fields):
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "moments": {"noon": "Tu 12:00", "night": "We 03:00"}, "profiles": ["walk"]}  # fmt: skip
    scenario = Scenario.model_validate({**base, **fields, "changes": list(changes)})
    return run(scenario, known or area(hours))


def impact(before, after, people):
    """Minutes before and after, and people, one number per place."""
    return Impact(
        profile=worlds.WALK,
        moment=NOON,
        before=Access(measure="nearest", values=np.array(before, dtype=float) * 60),
        after=Access(measure="nearest", values=np.array(after, dtype=float) * 60),
        exposure=Exposure(groups=("everyone",), people=np.array(people, dtype=float)[:, None]),
    )


def group(people, base, group_id="some"):
    return EquityGroup(
        group_id=group_id,
        label=group_id,
        unit="people",
        people=np.array(people, dtype=float),
        base=np.array(base, dtype=float),
    )
