"""The 43 forces that came along, as a user may call them; and those that are refused by name."""

import pytest

from estate_model.errors import AreaError
from estate_model.inputs.fetch.source_list import read_source_list
from estate_model.inputs.forces.force_list import force_called, forces
from estate_model.inputs.store.find import forces_folder


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
