"""Streets from Overpass, asked of a server on this machine only."""

import copy
import gzip
import http.server
import json
import socket
import threading

import osmnx as ox
import pytest
from shapely import box

from estate_model.errors import AreaError
from estate_model.inputs.osm.overpass import fetch_place
from estate_model.inputs.osm.street_ways import Wanted
from tests.inputs import osm_worlds as worlds

WANTED = Wanted(modes=("walk", "cycle", "drive"), crs="EPSG:27700", speeds=worlds.SPEEDS)
OUTLINE = box(524_000, 166_000, 527_000, 170_000)
ISLINGTON = box(528_800, 182_200, 533_500, 188_200)
MERTON = {
    "place_id": 1,
    "osm_type": "relation",
    "osm_id": 1,
    "lat": "51.4",
    "lon": "-0.2",
    "category": "boundary",
    "type": "administrative",
    "place_rank": 16,
    "importance": 0.6,
    "addresstype": "borough",
    "name": "Merton",
    "display_name": "London Borough of Merton, UK",
    "boundingbox": ["51.38", "51.42", "-0.22", "-0.18"],
    "geojson": {
        "type": "Polygon",
        "coordinates": [[[-0.22, 51.38], [-0.18, 51.38], [-0.18, 51.42], [-0.22, 51.42], [-0.22, 51.38]]],
    },
}


class Replay(http.server.BaseHTTPRequestHandler):
    """Answers as Overpass and Nominatim would."""

    def _answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(self.path)
        status, body = self.server.overpass if "interpreter" in self.path else (200, self.server.places)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        packed = gzip.compress(content)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    do_GET = do_POST = _answer  # noqa: N815 - http.server's names

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def server(monkeypatch):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Replay) as found:
        found.asked, found.overpass, found.places = [], (200, worlds.overpass_answer()), [MERTON]
        here = f"http://127.0.0.1:{found.server_address[1]}"
        monkeypatch.setattr(ox.settings, "overpass_url", f"{here}/api")
        monkeypatch.setattr(ox.settings, "nominatim_url", f"{here}/")
        monkeypatch.setattr(ox.settings, "overpass_rate_limit", False)
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def settings():
    return {key: copy.deepcopy(getattr(ox.settings, key)) for key in ox.settings.__annotations__}


def test_overpass_gives_the_same_streets_as_a_pbf(server, tmp_path):
    pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
    from estate_model.inputs.osm.pbf import read_pbf  # noqa: PLC0415 - after importorskip

    fetched = fetch_place(OUTLINE, WANTED, cache=tmp_path)
    read = read_pbf(worlds.write_pbf(tmp_path / "world.osm.pbf"), WANTED)
    for mode, graph in read.graphs.items():
        assert worlds.pieces(fetched.graphs[mode]) == worlds.pieces(graph), mode
        assert len(fetched.graphs[mode].xy_metres) == len(graph.xy_metres), mode
        assert fetched.graphs[mode].metres.sum() == pytest.approx(graph.metres.sum(), abs=0.1)
    assert fetched.notes == read.notes
    assert fetched.graphs["walk"].source_date == "2026-03-01"
    assert server.asked == ["/api/interpreter"]


def test_a_second_fetch_asks_nobody(server, tmp_path):
    first = fetch_place(OUTLINE, WANTED, cache=tmp_path)
    again = fetch_place(OUTLINE, WANTED, cache=tmp_path)
    assert len(server.asked) == 1
    assert worlds.pieces(again.graphs["walk"]) == worlds.pieces(first.graphs["walk"])


def test_a_place_is_looked_up_by_name(server, tmp_path):
    fetched = fetch_place("London Borough of Merton, UK", WANTED, cache=tmp_path)
    assert (3, 4) in worlds.pieces(fetched.graphs["walk"])
    assert "London Borough of Merton, UK" in fetched.graphs["walk"].source
    assert [path.partition("?")[0] for path in server.asked] == ["/search", "/api/interpreter"]


def test_nothing_global_is_left_behind(server, tmp_path):
    before, look_up = settings(), socket.getaddrinfo
    fetch_place(OUTLINE, WANTED, cache=tmp_path)
    server.overpass = (400, b"bad")
    with pytest.raises(AreaError):
        fetch_place(OUTLINE.buffer(10), WANTED, cache=tmp_path)
    assert settings() == before
    assert socket.getaddrinfo is look_up


def test_a_half_written_answer_is_asked_for_again(server, tmp_path):
    fetch_place(OUTLINE, WANTED, cache=tmp_path)
    (stored,) = tmp_path.rglob("*.json")
    stored.write_bytes(stored.read_bytes()[:100])
    fetch_place(OUTLINE, WANTED, cache=tmp_path)
    assert len(server.asked) == 2


def test_a_service_that_gives_up_half_way_is_not_believed(server, tmp_path):
    server.overpass = (200, {**worlds.overpass_answer(), "remark": "runtime error: Query timed out"})
    with pytest.raises(AreaError, match="gave up half-way: runtime error: Query timed out"):
        fetch_place(OUTLINE, WANTED, cache=tmp_path)
    assert not list(tmp_path.rglob("*.json"))


def test_a_service_that_stays_busy_is_left_alone_after_a_while(server, tmp_path, monkeypatch):
    monkeypatch.setattr("osmnx._overpass.time.sleep", lambda _seconds: None)
    server.overpass = (429, b"{}")
    with pytest.raises(AreaError, match="stays busy"):
        fetch_place(OUTLINE, WANTED, cache=tmp_path)
    assert len(server.asked) == 11


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((400, b"parse error: line 1"), "answered 400 Bad Request: parse error"),
        ((500, b"oops"), "answered 500"),
        ((200, b"<html>not json</html>"), "did not give them"),
        ((200, {"elements": []}), "did not give them"),
        ((200, {"version": 0.6}), "did not give them"),
        ((200, []), "did not give them"),
    ],
)
def test_a_bad_answer_is_one_clear_error(server, tmp_path, answer, words):
    server.overpass = answer
    with pytest.raises(AreaError, match=words):
        fetch_place(OUTLINE, WANTED, cache=tmp_path)


def test_a_place_nobody_knows(server, tmp_path):
    server.places = []
    with pytest.raises(AreaError, match="streets of Nowhere: OpenStreetMap did not give them"):
        fetch_place("Nowhere", WANTED, cache=tmp_path)


def test_no_network_is_one_clear_error(server, tmp_path, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setattr(ox.settings, "overpass_url", f"http://127.0.0.1:{free.getsockname()[1]}/api")
        with pytest.raises(AreaError, match=r"did not give them: .*refused"):
            fetch_place(OUTLINE, WANTED, cache=tmp_path)
    assert not server.asked


@pytest.mark.shared
def test_islington_as_osmnx_stored_it(server, tmp_path):
    server.overpass = (200, worlds.shared("london/streets/islington_overpass_2021.json").read_bytes())
    fetched = fetch_place(ISLINGTON, WANTED, cache=tmp_path)
    drive = fetched.graphs["drive"]
    assert drive.source_date == "2021-01-24"
    assert len(drive.tail) > 4000
    assert (drive.forward != drive.backward).mean() > 0.1
