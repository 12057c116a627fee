"""Whose counters count: sites of two forces, a scenario that leaves one out, and an area that names none."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from estate_model.analysis.choice.case import make_case
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.copy_area import Cut, copy_area
from estate_model.model import run
from estate_model.nouns.network import Travel
from estate_model.outputs.report import Report
from estate_model.outputs.summary import content
from estate_model.outputs.words.details import details
from estate_model.scenario.check import area_faults
from estate_model.scenario.scenario import Scenario, estate_after, estate_before
from tests import worlds

OWN, OTHER = "Street Police", "Lane Police"


def two_forces(force=OWN):
    """West and mid are the Street's own, one of them without saying so; east is the Lane's."""
    named = {"west": OWN, "mid": "", "east": OTHER}
    buildings = {key: replace(worlds.site(key), operator=named[key]) for key in named}
    return worlds.area({"west": "24/7", "mid": "24/7", "east": "24/7"}, buildings=buildings, force=force)


def scenario(*changes, **fields):
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "moments": {"noon": "Tu 12:00"}, "profiles": ["walk"]}  # fmt: skip
    return Scenario.model_validate({**base, **fields, "changes": list(changes)})


def report(*changes, area=None, against=None, **fields):
    results = run(scenario(*changes, **fields), area or two_forces(), against=against)
    return Report(results=results, cells=gpd.GeoDataFrame(), inputs=())


def test_every_forces_counter_counts_but_the_numbers_are_the_own_forces():
    made = report({"close": "west"})
    text = " ".join(details(made))
    assert "2 counters before, 1 after: 1 closes. Open all day, every day: 2 before, 1 after." in text
    assert "Open counter-hours a week: 336 before, 168 after." in text
    assert (
        "Counters of the Street Police and the Lane Police count. Numbers of counters and their hours are the "
        "Street Police's." in text
    )
    # before: 0, 5, 10, 0, 5, 5 and 0 minutes with mid and east; (100 x 15 + 200 x 10) / 1100 = 3.2
    assert made.results.impacts[0].before.values.tolist() == [0, 300, 300, 0, 300, 300, 0]
    counters = content(made)["counters"]
    assert (counters["before"], counters["after"], counters["week_hours_after"]) == (2, 1, 168)
    assert [change.operator for change in made.counters] == [OTHER, OWN, OWN]


def test_a_scenario_may_leave_the_others_out():
    made = report({"close": "west"}, operators=[OWN])
    assert made.results.impacts[0].before.values.tolist() == [0, 300, 300, 0, 300, 600, 900]
    assert "Counters of the Street Police count, not those of the Lane Police." in " ".join(details(made))
    assert [change.site.site_id for change in made.counters] == ["mid", "west"]


def test_the_same_forces_count_before_and_after_in_a_comparison():
    made = report({"close": "west"}, against=scenario(name="other"), operators=[OWN])
    assert "east" not in made.results.before.sites
    made = report({"close": "west"}, against=scenario(name="other", operators=[OWN]))
    assert "east" in made.results.before.sites


def test_keep_only_closes_no_counter_of_another_force():
    after = estate_after(scenario({"keep_only": "west"}), two_forces())
    assert [site.site_id for site in after.counters] == ["east", "west"]


def test_a_new_building_is_the_own_forces():
    new = {"open": "new", "at": "AA6 1AA", "hours": "24/7"}
    after = estate_after(scenario(new, operators=[OWN]), two_forces())
    assert [site.site_id for site in after.counters] == ["mid", "new", "west"]
    after = estate_after(scenario(new, {"keep_only": "west"}), two_forces())
    assert [site.site_id for site in after.counters] == ["east", "west"]


def test_an_area_that_names_no_force_is_as_before():
    assert worlds.area().operators == ()
    made = report(area=worlds.area(force=OWN))
    assert {change.operator for change in made.counters} == {""}
    assert "Police count" not in " ".join(details(made))
    assert estate_before(scenario(), worlds.area()).force == ""


def test_one_force_alone_needs_no_force_of_the_area():
    """As in a copy of some boroughs with another force's counter only."""
    buildings = {key: replace(worlds.site(key), operator=OTHER) for key in worlds.SITE_AT}
    made = report({"close": "east"}, area=worlds.area(buildings=buildings, force=OWN))
    assert "2 counters before, 1 after" in " ".join(details(made))


def faults(**fields):
    changes = fields.pop("changes", [])
    return list(area_faults(scenario(*changes, **fields), fields.pop("area", two_forces())))


def test_what_only_the_area_can_show_of_operators():
    assert faults(operators=["Street Polise"]) == [
        (
            ("operators", 0),
            "no operator 'Street Polise'; did you mean 'Street Police'? (there are: Lane Police, Street Police)",
        )
    ]
    left_out = "'east' is a site of Lane Police, whose counters do not count by 'operators'"
    assert (("changes", 0, "close"), left_out) in faults(operators=[OWN], changes=[{"close": ["east"]}])
    assert (("baseline_hours", "east"), left_out) in faults(operators=[OWN], baseline_hours={"east": "off"})
    none = list(area_faults(scenario(operators=[OWN]), worlds.area()))
    assert none == [
        (("operators",), "no site of this area names an operator, so every counter counts; leave it out")
    ]


@pytest.mark.parametrize(
    ("force", "named"),
    [("", {"west": OWN, "mid": "", "east": OTHER}), ("Street Polise", {"west": OWN, "east": OTHER})],
)
def test_sites_of_two_forces_need_the_areas_own(force, named):
    buildings = {key: replace(worlds.site(key), operator=operator) for key, operator in named.items()}
    words = f"sites' operators are Lane Police, Street Police: 'force' must be one of them, not '{force}'"
    with pytest.raises(ValueError, match=words):
        worlds.area(buildings=buildings, force=force)


def test_a_site_that_names_none_is_the_areas_own_where_only_others_are_marked():
    buildings = {
        key: replace(worlds.site(key), operator=OTHER if key == "east" else "") for key in worlds.SITE_AT
    }
    assert worlds.area(buildings=buildings, force=OWN).operators == (OWN, OTHER)


def test_operators_and_other_hours_are_read_from_the_folder(tmp_path):
    folder = worlds.write(tmp_path)
    sites, hours = folder / "street" / "sites.csv", folder / "street" / "hours.csv"
    pd.read_csv(sites).assign(operator=OWN).to_csv(sites, index=False)
    table = pd.read_csv(hours).drop(columns="otherwise")
    other = "Mo-Fr 12:00-20:00 or Mo-Fr 08:00-20:00; Sa 10:00-18:00"
    table.assign(hours_otherwise=[other, ""]).to_csv(hours, index=False)
    worlds.sign(folder)
    area = read_area(folder / "street", folder / "parameters")
    assert area.operators == (OWN,)
    assert area.hours[0].otherwise == ("Mo-Fr 12:00-20:00", "Mo-Fr 08:00-20:00; Sa 10:00-18:00")
    table.assign(hours_otherwise=["Mo-Fr noon", ""]).to_csv(hours, index=False)
    worlds.sign(folder)
    with pytest.raises(AreaError, match=r"hours\.csv:2: hours"):
        read_area(folder / "street", folder / "parameters")


def test_choosing_is_among_the_own_forces_counters():
    case = make_case(scenario(), two_forces(), ChoiceScope(), Travel())
    assert case.problem.site_ids == ("mid", "west")
    both = make_case(scenario(operators=[OWN, OTHER]), two_forces(), ChoiceScope(), Travel())
    assert both.problem.site_ids == ("east", "mid", "west")


def test_a_cut_keeps_the_bases_of_its_wards_and_its_own_force(tmp_path):
    folder = worlds.write(tmp_path / "data")
    (folder / "street" / "bases.csv").write_text(
        "base_id,name,kind,easting,northing,ward_codes\n"
        "one,B,base,530000,180000,Z1;Z2\ntwo,C,base,532400,180000,Z2\nthree,D,base,,,\n"
    )
    sites = folder / "street" / "sites.csv"
    pd.read_csv(sites).assign(operator=[OTHER, OTHER, OTHER]).to_csv(sites, index=False)
    worlds.sign(folder)
    copy_area(folder / "street", tmp_path / "own", area_id="part", cut=Cut(boroughs=("Streetham",)))
    area = read_area(tmp_path / "own" / "part", tmp_path / "own" / "parameters")
    assert [(base.base_id, base.ward_codes) for base in area.bases] == [("one", ("Z1",))]
    assert area.operators == (OTHER,)


def test_a_new_building_is_refused_where_the_own_force_does_not_count():
    new = {"open": "new", "at": "AA6 1AA", "hours": "24/7"}
    faults = dict(area_faults(scenario(new, operators=[OTHER]), two_forces()))
    assert "'new' is a site of Street Police, whose counters do not count" in faults["changes", 0, "open"]
    assert not list(area_faults(scenario(new, operators=[OWN]), two_forces()))
