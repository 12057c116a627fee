"""The 43 forces that came along, as a user may call them; and those that are refused by name."""

import pytest

from estate_model.errors import AreaError
from estate_model.inputs.fetch.source_list import read_source_list
from estate_model.inputs.forces.force_list import force_called, forces
from estate_model.inputs.forces.prepare import Known
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.find import forces_folder
from estate_model.inputs.store.toml_file import read_model
from estate_model.nouns.estate import CANDIDATE
from estate_model.opening import read_hours


@pytest.mark.parametrize("word", ["essex", "Essex", "Essex Police", "ESSEX  police"])
def test_a_force_may_be_called_by_its_name(word):
    assert force_called(word).force_id == "essex"


def test_every_force_is_known_with_all_its_districts():
    assert len(forces()) == 43
    assert sum(len(force.districts) for force in forces().values()) == 318
    assert [key for key, force in forces().items() if force.is_welsh] == [
        "dyfed-powys",
        "gwent",
        "north-wales",
        "south-wales",
    ]
    assert force_called("Devon & Cornwall").force_id == "devon-and-cornwall"
    assert force_called("the Met").force_id == "metropolitan"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("esex", "'esex' is no police force of England and Wales; did you mean 'essex'?"),
        ("Police Scotland", "Scotland is not built: its census"),
        ("PSNI", "Northern Ireland is not built: its census, zones"),
        ("British Transport Police", "has railways, not districts"),
    ],
)
def test_another_force_is_refused_by_name(word, said):
    with pytest.raises(AreaError, match=said):
        force_called(word)


def test_every_source_says_where_it_comes_from_and_that_it_was_not_tried_live():
    sources = read_source_list(forces_folder() / "sources.toml")
    needed = {key for key, entry in sources.items() if entry.needed}
    assert needed == {"postcodes", "lookup", "boundaries", "residents"}
    assert not any(entry.tried_live for entry in sources.values())
    assert all(entry.endpoint.startswith("https://") for entry in sources.values() if entry.endpoint)
    assert sources["residents"].residents == 59_597_611


def test_a_fault_of_the_list_of_sources_has_its_line(tmp_path):
    path = tmp_path / "sources.toml"
    text = (forces_folder() / "sources.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("megabytes = 15", "megabites = 15", 1), encoding="utf-8")
    with pytest.raises(AreaError, match=r"sources.toml:\d+: source.postcodes.megabites: .*'megabytes'"):
        read_source_list(path)


@pytest.mark.parametrize("force_id", ["essex", "west-midlands"])
def test_counters_that_came_along_have_points_hours_and_sources(force_id):
    folder = forces_folder() / force_id
    sites, hours = (
        read_table(folder / "sites.csv", ("site_id",)),
        read_table(folder / "hours.csv", ("site_id",)),
    )
    about = read_model(folder / "about.toml", Known)
    assert set(hours["site_id"]) == set(sites["site_id"])
    assert len(sites) == 10
    assert sites["easting"].str.fullmatch(r"\d{6}").all()
    assert sites["northing"].str.fullmatch(r"\d{6}").all()
    for row in hours.to_dict("records"):
        assert (row["hours"] == "") == (row["confidence"] == CANDIDATE)
        assert not row["hours"] or read_hours(row["hours"]) == row["hours"]
        assert set(row["source_ids"].split(";")) <= set(about.source)
