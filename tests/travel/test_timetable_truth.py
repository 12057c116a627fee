"""Newport's buses against cafein: its rows for three postcodes, and every median of a sample."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
pytest.importorskip("pyarrow", reason="pyarrow is not installed (pip install pyarrow)")
from benchmarks import newport, transit
from benchmarks.oracles import by_cafein_timetable
from estate_model.inputs.timetable.build import build_timetable
from estate_model.nouns import Moment
from estate_model.travel.timetable.engine import rides
from estate_model.travel.timetable.keys import ARRIVALS
from tests.inputs import osm_worlds

MORNING = Moment(name="morning", at=transit.WEDNESDAY)
CENTRAL = 2  # the station that the rows are for
BY_CAFEIN = {  # minutes not exceeded by 5, 25, 50, 75 and 95% of the departures from 10:00 to 12:00
    "NP10 9FZ": (31.2, 37.2, 45.2, 52.2, 58.2),
    "NP10 0AT": (28.2, 34.2, 40.2, 46.2, 53.2),
    "NP10 9BX": (27.2, 32.2, 36.2, 39.8, 43.2),
}


@pytest.fixture(scope="module")
def town():
    return newport.newport(osm_worlds.shared("newport/newport.osm.pbf").parent)


@pytest.fixture(scope="module")
def timetable(town):
    feed = town.pbf.with_name("newport_gtfs.zip")
    place = SimpleNamespace(
        name="Newport", crs=newport.CRS, places=SimpleNamespace(xy_metres=town.places), buildings={}
    )
    return build_timetable([feed], place, transit.WEDNESDAY.date(), lambda _: None)


def some_of(town, rows):
    return replace(
        town, postcodes=town.postcodes.iloc[rows].reset_index(drop=True), places=town.places[rows],
        residents=town.residents[rows],
    )  # fmt: skip


@pytest.mark.shared
def test_the_departures_of_two_hours_are_as_cafeins_to_a_minute(town, timetable):
    postcodes = town.postcodes["postcode"].tolist()
    few = some_of(town, [postcodes.index(key) for key in BY_CAFEIN])
    riding, _ = transit.rides_at_newport(few, timetable, near_metres=1000.0)
    every = range(riding.departures.count)
    keys = rides(riding._scanned(MORNING, ARRIVALS), riding.walked()[0], every)[:, :, CENTRAL]
    minutes = np.minimum(keys, riding.direct[:, CENTRAL]) / 60
    for column, (postcode, expected) in enumerate(BY_CAFEIN.items()):
        ours = np.percentile(minutes[:, column], [5, 25, 50, 75, 95])
        assert ours == pytest.approx(expected, abs=0.6), postcode


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore:.*walking network:UserWarning")  # cafein's, of stops outside
def test_medians_agree_with_cafein(town, timetable):
    """Of every tenth postcode; ``benchmarks/transit.md`` has them all: 0.00, 0.60 and 0.33% over 2 min."""
    pytest.importorskip("cafein", reason="cafein is not installed (pip install cafein)")
    few = some_of(town, np.arange(0, len(town.places), 10))
    riding, near = transit.rides_at_newport(few, timetable)
    ends = (few.places[near], few.stations)
    files = (town.pbf.with_name("newport_gtfs.zip"), town.pbf)
    theirs, _ = by_cafein_timetable(files, ends, newport.CRS, at=transit.WEDNESDAY, minutes=120)
    theirs = np.fmin(theirs, riding.direct)
    apart = transit.minutes_apart(riding.seconds(MORNING), theirs.astype(np.float32))
    assert len(apart) > 1000
    assert np.median(apart) <= 0.01
    assert np.percentile(apart, 95) <= 0.62
    assert (apart > 2).mean() <= 0.0065
