"""Other plans as states of the page's switches."""

from estate_model.model import access_of as run
from estate_model.outputs.map.switches import all_sites, presets, switches
from tests import worlds
from tests.test_model import scenario

EVENINGS = "Mo-Su 18:00-22:00"


def chosen_hours(switched, preset):
    return {one.site_id: one.choices[n].hours for one, n in zip(switched, preset.chosen, strict=True)}


def test_a_plan_becomes_choices_and_hours_only_it_has_become_a_state_of_their_own():
    area = worlds.area()
    results = run(scenario({"close": "east"}), area)
    plan = run(scenario({"set_hours": "west", "hours": EVENINGS}), area).after
    switched = switches(results, all_sites(results), (plan,))
    (preset,) = presets(switched, {"Evenings only": plan})
    assert preset.title == "Evenings only"
    assert chosen_hours(switched, preset) == {"west": EVENINGS, "mid": "off", "east": worlds.ALL_DAY}
    west = next(one for one in switched if one.site_id == "west")
    assert [choice.state for choice in west.choices][-1] == "plan1"
    assert west.choices[-1].change == "set_hours"
    assert west.start == 0


def test_a_plan_with_a_counter_the_page_does_not_know_is_left_out():
    area = worlds.area()
    results = run(scenario({"close": "east"}), area)
    far = run(scenario({"open": "new", "at": "AA4 1AA", "name": "New", "hours": "24/7"}), area).after
    assert presets(switches(results, all_sites(results)), {"New": far}) == ()


def test_a_plan_with_a_new_counter_of_the_same_id_in_another_place_is_left_out():
    new = {"open": "new", "name": "New", "hours": "24/7"}
    results = run(scenario({**new, "at": "AA4 1AA"}), worlds.area())
    far = run(scenario({**new, "at": "AA6 1AA"}), worlds.area()).after
    assert presets(switches(results, all_sites(results), (far,)), {"Farther": far}) == ()
