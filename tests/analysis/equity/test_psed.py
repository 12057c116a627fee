"""The equality duty's table: what is worse, better, alike, and what cannot be tested."""

import pandas as pd
import pytest

from estate_model.analysis.equity.compare import compare
from estate_model.analysis.equity.groups import groups_of
from estate_model.analysis.equity.psed import ALIKE, ALL_IN_IT, BETTER, OTHER, TOO_FEW, WORSE, psed, verdict
from estate_model.nouns.standards import Characteristic
from tests import worlds
from tests.analysis.equity import fair_worlds

YARDSTICKS = worlds.YARDSTICKS


def row(share, others, people=10_000.0):
    return pd.Series(
        {
            "people": people,
            "share_of_residents": people / 100_000,
            "people_losing": share * people,
            "share_losing": share,
            "share_losing_others": others,
        }
    )


@pytest.mark.parametrize(
    ("share", "others", "said"),
    [
        (0.17, 0.15, WORSE),  # two points
        (0.15, 0.17, BETTER),
        (0.155, 0.15, ALIKE),  # half a point, and 1.03 times
        (0.012, 0.010, WORSE),  # a fifth of a point, but 1.2 times
        (0.010, 0.012, BETTER),
        (0.16, 0.15, WORSE),  # just a point
        (0.0006, 0.0004, TOO_FEW),  # 42 people in all
        (0.0, 0.0, TOO_FEW),
        (0.5, float("nan"), ALL_IN_IT),
    ],
)
def test_verdicts(share, others, said):
    assert verdict(row(share, others), YARDSTICKS) == said


def rows(known=None, **fields):
    results = fair_worlds.results({"close": "east"}, known=known, **fields)
    impact = results.impacts[0]
    table = compare(impact, groups_of(impact, results.area), losing_minutes=10, limit_minutes=45, far=0.9)
    return pd.DataFrame(psed(table, YARDSTICKS, [one.group_id for one in results.area.groups.groups]))


def test_what_the_area_has_is_tested_and_what_it_lacks_is_said():
    table = rows()
    disabled = table[table["characteristic"] == "disability"].iloc[0]
    assert (disabled["group"], disabled["verdict"], disabled["tested"]) == ("disabled", BETTER, "yes")
    assert disabled["share_losing_everyone"] == pytest.approx(400 / 1100)
    race = table[table["characteristic"] == "race"].iloc[0]
    assert (race["tested"], race["verdict"]) == ("no", "cannot be tested")
    assert "TS021" in race["why_not"]
    assert set(table["characteristic"]) >= {"age", "sex", "pregnancy and maternity", "deprivation"}


def test_every_protected_characteristic_of_the_act_is_there():
    protected = {one.characteristic for one in YARDSTICKS.characteristics if one.protected != "no"}
    assert protected == {
        "age", "disability", "gender reassignment", "marriage and civil partnership", "pregnancy and maternity",
        "race", "religion or belief", "sex", "sexual orientation",
    }  # fmt: skip


def test_a_group_of_no_characteristic_is_still_shown():
    known = fair_worlds.zone_groups()
    odd = known.groups[0].__class__(**{**vars(known.groups[0]), "group_id": "shift_workers"})
    area = fair_worlds.area(groups=known.__class__(table=known.table, groups=(*known.groups, odd)))
    table = rows(area)
    assert table[table["group"] == "shift_workers"]["characteristic"].tolist() == [OTHER]


def test_counts_of_all_ages_are_not_used_for_some_ages():
    table = rows(profiles=["walk-65-plus"])
    disabled = table[table["characteristic"] == "disability"].iloc[0]
    assert "stands for some ages" in disabled["why_not"]


def test_patterns():
    one = Characteristic(
        characteristic="sex", protected="yes", patterns=("women", "sex_*"), cannot_test="", source="", date="",
        url="", confidence="",
    )  # fmt: skip
    assert [one.tests(name) for name in ("women", "sex_male", "unisex_male")] == [True, True, False]
