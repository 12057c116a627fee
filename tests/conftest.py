import os
from functools import cache

import pyproj.aoi
import pyproj.database
import pytest
from hypothesis import settings

from estate_model.commands.load import load
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.model import run
from estate_model.nouns.network import Travel
from estate_model.outputs.outputs import everything
from estate_model.outputs.report import Report
from tests import worlds

# laws are about answers: how long one example takes depends on what else the machine does.
# Whoever works on the code gets fresh examples each time; what lands is judged on the same ones each time.
settings.register_profile("fresh", deadline=None)
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fresh"))


def pytest_addoption(parser):
    parser.addoption("--live", action="store_true", help="also run what asks publishers over the network")
    parser.addoption("--rebuild", action="store_true", help="also run what `make rebuild` runs")


LEFT_OUT = {
    "live": "asks publishers over the network: run pytest --live",
    "rebuild": "builds or proves a whole area: run make rebuild",
}


def pytest_collection_modifyitems(config, items):
    for name, reason in LEFT_OUT.items():
        if not config.getoption(f"--{name}"):
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def one_question_a_zone():
    """OSMnx asks PROJ's database for the UTM zone of each place: half a second, with the same answer each time."""
    ask = pyproj.database.query_utm_crs_info

    @cache
    def known(datum, *bounds):
        return ask(datum, pyproj.aoi.AreaOfInterest(*bounds))

    def asked(*, datum_name, area_of_interest):
        place = area_of_interest
        west_south = place.west_lon_degree, place.south_lat_degree
        return known(datum_name, *west_south, place.east_lon_degree, place.north_lat_degree)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyproj.database, "query_utm_crs_info", asked)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Nothing of a user's own is read or written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTATE_MODEL_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("ESTATE_MODEL_DATA", raising=False)
        yield


@pytest.fixture(scope="session")
def street(tmp_path_factory):
    """The street as a data folder on disk."""
    return worlds.write(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def london_loaded():
    """London's headline scenario, its area and its file, read once."""
    return load("met-2026-decision", None)


@pytest.fixture(scope="session")
def london_travel():
    """The postcode network, whose metres to London's buildings are searched once for every test."""
    known = {}

    def remember(causes, compute):
        if (key := tuple(causes)) not in known:
            known[key] = compute()
        return known[key]

    return Travel(remember=remember)


@pytest.fixture(scope="session")
def london_report(london_loaded, london_travel):
    """London's headline scenario, run once for every test that needs it."""
    scenario, area, path = london_loaded
    cells = read_cells(area_folder("london", data_root(None)) / "cells.geojson.gz", area=area)
    return Report(
        results=run(scenario, area, travel=london_travel),
        cells=cells,
        inputs=area.provenance,
        scenario_files=((path.name, path.read_text(encoding="utf-8")),),
    )


@pytest.fixture(scope="session")
def london_files(london_report):
    """Every file of that run but its annexes, by name, written once."""
    return everything(london_report)
