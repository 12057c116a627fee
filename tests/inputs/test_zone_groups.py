"""Groups, deciles and demand by zone: as built, as read, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.nouns.zone_groups import Category, Demand, Group, ZoneGroups
from tests import worlds
from tests.inputs import recipe_worlds


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The street as built, once."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "data").mkdir()
    recipe_worlds.build(recipe_worlds.write(folder / "tables"), folder / "data")
    return worlds.taken(folder / "data")


@pytest.fixture
def data(files, tmp_path):
    return worlds.put(files, tmp_path / "data")


def read(data):
    return read_area(data / "street", data / "parameters")


def test_groups_as_built_are_groups_as_read(data):
    area = read(data)
    groups = area.groups
    assert (data / "street/groups.csv").read_text() == (
        "zone_code,blue_brown,blue_brown_base,no_car,no_car_base,decile,taken\n"
        "Z1,45,300,25,100,1,15\nZ2,80,800,415,400,10,\n"
    )
    assert groups.groups[0] == Group(
        group_id="blue_brown", label="Blue or brown", column="blue_brown", base_column="blue_brown_base",
        unit="people", source="The counts, Nobody", date="2025-01-01",
    )  # fmt: skip
    assert groups.categories[0].meaning == "1 = most deprived"
    assert (groups.demands[0].unit, groups.demands[0].per_year) == ("recorded crimes", 3.0)
    assert groups.share("blue_brown").to_dict() == {"Z1": 0.15, "Z2": 0.1}
    assert groups.share("no_car").to_dict() == {"Z1": 0.25, "Z2": 1.0}
    assert groups.class_of("decile").to_dict() == {"Z1": 1.0, "Z2": 10.0}
    assert groups.a_year("taken")["Z1"] == 45
    assert np.isnan(groups.a_year("taken")["Z2"])


def test_a_demand_may_show_only_shares(data):
    assert [demand.totals for demand in read(data).groups.demands] == [True]
    recipe_worlds.sign(data / "street", demand=[{**DEMAND, "totals": False}])
    assert [demand.totals for demand in read(data).groups.demands] == [False]


def test_the_people_of_a_group_are_shares_of_the_residents(data):
    area = read(data)
    people = area.places.people.sum(axis=1) * area.groups.share("blue_brown").to_numpy()[area.place_zone]
    assert people.sum() == pytest.approx(45 + 80)


def test_counts_above_their_base_and_households_are_notes(data):
    notes = read(data).notes
    assert (
        "Without a car: in 1 zone the count is above its base, by up to 15 (Census counts are perturbed); "
        "the share is taken as 1." in notes
    )
    assert any(note.startswith("Counted in households: Without a car. The share") for note in notes)


def test_an_area_without_groups_has_none():
    groups = worlds.area().groups
    assert (len(groups.table), groups.groups, groups.categories, groups.demands) == (0, (), (), ())
    assert groups.notes() == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("blue_brown_base", "blue", "column 'blue_brown_base' is missing; did you mean 'blue_brown'?"),
        ("Z1,45", "Z1,-45", "groups.csv:2: blue_brown: a count is below 0"),
        ("Z1,45", "Z1,", "groups.csv:2: blue_brown: '' is not a number"),
        ("Z1,45", "Z1,many", "groups.csv:2: blue_brown: 'many' is not a number"),
        ("Z2,80", "Z9,80", "groups.csv:3: zone_code 'Z9' is not in zones.csv"),
        ("Z2,80,800,415,400,10,\n", "", "groups.csv: has no row for zone Z2 (1 are missing)"),
        ("Z2,80", "Z1,80", "groups.csv:3: zone_code 'Z1' appears twice"),
        ("Z1,45,300", "Z1,300,45", "groups.csv: group blue_brown: zone Z1: counts 300 of a base of 45"),
        ("Z1,45,300", "Z1,45,0", "zone Z1: counts 45 of a base of 0"),
        (
            "400,10,",
            "400,2.5,",
            "category decile: zone Z2: 2.5 must be a whole number of 1 or more, or blank",
        ),
        ("400,10,", "400,0,", "category decile: zone Z2: 0 must be a whole number of 1 or more, or blank"),
        ("400,10,", "400,10,few", "groups.csv:3: taken: 'few' is not a number"),
        ("400,10,", "400,10,NaN", "groups.csv:3: taken: 'NaN' is not a number"),
        ("400,10,", "400,10,inf", "groups.csv:3: taken: 'inf' is not a number"),
        ("400,10,", "400,10", "groups.csv:3: has 6 fields, the header has 7"),
    ],
)
def test_a_table_with_one_mistake(old, new, said, data):
    path = data / "street" / "groups.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    recipe_worlds.sign(data / "street")
    with pytest.raises(AreaError) as caught:
        read(data)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "as_saved",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", " , "),
        lambda text: "\ufeff" + text,
        lambda text: "".join(f"{line},,\n" for line in text.splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
    ],
    ids=["semicolons", "blanks", "a byte order mark", "columns without a name", "Windows", "blank rows"],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(as_saved, data):
    before, path = read(data), data / "street" / "groups.csv"
    path.write_bytes(as_saved(path.read_text()).encode())
    recipe_worlds.sign(data / "street")
    pd.testing.assert_frame_equal(read(data).groups.table, before.groups.table)


def test_a_column_that_stands_twice_is_refused(data):
    path = data / "street" / "groups.csv"
    head, _, rows = path.read_text().partition("\n")
    path.write_text("".join(f"{line},{line.split(',')[1]}\n" for line in [head, *rows.splitlines()]))
    recipe_worlds.sign(data / "street")
    with pytest.raises(AreaError, match="column 'blue_brown' stands twice in the header"):
        read(data)


GROUP = {"id": "x", "label": "x", "column": "no_car", "base_column": "no_car_base",
         "unit": "people", "source": "s", "date": "d"}  # fmt: skip
DEMAND = {"id": "x", "label": "x", "column": "taken", "unit": "crimes", "period": "2019", "per_year": 1.0,
          "source": "s", "date": "d"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "entries", "said"),
    [
        (
            "group",
            [{**GROUP, "unit": "cats"}],
            "group.1.unit: 'cats' is not known (allowed: people, households)",
        ),
        ("group", [{**GROUP, "colour": "x"}], "group.1.colour: unknown key 'colour'; did you mean 'column'?"),
        ("group", [{**GROUP, "label": ""}], "group.1.label: is empty"),
        ("group", [GROUP, GROUP], "group: two entries have the id x"),
        ("group", 3, "area.toml:1: group: must be a list, such as"),
        ("demand", [{**DEMAND, "per_year": 0}], "demand.1.per_year: must be above 0, not '0'"),
        ("demand", [{**DEMAND, "per_year": "3"}], "demand.1.per_year: '3' must be a number"),
        ("category", [{"id": "x"}], "category.1.meaning: is missing"),
        ("demand", [{**DEMAND, "totals": "no"}], "demand.1.totals: 'no' must be true or false"),
        (
            "demand",
            [{**DEMAND, "total": False}],
            "demand.1.total: unknown key 'total'; did you mean 'totals'?",
        ),
        ("group", [{**GROUP, "totals": True}], "group.1.totals: unknown key 'totals'"),
    ],
)
def test_a_manifest_with_one_mistake(kind, entries, said, data):
    recipe_worlds.sign(data / "street", **{kind: entries})
    with pytest.raises(AreaError) as caught:
        read(data)
    assert said in str(caught.value)


def test_groups_that_are_spoken_of_need_their_file_in_the_manifest(data):
    text = (data / "street/area.toml").read_text().replace('path = "groups.csv"', 'path = "groops.csv"')
    (data / "street/area.toml").write_text(text)
    with pytest.raises(AreaError, match=r"has no \[\[file\]\] entry for groups\.csv"):
        read(data)


def test_the_noun_checks_itself():
    table = pd.DataFrame({"a": [1.0, np.nan]}, index=["Z1", "Z2"])
    group = Group(group_id="g", label="", column="a", base_column="b", unit="people", source="", date="")
    with pytest.raises(ValueError, match="column 'a' lacks a number"):
        ZoneGroups(table=table, groups=(group,))
    with pytest.raises(ValueError, match="there is no column 'b'"):
        ZoneGroups(table=table.fillna(1.0), groups=(group,))
    category = Category(category_id="c", label="", column="a", meaning="", source="", date="")
    ZoneGroups(table=table, categories=(category,))
    demand = Demand(demand_id="d", label="", column="a", unit="", period="", per_year=1, source="", date="")
    with pytest.raises(ValueError, match="must hold numbers of 0 or more"):
        ZoneGroups(table=-table, demands=(demand,))
    with pytest.raises(ValueError, match="a zone_code appears twice"):
        ZoneGroups(table=pd.DataFrame(index=["Z1", "Z1"]))
    known = ZoneGroups(table=table, categories=(category,))
    with pytest.raises(ValueError, match="has not the same zones, in the same order"):
        worlds.area(groups=ZoneGroups(table=table.iloc[::-1], categories=known.categories))
