"""Whom a local annex is for: boroughs and wards by name and code, and what is said of unknown ones."""

import pandas as pd
import pytest

from estate_model.errors import AreaError
from estate_model.outputs.annex.part import part_of, parts_of
from tests import worlds


@pytest.mark.parametrize(
    ("words", "name", "wards"),
    [
        ("Streetham", "Streetham", ("Z1",)),
        ("London Borough of Streetham", "Streetham", ("Z1",)),
        ("the royal borough of  streetham", "Streetham", ("Z1",)),
        ("Streetham Borough Council", "Streetham", ("Z1",)),
        ("b2", "Roadley", ("Z2",)),
        ("West Ward", "West Ward", ("Z1",)),
        ("Z2, west ward,Z1", "East Ward, West Ward", ("Z2", "Z1")),
        ("East Ward (Roadley)", "East Ward", ("Z2",)),
    ],
)
def test_boroughs_and_wards_are_found(words, name, wards):
    part = part_of(worlds.area(), words)
    assert (part.name, part.ward_codes) == (name, wards)
    assert bool(part.borough_code) == (name in {"Streetham", "Roadley"})


def test_unknown_and_doubtful_names_are_refused():
    with pytest.raises(AreaError, match="no borough or ward is called 'Streatham'; did you mean 'Streetham'"):
        part_of(worlds.area(), "Streatham")
    with pytest.raises(AreaError, match=r"'Streetham' is a borough; .* give each borough its own --for"):
        part_of(worlds.area(), "Streetham, Roadley")
    with pytest.raises(AreaError, match="name a borough, all, or wards"):
        part_of(worlds.area(), " , ")
    zones = worlds.zones().assign(ward_name="Abbey")
    with pytest.raises(
        AreaError, match=r"several wards are called 'Abbey': Abbey \(Streetham\), Abbey \(Roadley\)"
    ):
        part_of(worlds.area(zones=zones), "Abbey")
    told_apart = part_of(worlds.area(zones=zones), "abbey (roadley)")
    assert (told_apart.ward_codes, told_apart.slug) == (("Z2",), "abbey-roadley")


def test_all_is_every_borough_and_each_part_is_made_once():
    parts = parts_of(worlds.area(), ["Roadley", "all", "b2", "west ward"])
    assert [part.name for part in parts] == ["Roadley", "Streetham", "West Ward"]


def test_file_names_are_plain():
    zones = pd.DataFrame(worlds.zones()).assign(borough_name=["../A & B/", "\u65e5"])
    area = worlds.area(zones=zones)
    assert part_of(area, "../A & B/").slug == "a-b"
    assert part_of(area, "\u65e5").slug == "part"


def test_parts_whose_names_begin_alike_have_files_of_their_own():
    long = "A ward with a name that goes on for longer than any file's name should"
    zones = worlds.zones().assign(ward_name=[f"{long} west", f"{long} east"])
    parts = parts_of(worlds.area(zones=zones), [f"{long} west", f"{long} east", "Roadley"])
    assert len({part.slug for part in parts}) == 3
    assert [part.slug[-2:] for part in parts] == ["-1", "-2", "ey"]
