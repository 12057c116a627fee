"""Officers' bases, worked by hand on The Street: wards of postcodes 1 to 3 and 4 to 7, 5 minutes apart."""

import csv
import io
import json
from dataclasses import replace

import pytest

from estate_model.analysis.choice.bases import BasesRequest, choose_bases
from estate_model.errors import ChoiceError
from estate_model.inputs.area.area_folder import read_area
from estate_model.nouns.network import Travel
from estate_model.outputs.choices.base_files import base_files
from estate_model.scenario.scenario import Scenario
from tests import worlds
from tests.test_cli import invoke

SCENARIO = Scenario(
    name="t", title="T", question="Q?", area="street", baseline="2025-06-01", profiles=("walk", "cycle")
)


def with_limit(area, minutes):
    """The street with another limit of the pledge."""
    standards = tuple(
        replace(one, threshold=minutes) if one.check == "ward_base" else one
        for one in area.yardsticks.standards
    )
    return replace(area, yardsticks=replace(area.yardsticks, standards=standards))


def chosen(number, minutes, area=None):
    area = with_limit(area or worlds.area(), minutes)
    return choose_bases(SCENARIO, area, Travel(), BasesRequest(bases=number))


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def test_one_base_in_the_middle_or_two_at_the_ends():
    # East stands at postcode 7, Mid at 4, West at 1; Mid is 5 minutes from postcode 3, the nearest of Z1
    near = chosen(1, 5)
    assert near.minutes.tolist() == [[20, 5, 0], [0, 0, 15]]
    assert [near.sites[one].site_id for one in near.cover.points] == ["mid"]
    assert (near.cover.covered, near.cover.most, near.beyond_all) == (2, 2, 0)
    assert chosen(1, 1).cover.covered == 1
    assert chosen(2, 1).cover.covered == 2


def test_files_say_what_was_chosen():
    files = base_files(chosen(1, 5))
    summary = files["summary.txt"].decode()
    assert "1 base put 2 of 2 wards (100%) within 5 minutes' walk of an officers' base: Mid Police" in summary
    assert "Proven optimal: no other 1 base of these sites put more wards so near." in summary
    assert json.loads(files["choice.json"])["bases"] == ["mid"]
    assert [(row["ward_code"], row["walk_minutes"], row["within"]) for row in rows(files, "wards.csv")] == [
        ("Z1", "5.0", "yes"), ("Z2", "0.0", "yes"),
    ]  # fmt: skip
    assert [(row["site_id"], row["chosen"], row["wards_within"]) for row in rows(files, "sites.csv")] == [
        ("east", "no", "1"), ("mid", "yes", "2"), ("west", "no", "1"),
    ]  # fmt: skip


def test_a_ward_that_no_site_is_near_is_told():
    made = chosen(1, 5, replace(worlds.area(), buildings={"east": worlds.site("east")}, hours=()))
    assert made.beyond_all == 1
    said = base_files(made)["summary.txt"].decode()
    assert "1 of 2 wards are farther than that from every site: no choice keeps the pledge for all." in said


def test_the_plan_is_an_area_s_own_table_of_bases(tmp_path):
    data = worlds.write(tmp_path)
    (data / "street/bases.csv").write_bytes(base_files(chosen(2, 5))["bases.csv"])
    worlds.sign(data)
    bases = read_area(data / "street", data / "parameters").bases
    assert any(base.site is not None and base.ward_codes for base in bases)
    assert sorted(code for base in bases for code in base.ward_codes) == ["Z1", "Z2"]


def test_only_the_force_s_own_sites_are_candidates():
    other = replace(worlds.site("mid"), operator="Theirs")
    made = chosen(2, 5, worlds.area(buildings={**worlds.area().buildings, "mid": other}, force="Ours"))
    assert [site.site_id for site in made.sites] == ["east", "west"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (BasesRequest(bases=4), "--bases: there are 3 sites, so choose from 1 to 3 of them"),
        (BasesRequest(bases=1, profile="cycle"), "the pledge is of a walk, which 'cycle' is not"),
        (BasesRequest(bases=1, profile="swim"), "no profile 'swim'"),
    ],
)
def test_what_cannot_be_chosen_is_refused(wanted, said):
    with pytest.raises(ChoiceError, match=said):
        choose_bases(SCENARIO, worlds.area(), Travel(), wanted)


def test_the_command_writes_the_plan_and_refuses_what_is_about_counters(street, tmp_path):
    path = tmp_path / "bases.yaml"
    path.write_text("title: T\nquestion: Q?\narea: street\nbaseline: 2025-06-01\n", encoding="utf-8")
    words = ("choose", path, "--data", street, "--out", tmp_path)
    result = invoke(*words, "--bases", "1")
    assert "of 2 wards (100%) within 20 minutes' walk" in " ".join(result.stdout.split())
    names = {one.name for one in (tmp_path / "bases-choose-bases-1").iterdir()}
    assert names == {"bases.csv", "choice.json", "run.json", "sites.csv", "summary.txt", "wards.csv"}
    assert "bases-choose-bases-1" in (tmp_path / "index.html").read_text(encoding="utf-8")
    refused = invoke(*words, "--bases", "1", "--keep", "1")
    assert refused.exit_code == 2
    assert "--keep is about counters and does not go with --bases" in refused.stderr
