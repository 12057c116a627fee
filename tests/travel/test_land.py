"""Ways stay on land, and pieces of it are joined by listed links alone: worked by hand on an estuary."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.land import read_links, read_shore
from estate_model.nouns.network import Travel
from estate_model.travel.networks.apart import parts_apart
from estate_model.travel.networks.screening import Screening
from tests import worlds
from tests.worlds import NORTH, WEST

# Land is a U around an estuary 300 m wide; the island lies in its mouth, and the crow flies 300 m over water.
#
#   A (0,900)      ~~~~~   E (500,900)
#   B (0,600)    G(250,700)  D (500,600)      G is the island
#   C (0,100)    F (250,100)   C2 (500,100)
POINTS = [(0, 900), (0, 600), (0, 100), (250, 100), (500, 100), (500, 600), (250, 700)]
U = shapely.union_all(
    [shapely.box(-50, 0, 100, 1000), shapely.box(400, 0, 550, 1000), shapely.box(-50, 0, 550, 200)]
)
ISLAND = shapely.box(220, 670, 280, 730)
SHORE = shapely.affinity.translate(shapely.union_all([U, ISLAND]), WEST, NORTH)
A, B, C, F, C2, D, G = range(7)


def link(name="Causeway", start=(60, 700), end=(240, 700), **length):
    """A way from the west bank to the island, both on the one named piece of land."""
    row = {"name": name, "from_land": "N", "to_land": "N", "metres": np.nan, "minutes": np.nan, **length}
    for side, (x, y) in (("from", start), ("to", end)):
        row |= {f"{side}_easting_metres": WEST + x, f"{side}_northing_metres": NORTH + y}
    return pd.DataFrame([row])


def estuary(links=None, **changed):
    site = replace(worlds.site("west"), easting_metres=WEST + 0.0, northing_metres=NORTH + 900.0)
    return worlds.area(
        places=worlds.places([(WEST + x, NORTH + y) for x, y in POINTS]),
        buildings={**worlds.area().buildings, "west": site},
        links=worlds.links() if links is None else links,
        shore=SHORE,
        **changed,
    )


def metres(area):
    return Screening(area, Travel()).metres((area.buildings["west"],))[:, 0]


def test_a_way_goes_round_the_estuary_and_not_over_it():
    found = metres(estuary())
    assert found[[A, B, C, F]].tolist() == pytest.approx([0, 300, 800, 1050], abs=0.1)
    assert found[[C2, D]].tolist() == pytest.approx([1300, 1800], abs=0.1)
    over_water = metres(replace(estuary(), shore=None))
    assert over_water[D] < 700  # by the island, as the crow flies


def test_an_island_without_a_link_is_cut_off_and_said():
    area = estuary()
    assert np.isinf(metres(area)[G])
    (apart,) = parts_apart(Screening(area, Travel()))
    assert apart.places.tolist() == [G]
    assert apart.residents == pytest.approx(worlds.PEOPLE[G])


def test_a_causeway_joins_the_island():
    area = estuary(link())
    ashore = np.hypot(60, 100)  # from B to the causeway's end
    to_a = np.hypot(60, 200)
    assert metres(area)[G] == pytest.approx(to_a + 180 + 10, abs=0.2)
    assert to_a < ashore + 300
    assert not parts_apart(Screening(area, Travel()))
    longer = estuary(link(metres=1000.0))
    assert metres(longer)[G] == pytest.approx(to_a + 1000 + 10, abs=0.2)


def test_a_ferry_takes_as_long_for_everybody():
    screening = Screening(estuary(link(minutes=20.0)), Travel())
    sites = (screening.area.buildings["west"],)
    for profile in (worlds.WALK, worlds.CYCLE):
        ashore = (np.hypot(60, 200) + 10) / (profile.speed_kmh / 3.6)
        assert screening.seconds(sites, profile)[G, 0] == pytest.approx(ashore + 1200, abs=1)


def test_a_site_is_not_reached_over_water():
    site = replace(worlds.site("west"), easting_metres=WEST + 400.0, northing_metres=NORTH + 700.0)
    area = estuary()
    assert metres(replace(area, buildings={**area.buildings, "west": site}))[B] > 1500


ROW = "Causeway,N,{west},180700,N,{east},180700\n"
HEAD = "name,from_land,from_easting,from_northing,to_land,to_easting,to_northing"


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        (HEAD, "Causeway,M,530060,180700,N,530240,180700\n", r"links\.csv:2: from_land: 'M' is not known.*allowed: N"),
        (HEAD, "Causeway,N,,,N,530240,180700\n", r"links\.csv:2: from_easting: must be a number"),
        (HEAD + ",easting,northing", "Tunnel,N,,,N,,,530100,180700\n",
         r"from_easting: is empty; both ends are needed on one piece of land"),
        (HEAD, "Causeway,N,51.5,-0.1,N,530240,180700\n", r"'Causeway': the from end lies .* from every postcode"),
        (HEAD + ",metres", "Causeway,N,530060,180700,N,530240,180700,-5\n", r"metres: must be a number above 0"),
        (HEAD + ",metres,minutes", "Causeway,N,530060,180700,N,530240,180700,5,5\n",
         r"minutes: give either metres or minutes, and not both"),
        (HEAD, "Causeway,N,530060,180700,N,530240,180700\n" * 2, r"links\.csv:3: .*'Causeway'.*"),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_is_refused(head, rows, said, tmp_path):
    path = tmp_path / "links.csv"
    path.write_text(f"{head}\n{rows}")
    with pytest.raises(AreaError, match=said):
        read_links(path, worlds.places(), 5000.0)


def test_a_link_with_its_ends_swapped_is_refused(tmp_path):
    """Postcodes AA1 to AA4 stand on N, AA5 to AA7 on S; the bridge lies from 1,200 to 1,600 metres."""
    path, places = tmp_path / "links.csv", worlds.places(sides=("N",) * 4 + ("S",) * 3)
    path.write_text(f"{HEAD}\nBridge,N,531200,180000,S,531600,180000\n")
    assert len(read_links(path, places, 5000.0)) == 1
    path.write_text(f"{HEAD}\nBridge,S,531200,180000,N,531600,180000\n")
    with pytest.raises(AreaError, match=r"links\.csv:2: 'Bridge': .* are from and to swapped\?"):
        read_links(path, places, 5000.0)


def test_a_shore_that_is_no_polygon_is_refused(tmp_path):
    path = tmp_path / "land.geojson"
    for shape in (
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
    ):
        feature = {"type": "Feature", "properties": {}, "geometry": shape}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        with pytest.raises(AreaError, match="must hold valid polygons"):
            read_shore(path)
    path.write_text("{")
    with pytest.raises(AreaError, match="cannot be read as GeoJSON"):
        read_shore(path)
    assert read_shore(tmp_path / "none.geojson") is None


def test_a_piece_of_land_called_by_a_number_may_be_linked(tmp_path):
    """Every area that a recipe without named land makes stands on one piece, called '1'."""
    data = worlds.write(tmp_path)
    path = data / "street" / "postcodes.csv.gz"
    text = gzip.decompress(path.read_bytes()).decode().replace(",N,", ",1,")
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    links = data / "street" / "links.csv"
    links.write_text(f"{HEAD}\nCauseway,1,530060,180000,1,530240,180000\n")
    worlds.sign(data)
    area = read_area(data / "street", data / "parameters")
    assert area.links[["from_land", "to_land"]].to_numpy().tolist() == [["1", "1"]]
