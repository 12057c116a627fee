"""The Met's decision of 2026 against the best counters under the same opening patterns."""

import pytest

from estate_model.analysis.choice.case import make_case
from estate_model.analysis.choice.choice import SearchLimits, by_moment, estate_hours, search_of
from estate_model.analysis.choice.request import PlanRequest, scenario_hours
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.model import access_of as run
from estate_model.nouns import CLOSED
from estate_model.optimise.best import best
from estate_model.optimise.score import score
from estate_model.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def case(london_loaded, london_travel):
    scenario, area, _ = london_loaded
    only_walk = scenario.model_copy(update={"profiles": ("walk",)})
    return make_case(only_walk, area, ChoiceScope(), london_travel)


@pytest.fixture(scope="module")
def search(case):
    return search_of(case, PlanRequest(keep=27), SearchLimits())


@pytest.fixture(scope="module")
def best_27(search):
    return best(search)


def test_the_best_27_with_the_decisions_own_patterns(case, search, best_27):
    assert search.week.sets < 6000
    found = best_27
    hours = case.hours_of(found.plan)
    texts = [text for text in hours.values() if text != CLOSED]
    assert (found.gap, found.proven) == (0, True)
    assert (len(texts), texts.count("24/7")) == (27, 2)
    decided = score(search.problem, case.openings(estate_hours(case, case.after)))
    assert found.value == pytest.approx(99.10, abs=0.005)
    assert decided.mean_minutes == pytest.approx(105.59, abs=0.005)


def test_running_what_was_chosen_gives_the_same_minutes(case, best_27, london_travel):
    hours = case.hours_of(best_27.plan)
    kept = [key for key, text in hours.items() if text != CLOSED]
    shorter = {text: [key for key in kept if hours[key] == text] for text in set(hours.values()) - {CLOSED}}
    changes = [{"keep_only": kept}]
    changes += [{"set_hours": keys, "hours": text} for text, keys in sorted(shorter.items())]
    fields = case.scenario.model_dump(exclude={"changes"})
    ran = run(Scenario.model_validate({**fields, "changes": changes}), case.area, travel=london_travel)
    said = by_moment(case, hours).set_index(["moment", "group"])["mean_minutes"]
    for impact in ran.impacts:
        minutes = impact.after.values / 60
        for group in ("everyone", "offline_central"):
            people = impact.exposure.of(group)
            assert said[impact.moment.name, group] == pytest.approx(people @ minutes / people.sum(), rel=1e-9)


@pytest.mark.rebuild
def test_hours_as_in_the_decision_could_do_better(case):
    assert scenario_hours(case) == 2336
    found = best(search_of(case, PlanRequest(same_hours=True), SearchLimits()))
    assert found.gap == 0
    assert found.value < 60
