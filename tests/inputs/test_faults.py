"""What a data folder may not say: every fault at once, with file and line, and never a KeyError or TypeError."""

import ast
from pathlib import Path

import pytest

import estate_model
from estate_model.analysis.demand import BOUNDS, COMPELLED, VISITS
from estate_model.analysis.uncertainty.draws import PARAMETERS
from estate_model.errors import MOST_FAULTS, AreaError, ScenarioError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.area_manifest import read_area_manifest
from estate_model.inputs.scenario.scenario_file import read_scenario
from estate_model.nouns.parameters import VARIED
from estate_model.nouns.standards import FIGURES_ASKED_FOR
from tests import worlds

HEAD = "title: T\nquestion: Q?\narea: street\nbaseline: 2025-10-01\n"


@pytest.fixture
def data(tmp_path):
    return worlds.write(tmp_path / "data")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def fault_of(data):
    with pytest.raises(AreaError) as caught:
        read_area(data / "street", data / "parameters")
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('[area]\nid = "street"\nname = "The Street"\ncrs = "EPSG:27700"', "", "area.toml:1: area: is missing"),
        ('[area]\nid = "street"\nname = "The Street"\ncrs = "EPSG:27700"', "area = 1", "area.toml:2: area: must be a table"),
        ('crs = "EPSG:27700"\n', "", "area.toml:2: area.crs: is missing"),
        ('id = "street"', 'id = "street"\nnmae = "x"', "area.toml:4: area.nmae: unknown key 'nmae'; did you mean 'name'?"),
        ('name = "The Street"', "name = 5", "area.toml:4: area.name: '5' must be a text"),
        ('name = "The Street"', 'name = ""', "area.toml:4: area.name: is empty"),
        ("[labels]", "[[labels]]", "area.toml:6: labels: must be a table"),
        ('cell = "house"', "cell = 3", "area.toml:7: labels.cell: '3' must be a text"),
        ('cell = "house"', 'cel = "house"', "area.toml:6: labels: unknown label 'cel'; did you mean 'cell'?"),
        ('lines = ["Drawn by hand."]', "lines = 3", "area.toml:9: attribution.lines: must be a list"),
        ("lines = []", 'lines = "abc"', "area.toml:11: notes.lines: must be a list"),
        ("lines = []", "lines = [1]", "area.toml:11: notes.lines.1: '1' must be a text"),
        ("[notes]", "[controls]\nresidents = -5\n[notes]", "controls.residents: must be 0 or more, not '-5'"),
        ("[notes]", "[controls]\nresidents = nan\n[notes]", "controls.residents: 'nan' is not a number that can be"),
        ("rows = 1", "rows = 1.5", "file.1.rows: '1.5' must be a whole number"),
        ('path = "hours.csv"', 'path = "hours.csv\\t"', "must be a file that stays inside the folder"),
        ("[labels]", "[labels", "area.toml: cannot be read as TOML: line 6"),
    ],
)  # fmt: skip
def test_one_odd_value_of_an_area(old, new, said, data):
    edit(data / "street/area.toml", old, new)
    assert said in fault_of(data)


def test_all_faults_of_a_manifest_in_the_order_of_its_lines(data):
    path = data / "street/area.toml"
    for old, new in (
        ('id = "street"', "id = 1"),
        ('cell = "house"', "cell = 2"),
        ("lines = []", "lines = 3"),
    ):
        edit(path, old, new)
    lines = fault_of(data).splitlines()
    assert [line.removeprefix(f"{path}:").split(":")[:2] for line in lines] == [
        ["3", " area.id"], ["7", " labels.cell"], ["11", " notes.lines"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("counter_use.csv", "share_of_visits_register,", "share_of_visits_regster,", "counter_use.csv: has no row for share_of_visits_register"),
        ("counter_use.csv", "reports_a_day_low,", "reports_a_day_lower,", "has no row for reports_a_day_low"),
        ("counter_use.csv", "reports_a_day_low,2.5", "reports_a_day_low,5", "must rise from low to high"),
        ("counter_use.csv", "that_report_high,0.25", "that_report_high,0", "value: must be a number above 0, at most 1, not '0'"),
        ("equality_rules.csv", "material_difference,", "materiel_difference,", "equality_rules.csv: has no row for material_difference"),
        ("equality_rules.csv", "fewest_people_losing,100", "fewest_people_losing,nan", "not 'nan'"),
        ("screening_network.toml", 'source = "A drawn world."', "source = 5", "screening_network.toml:2: source: '5' must be a text"),
        ("screening_network.toml", "door_metres = 0.0", "door_metres = nan", "factors.door_metres: "),
        ("screening_network.toml", "door_metres = 0.0", "door_metres = true", "factors.door_metres: 'True' must be a number"),
        ("offline_shares.csv", "65,74,0.1", "75,,0.1", "age ranges must follow one another, each once"),
        ("offline_shares.csv", "75,,0.2", "75,80,0.2", "the last age range must be open"),
        ("drive_speeds.csv", "class,other", "klass,other", "drive_speeds.csv:2: kind: 'klass' is not known; did you mean 'class'?"),
        ("drive_speeds.csv", "factor,urban_delay", "factor,urban", "there is no row 'factor,urban_delay'"),
        ("drive_speeds.csv", "class,other", "class,others", "there is no default speed for the class 'other'"),
        ("uncertainty.csv", "pace,any", "pase,any", "uncertainty.csv:2: parameter: 'pase' is not known; did you mean 'pace'?"),
        ("uncertainty.csv", "pace,any", "pace,wallk", "uncertainty.csv:2: applies_to: 'wallk' is not known; did you mean 'walk'?"),
        ("money.csv", "days_a_year", "days_in_a_year", "money.csv:2: fact: 'days_in_a_year' is not known; did you mean 'days_a_year'?"),
        ("protected_characteristics.csv", "age,yes", "age,perhaps", "protected_characteristics.csv:2: protected: 'perhaps' is not known"),
    ],
)  # fmt: skip
def test_one_odd_value_of_the_parameters(name, old, new, said, data):
    edit(data / "parameters" / name, old, new)
    worlds.sign(data)
    assert said in fault_of(data)


def test_all_faulty_rows_of_a_table_at_once(data):
    edit(data / "parameters/profiles.csv", ",4.8,", ",fast,")
    edit(data / "parameters/profiles.csv", ",65,", ",old,")
    worlds.sign(data)
    lines = fault_of(data).splitlines()
    assert ["profiles.csv:2: speed_kmh: " in lines[0], "profiles.csv:3: age_from: " in lines[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("zones.csv", "age_15_64", "age_10_64", "zones.csv:1: the age columns must follow one another"),
        ("hours.csv", "2025-01-01", "20250101", "hours.csv:2: valid_from: '20250101' is not a date"),
        (
            "hours.csv",
            "east,",
            "west,",
            "hours.csv:3: site_id 'west' and valid_from '2025-01-01' appears twice",
        ),
        ("sites.csv", "Mid Police Station", "", "sites.csv:3: name: is empty"),
        (
            "sites.csv",
            "\nmid,",
            "\nWest,",
            "sites.csv:3: site_id 'West' differs in case alone from one (that in line 2)",
        ),
        (
            "sites.csv",
            "Streetham",
            "Streatham",
            "stands in this area, which has no borough 'Streatham'; did you mean 'Streetham'? (there are: R",
        ),
        (
            "sites.csv",
            "Streetham",
            "Nowhere",
            "sites.csv:2: borough_name: site 'west' stands in this area, which has no borough 'Nowhere' (there are: Roadley, Streetham)",
        ),
    ],
)
def test_one_odd_value_of_a_table(name, old, new, said, data):
    edit(data / "street" / name, old, new)
    worlds.sign(data)
    assert said in fault_of(data)


def test_the_figures_that_analyses_ask_for_are_those_that_are_needed():
    """Each ``yardsticks.value("...")`` of the package names a figure that is looked for when tables are read."""
    asked = {*COMPELLED, *VISITS.values(), *(f"reports_a_day_{bound}" for bound in BOUNDS)}
    for path in Path(estate_model.__file__).parent.glob("analysis/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "value"
                and "yardsticks" in ast.unparse(node.func)
                and isinstance(node.args[0], ast.Constant)
            ):
                asked.add(node.args[0].value)
    assert asked == {key for keys in FIGURES_ASKED_FOR.values() for key in keys}
    assert set(VARIED) == set(PARAMETERS)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("".join(f"k{number}: 1\n" for number in range(5000)), "and 4,950 more"),
        ("changes:\n" + "  - close: wst\n" * 1500, "and 1,450 more"),
        ("changes:\n" + "  - close: wst\n" * 3000, "changes: holds too many; at most 2,000 are read"),
        ("seed: 1\n" * 3000, "and 2,949 more"),
    ],
)
def test_of_many_faults_the_first_are_said_and_the_others_counted(text, last, tmp_path):
    path = tmp_path / "many.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, lambda _name: worlds.area())
    lines = str(caught.value).splitlines()
    assert lines[-1].endswith(last)
    assert len(lines) <= MOST_FAULTS + 1


@pytest.mark.parametrize(
    "text", ["title: " + "x" * 90_000, HEAD + "seed: " + "1" * 5000, HEAD + "x" * 5000 + ": 1"]
)
def test_a_long_value_is_cut(text, tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, lambda _name: worlds.area())
    assert "x" * 81 not in str(caught.value)
    assert "1" * 81 not in str(caught.value)


def test_a_manifest_with_many_faults_is_short(data):
    with (data / "street/area.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("[sites]\n" + "".join(f"key_{number} = 1\n" for number in range(3000)))
    with pytest.raises(AreaError) as caught:
        read_area_manifest(data / "street")
    assert str(caught.value).endswith("and 2,950 more")


@pytest.mark.parametrize("name", ["street ham", "STREET HAM", " Street  Ham ", "Roadley", ""])
def test_a_sites_borough_is_found_in_whatever_case_and_blanks(name, data):
    for table, spelt in (("zones.csv", "Street Ham"), ("sites.csv", name)):
        path = data / "street" / table
        path.write_text(path.read_text(encoding="utf-8").replace("Streetham", spelt), encoding="utf-8")
    worlds.sign(data)
    area = read_area(data / "street", data / "parameters")
    expected = ("B2", "Roadley") if name == "Roadley" else ("B1", "Street Ham")
    west = area.buildings["west"]
    assert (area.borough_code_of(west), area.borough_name_of(west)) == expected


def test_a_site_outside_the_area_may_be_of_another_borough(data):
    sites = data / "street" / "sites.csv"
    row = sites.read_text(encoding="utf-8").splitlines()[1]
    outside = row.replace(str(worlds.NORTH), str(worlds.NORTH + 900)).replace("Streetham", "Nowhere")
    edit(sites, row, outside)
    worlds.sign(data)
    area = read_area(data / "street", data / "parameters")
    assert (area.buildings["west"].borough_name, area.borough_code_of(area.buildings["west"])) == (
        "Nowhere",
        "",
    )


def test_a_line_break_in_a_sites_name_is_a_blank(data):
    edit(data / "street" / "sites.csv", "Mid Police Station", '"Mid\nPolice\r\n Station"')
    worlds.sign(data)
    assert read_area(data / "street", data / "parameters").buildings["mid"].name == "Mid Police Station"


@pytest.mark.parametrize(
    ("key", "pair"),
    [("moments", ("noon: Tu 12:00", "Noon: We 12:00")), ("round_trips", ("a day: Tu 07:30-19:30", "A  Day: We 07:30-19:30"))],
)  # fmt: skip
def test_names_of_moments_that_differ_in_case_alone(key, pair, data, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}{key}:\n  {pair[0]}\n  {pair[1]}\n", encoding="utf-8")
    area = read_area(data / "street", data / "parameters")
    with pytest.raises(
        ScenarioError, match=rf"a.yaml:5:1: {key}: '.*' and '.*' differ in case or blanks alone"
    ):
        read_scenario(path, lambda _name: area)
