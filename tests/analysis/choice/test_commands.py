"""rank, choose and frontier as a user types them, on The Street; answers checked on paper.

The Street's three buildings stand at 0, 15 and 30 minutes; its people are two thirds on the east side.
"""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from estate_model.analysis.choice.case import make_case
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.commands.load import load
from estate_model.errors import EstateModelError
from estate_model.nouns.network import Travel
from tests.test_cli import SCENARIO, invoke

TWO_OF_THREE = """title: Three become two
question: Which two?
area: street
baseline: 2025-06-01
changes:
  - open: mid
    hours: 24/7
  - close: west
moments:
  noon: Tu 12:00
  night: We 03:00
profiles: [walk, cycle]
headline_minutes: 10
thresholds_minutes: [10, 15]
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "three.yaml"
    path.write_text(TWO_OF_THREE)
    return path


def data_of(folder, name):
    return json.loads((folder / name).read_text())


def choose(street, out, *words):
    return invoke("choose", *words, "--data", street, "--out", out)


def test_rank_says_what_closing_and_reopening_do(street, three, tmp_path):
    result = invoke("rank", three, "--data", street, "--out", tmp_path)
    table = pd.read_csv(tmp_path / "three-rank" / "rank.csv").set_index(["moment", "site_id"])
    assert set(table.index.get_level_values("moment")) == {"week", "noon", "night"}
    everyone = table["person_minutes_added_everyone"]
    # open: mid at AA4 and east at AA7; to the other when one shuts, to west (AA1) when it reopens
    assert everyone["week", "east"] == 200 * (5 + 15) + 0 + 0  # AA6: 5 to 10, AA7: 0 to 15 minutes
    assert everyone["noon", "mid"] == 200 * 15 + 200 * 5 + 100 * (15 * 3)
    assert everyone["noon", "west"] == -100 * (15 + 5)
    assert table["people_over_10_minutes_added_everyone"]["noon", "west"] == -100
    assert table["people_over_10_minutes_added_everyone"]["noon", "east"] == 200
    assert table["borough_most_changed"]["noon", "mid"] == "Streetham"
    assert table["action"]["noon", "west"] == "reopen"
    assert "Closing alone costs" in result.stdout
    assert "not operational advice" in " ".join(result.stdout.split())


def test_ranking_is_what_runs_of_one_closure_say(street, tmp_path):
    """The second-nearest trick against the whole model, closure by closure."""
    both = tmp_path / "both.yaml"
    both.write_text(TWO_OF_THREE.replace("  - close: west\n", ""))
    invoke("rank", both, "--data", street, "--out", tmp_path)
    table = pd.read_csv(tmp_path / "both-rank" / "rank.csv").set_index(["moment", "site_id"])
    invoke("run", both, "--data", street, "--out", tmp_path, "--light")
    now = totals(data_of(tmp_path / "both-light", "summary.json"))
    for gone in ("west", "mid", "east"):
        closed = [one for one in ("west", "mid", "east") if one != gone]
        path = tmp_path / f"without-{gone}.yaml"
        path.write_text(TWO_OF_THREE.replace("close: west", f"keep_only: {json.dumps(closed)}"))
        if gone == "mid":
            path.write_text(
                TWO_OF_THREE.replace("  - open: mid\n    hours: 24/7\n  - close: west\n", "  []\n")
            )
        invoke("run", path, "--data", street, "--out", tmp_path, "--light")
        then = totals(data_of(tmp_path / f"{path.stem}-light", "summary.json"))
        for group, people in (("everyone", 1100), ("offline_central", 88)):
            added = (
                then["noon", group]["mean_minutes_after"] - now["noon", group]["mean_minutes_after"]
            ) * people
            assert table[f"person_minutes_added_{group}"]["noon", gone] == pytest.approx(
                added, abs=people * 0.1
            )


def totals(summary):
    return {(r["moment"], r["group"]): r for r in summary["results"] if r["profile"] == "walk"}


def test_choose_and_run_of_what_was_chosen_say_the_same(street, three, tmp_path):
    result = choose(street, tmp_path, three, "--keep", "2")
    folder = tmp_path / "three-choose-median-keep-2"
    choice = data_of(folder, "choice.json")
    assert (
        choice["open"] == ["mid", "west"]
        or choice["open"] == ["east", "mid"]
        or choice["open"] == ["east", "west"]
    )
    assert choice["proven_optimal"] is True
    assert "Proven optimal" in result.stdout
    invoke("run", folder / "chosen.yaml", "--data", street, "--out", tmp_path, "--light")
    ran = totals(data_of(tmp_path / "chosen-light", "summary.json"))
    moments = pd.read_csv(folder / "moments.csv").set_index(["estate", "moment", "group"])
    for (moment, group), row in ran.items():
        chosen = moments.loc["chosen", moment, group]
        assert chosen["mean_minutes"] == pytest.approx(row["mean_minutes_after"], abs=0.051)
        over = row["people"] - row["people_within_10_minutes_after"]
        assert chosen["people_over_10_minutes"] == pytest.approx(over, abs=0.6)


def test_choosing_twice_gives_the_same_bytes(street, three, tmp_path):
    for name in ("one", "two"):
        choose(street, tmp_path / name, three, "--keep", "2", "--draws", "3")
    folders = [tmp_path / name / "three-choose-median-keep-2" for name in ("one", "two")]
    for path in sorted(folders[0].iterdir()):
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name
    counters = pd.read_csv(folders[0] / "counters.csv")
    assert {"open_by_offline_low", "open_by_cycle", "share_of_draws"} <= set(counters.columns)
    assert counters["share_of_draws"].sum() == pytest.approx(2)


@pytest.mark.parametrize("objective", ["median", "cover", "centre", "worst-borough", "mix"])
def test_every_objective_gives_a_scenario_that_runs(street, three, tmp_path, objective):
    words = [three, "--hours", "same", "--objective", objective, "--each-borough"]
    choose(street, tmp_path, *words, "--pattern", "all-day=24/7", "--pattern", "short=Mo-Fr 09:00-17:00")
    folder = tmp_path / f"three-choose-{objective}-hours-same"
    choice = data_of(folder, "choice.json")
    assert choice["staffed_hours_a_week"]["chosen"] <= choice["staffed_hours_a_week"]["after"] == 336
    assert choice["scores"]["chosen"]["mean_minutes"] > 0
    assert any("Optimised: " in one for one in choice["terms"])
    invoke("check", folder / "chosen.yaml", "--data", street)


def test_a_new_building_comes_back_in_what_was_chosen(street, tmp_path):
    path = tmp_path / "moved.yaml"
    path.write_text(TWO_OF_THREE.replace("  - close: west\n", "  - move: east\n    to: AA5 1AA\n"))
    choose(street, tmp_path, path, "--keep", "1", "--must-keep", "east-moved")
    folder = tmp_path / "moved-choose-median-keep-1"
    assert 'at: "AA5 1AA"' in (folder / "chosen.yaml").read_text()
    assert "in order" in invoke("check", folder / "chosen.yaml", "--data", street).stdout


def test_budget_own_hours_and_candidates(street, tmp_path):
    costs = tmp_path / "costs.csv"
    costs.write_text("site_id,fixed,per_hour\n*,10,1\nwest,0,0.5\n")
    words = ("--budget", "100", "--costs", costs, "--own-hours", "--candidates", "all")
    choose(street, tmp_path, SCENARIO, *words)
    choice = data_of(tmp_path / "street-choose-median-budget-100", "choice.json")
    assert choice["open"] == ["west"]
    record = data_of(tmp_path / "street-choose-median-budget-100", "run.json")
    assert "costs.csv" in {row["path"] for row in record["inputs"]}


def test_frontier_falls_and_has_the_estates_beside_it(street, three, tmp_path):
    result = invoke("frontier", three, "--data", street, "--out", tmp_path)
    folder = tmp_path / "three-frontier"
    found = data_of(folder, "frontier.json")
    values = [step["value"] for step in found["steps"]]
    assert [step["amount"] for step in found["steps"]] == [1, 2, 3]
    assert values == sorted(values, reverse=True)
    for point in found["points"]:
        assert point["above_frontier"] >= -1e-6
    assert ET.fromstring((folder / "frontier.svg").read_text()).tag.endswith("svg")  # noqa: S314 - our own
    assert "every step proven optimal" in result.stdout
    for by in ("hours", "cost"):
        costs = tmp_path / "costs.csv"
        costs.write_text("site_id,fixed,per_hour\n*,10,1\n")
        more = ("--costs", costs) if by == "cost" else ()
        invoke("frontier", three, "--by", by, "--steps", "3", *more, "--data", street, "--out", tmp_path)
        steps = data_of(tmp_path / f"three-frontier-median-by-{by}", "frontier.json")["steps"]
        values = [step["value"] for step in steps]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--keep", "2", "--must-keep", "wst"), "--must-keep: 'wst' is not among the candidates; did you mean 'west'"),
        (("--keep", "2", "--when", "non"), "no moment 'non'; did you mean 'noon'"),
        (("--keep", "2", "--group", "offline"), "no group 'offline'"),
        (("--keep", "2", "--profile", "drive"), "no profile 'drive'"),
        (("--keep", "9"), "exclude one another: keep 9"),
        (("--keep", "2", "--must-keep", "west,mid,east"), "keep 2; must keep"),
        (("--keep", "2", "--concentration-at-most", "0"), "no deciles of deprivation"),
        (("--keep", "2", "--worst-decile-at-most", "1"), "none keeps the worst-off decile's mean at 1 minutes"),
        (("--keep", "2", "--pattern", "x=whenever"), "opening hours 'whenever'"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_clear_error_and_nothing_is_written(
    street, three, tmp_path, words, message
):
    with pytest.raises(EstateModelError) as error:
        choose(street, tmp_path / "maps", three, *words)
    assert message in str(error.value)
    assert not (tmp_path / "maps").exists()


@pytest.mark.parametrize(
    "words",
    [(), ("--budget", "5"), ("--keep", "0"), ("--hours", "many"), ("--keep", "2", "--when", "noon=-1"),
     ("--keep", "2", "--pattern", "24/7"), ("--keep", "2", "--own-hours", "--pattern", "a=24/7"),
     ("--budget", "nan"), ("--keep", "2", "--cap-minutes", "nan"), ("--keep", "2", "--when", "noon,noon=2"),
     ("--keep", "2", "--pattern", "a=24/7", "--pattern", "a=Mo 10:00-12:00")],
)  # fmt: skip
def test_usage_errors_are_usage_errors(street, three, tmp_path, words):
    assert choose(street, tmp_path, three, *words).exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [("site_id,fixed\n*,1\n", "column 'per_hour' is missing"), ("site_id,fixed,per_hour\n*,1,-1\n", "below 0"),
     ("site_id,fixed,per_hour\nwest,1,1\n", "no row for east"),
     ("site_id,fixed,per_hour\n*,1,1\nwset,5,5\n", "no site 'wset' in this area; did you mean 'west'")],
)  # fmt: skip
def test_costs_that_cannot_be_used(street, three, tmp_path, text, message):
    costs = tmp_path / "costs.csv"
    costs.write_text(text)
    with pytest.raises(EstateModelError, match=message):
        choose(street, tmp_path / "maps", three, "--budget", "10", "--costs", costs)


def test_another_way_of_travel_has_its_own_shut_doors(street, three, tmp_path):
    """Ten minutes before closing: who walks from the far end is late, who cycles at thrice the speed is not."""
    path = tmp_path / "closing.yaml"
    path.write_text(three.read_text().replace("  noon: Tu 12:00", "  closing: Tu 16:50"))
    scenario, area, _ = load(str(path), street)
    scope = ChoiceScope(patterns=(("office", "Mo-Su 09:00-17:00"),), when=(("closing", 1.0),))
    case = make_case(scenario, area, scope, Travel())
    late = {}
    for profile in ("walk", "cycle"):
        problem = case.problem_of(profile)
        (week_class,) = problem.classes
        counted = problem.seconds_in(week_class, 0)
        assert np.array_equal(np.isfinite(counted), problem.seconds < 600)
        late[profile] = int(np.isinf(counted).sum())
    assert late["walk"] > late["cycle"]
    assert np.array_equal(case.problem_of("walk").people, case.problem.people)


def test_doors_that_shut_beyond_the_cap_are_not_other_hours(street, three, tmp_path):
    """The office shuts in 20 minutes: that matters among journeys of up to 30, not where over 15 count as 15."""
    path = tmp_path / "closing.yaml"
    path.write_text(three.read_text().replace("  noon: Tu 12:00", "  closing: Tu 16:40"))
    scenario, area, _ = load(str(path), street)
    scope = ChoiceScope(patterns=(("office", "Mo-Su 09:00-17:00"),), when=(("closing", 1.0),))
    cases = [make_case(scenario, area, replace(scope, cap_minutes=cap), Travel()) for cap in (240.0, 15.0)]
    assert [case.problem.classes[0].seconds_of is None for case in cases] == [False, True]
