"""Fetching, from a server on this machine: it goes on, waits, and refuses by name what came wrong."""

import io
import zipfile

import pytest
import urllib3

from estate_model.errors import AreaError
from estate_model.inputs.fetch.crime import crime_table
from estate_model.inputs.fetch.download import Download, download
from estate_model.inputs.fetch.lock import as_it_came, note, read_lock
from estate_model.inputs.fetch.pages import layer, neighbourhoods
from estate_model.inputs.fetch.remote_zip import remote_zip
from estate_model.inputs.fetch.web import UnreachableError, _Patience, client
from estate_model.inputs.store.provenance import sha256_of
from tests.inputs import replay
from tests.inputs.replay import publishers  # noqa: F401 - a fixture

URL, PATH = "https://example.org/table.csv", "/example.org/table.csv"
CONTENT = b"code,people\n" + b"".join(b"Z%05d,7\n" % number for number in range(30_000))
HALF = len(CONTENT) // 2


@pytest.fixture
def server(publishers):  # noqa: F811
    publishers.files[PATH] = CONTENT
    return publishers


def fetch(path, **more):
    with client() as session:
        return download(session, Download(name="table", url=URL, most_bytes=1_000_000, **more), path)


def ranges(server):
    return [asked for path, asked in server.asked if path == PATH]


@pytest.mark.usefixtures("server")
def test_a_file_comes_whole_and_goes_on_record(tmp_path):
    path = tmp_path / "table.csv"
    etag = fetch(path)
    assert path.read_bytes() == CONTENT
    assert [one.name for one in tmp_path.iterdir()] == ["table.csv"]
    note(path, source="table", url=URL, etag=etag)
    entry = read_lock(tmp_path)["table.csv"]
    assert (entry.bytes, entry.sha256, entry.etag) == (len(CONTENT), sha256_of(path), etag)
    assert as_it_came(path)
    path.write_bytes(CONTENT + b"more")
    with pytest.raises(AreaError, match=r"table\.csv: is not the file on record in sources\.lock"):
        as_it_came(path)


def test_a_cut_connection_goes_on_where_it_was(server, tmp_path):
    server.amiss[PATH] = [{"cut": HALF}]
    fetch(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == CONTENT
    first, second = ranges(server)
    assert first is None
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= HALF


def test_a_download_that_was_given_up_goes_on_the_next_time(server, tmp_path):
    server.amiss[PATH] = [{"cut": HALF}, *({"cut": 0} for _ in range(3))]
    with pytest.raises(
        AreaError, match=r"table: the connection to .* was cut 4 times; [\d,]+ bytes are kept"
    ):
        fetch(tmp_path / "table.csv")
    assert not (tmp_path / "table.csv").exists()
    kept = (tmp_path / "table.csv.part").stat().st_size
    assert 0 < kept <= HALF
    fetch(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == CONTENT
    assert ranges(server)[-1] == f"bytes={kept}-"
    assert [one.name for one in tmp_path.iterdir()] == ["table.csv"]


def test_a_file_that_changed_in_between_is_begun_anew(server, tmp_path):
    server.amiss[PATH] = [{"cut": HALF, "etag": '"old"'}]
    fetch(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == CONTENT


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(server, tmp_path, status):
    server.amiss[PATH] = [{"status": status}, {"status": status}]
    fetch(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == CONTENT
    assert len(ranges(server)) == 3


def test_a_server_that_says_to_wait_for_hours_is_not_believed():
    response = urllib3.HTTPResponse(headers={"Retry-After": "7200"})
    assert _Patience().get_retry_after(response) == 120


WRONG = {
    "busy for good": ([{"status": 429}] * 9, {}, r"answered 429 Too Many Requests 5 times; try again later"),
    "not there": ([{"status": 404}], {}, r"answered 404 Not Found"),
    "a web page, said": (
        [{"type": "text/html; charset=utf-8"}],
        {},
        r"answered with a web page, not with the file",
    ),
    "another checksum": (
        [],
        {"sha256": "0" * 64},
        rf"has the sha256 {'[0-9a-f]' * 64}, but {'0' * 64} is expected",
    ),
    "another MD5": ([], {"md5": "0" * 32}, r"has the md5 .* is expected; nothing was kept"),
    "a gigabyte": ([{"told": 1_000_000_000}], {}, r"gives 1,000,000,000 bytes or more, .* at most 1,000,000"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_comes_wrong_is_refused_by_name_and_nothing_is_kept(server, tmp_path, kind):
    server.amiss[PATH], more, words = WRONG[kind]
    with pytest.raises(AreaError, match=f"table: https://example.org/table.csv.*{words}"):
        fetch(tmp_path / "table.csv", **more)
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.zip", b"<!DOCTYPE html><html>Sorry</html>", "what came is a web page"),
        ("a.zip", b"code,people\n", "what came is text, not a zip archive"),
        ("a.csv", b"PK\x03\x04rest", "what came is a zip archive, not text"),
        ("a.csv", b"", "nothing came"),
    ],
)
def test_another_kind_of_file_is_refused(server, tmp_path, name, content, words):
    server.files[PATH] = content
    with pytest.raises(AreaError, match=words):
        fetch(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_away_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_MIRROR", "http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match=r"table: https://example.org/table.csv cannot be reached"):
        fetch(tmp_path / "table.csv")


LAYER, AT = "https://example.org/L/FeatureServer/0", "/example.org/L/FeatureServer/0"
ROWS = [{"attributes": {"OBJECTID": number, "CODE": f"Z{number}"}} for number in range(1, 6)]


def fetch_layer(server, path, rows=ROWS, *, expected=5, **more):
    server.files[AT], server.files[f"{AT}/query"] = replay.layer(rows, **more)
    with client() as session:
        layer(session, LAYER, "zones", path, rows=expected)


def test_a_layer_comes_by_the_page(server, tmp_path):
    fetch_layer(server, tmp_path / "zones.csv")
    assert (tmp_path / "zones.csv").read_text() == "OBJECTID,CODE\n" + "".join(
        f"{n},Z{n}\n" for n in range(1, 6)
    )
    assert sum("resultOffset" in path for path, _ in server.asked) == 3
    assert [one.name for one in tmp_path.iterdir()] == ["zones.csv"]


def test_pages_that_came_are_not_asked_for_again(server, tmp_path):
    server.amiss[f"{AT}/query"] = [{}, {}, {"status": 404}]
    with pytest.raises(AreaError, match="404"):
        fetch_layer(server, tmp_path / "zones.csv")
    fetch_layer(server, tmp_path / "zones.csv")
    offsets = [path.rpartition("resultOffset=")[2] for path, _ in server.asked if "resultOffset" in path]
    assert offsets == ["0", "2", "0", "2", "4"]  # the newest page is not trusted


@pytest.mark.parametrize(
    ("rows", "how", "words"),
    [
        (ROWS[:4], {"count": 5}, "from row 4 on: a short page: 0 of 1 rows"),
        ([*ROWS[:4], ROWS[0]], {}, "1 rows came twice"),
        (ROWS, {"expected": 6}, r"has 5 rows, and 6 are expected \(sources.toml\)"),
        (ROWS, {"page": 0}, "does not say how many rows it has"),
    ],
)
def test_a_layer_that_is_not_whole_is_refused(server, tmp_path, rows, how, words):
    with pytest.raises(AreaError, match=f"zones: {LAYER}.*{words}"):
        fetch_layer(server, tmp_path / "zones.csv", rows, **how)
    assert not (tmp_path / "zones.csv").exists()


def test_rows_that_came_twice_are_asked_for_again_whichever_page_they_are_on(server, tmp_path):
    with pytest.raises(AreaError, match="1 rows came twice; try again"):
        fetch_layer(server, tmp_path / "zones.csv", [ROWS[0], ROWS[0], *ROWS[2:]])
    fetch_layer(server, tmp_path / "zones.csv")
    assert (tmp_path / "zones.csv").read_text().splitlines()[1:] == [f"{n},Z{n}" for n in range(1, 6)]


def test_an_error_with_status_200_is_an_error(server, tmp_path):
    server.files[AT] = lambda _: {"error": {"code": 400, "message": "Invalid URL"}}
    with (
        client() as session,
        pytest.raises(AreaError, match=r"zones: .* answered with an error: .*Invalid URL"),
    ):
        layer(session, LAYER, "zones", tmp_path / "zones.csv", rows=None)
    server.files[AT] = b"<html>Sorry</html>"
    server.amiss[AT] = [{"type": "text/html"}]
    with client() as session, pytest.raises(AreaError, match="answered with a web page, not JSON"):
        layer(session, LAYER, "zones", tmp_path / "zones.csv", rows=None)


ARCHIVE = "https://example.org/latest.zip"
HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"  # fmt: skip


def crimes(*rows):
    return HEADER + "".join(f",2025-01,F,F,,,,{zone},,{kind},,\n" for zone, kind in rows)


def archive(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return packed.getvalue()


FILLER = "x" * 4_000_000
MEMBERS = {
    "2024-01/2024-01-essex-street.csv": crimes(("Z1", "Burglary")),  # before the last 12 months
    **{f"2024-{m:02}/2024-{m:02}-kent-street.csv": crimes(("K1", "Robbery")) for m in range(2, 13)},
    "2025-01/2025-01-kent-street.csv": FILLER,
    "2024-12/2024-12-essex-street.csv": crimes(("Z1", "Burglary"), ("Z1", "Robbery")),
    "2025-01/2025-01-essex-street.csv": crimes(("Z2", "Burglary"), ("", "Burglary")),
    "2025-01/2025-01-essex-outcomes.csv": "another table",
}


def test_only_the_force_s_members_of_the_archive_are_fetched(server, tmp_path):
    server.files["/example.org/latest.zip"] = archive(MEMBERS)
    with client() as session, remote_zip(session, ARCHIVE, "crime") as file:
        crime_table(file, "essex", "crime", tmp_path / "crime.csv")
    assert (tmp_path / "crime.csv").read_text() == (
        "LSOA code,Burglary,Robbery,All crime and anti-social behaviour,first month,last month,months\n"
        ",1,0,1,2024-12,2025-01,2\nZ1,1,1,2,2024-12,2025-01,2\nZ2,1,0,1,2024-12,2025-01,2\n"
    )
    asked = [range_.removeprefix("bytes=").split("-") for _, range_ in server.asked]
    assert sum(int(last) - int(first) + 1 for first, last in asked) < len(FILLER) * 0.8


def test_an_archive_that_cannot_be_read_in_part_is_refused(server):
    server.files["/example.org/latest.zip"] = archive(MEMBERS)
    server.no_ranges = True
    with client() as session, pytest.raises(AreaError, match=r"crime: .* gives no parts of a file"):
        remote_zip(session, ARCHIVE, "crime").__enter__()


def test_a_damaged_member_and_a_force_without_crime_are_refused(server, tmp_path):
    content = archive({"2025-01/2025-01-essex-street.csv": crimes(("Z1", "Burglary"))})
    server.files["/example.org/latest.zip"] = content.replace(b"Burglary", b"Robberyy")
    with client() as session:
        with (
            pytest.raises(AreaError, match=r"crime: .*latest.zip: is no zip, or is damaged"),
            remote_zip(session, ARCHIVE, "crime") as file,
        ):
            crime_table(file, "essex", "crime", tmp_path / "crime.csv")
        with (
            pytest.raises(AreaError, match="crime: holds no street-level crime of 'gwent'"),
            remote_zip(session, ARCHIVE, "crime") as file,
        ):
            crime_table(file, "gwent", "crime", tmp_path / "crime.csv")
    assert not (tmp_path / "crime.csv").exists()


def test_neighbourhoods_are_asked_for_one_by_one(server, tmp_path):
    url, at = "https://example.org/api/essex/neighbourhoods", "/example.org/api/essex"
    server.files[f"{at}/neighbourhoods"] = lambda _: [{"id": "A1", "name": "Town"}]
    server.files[f"{at}/A1"] = lambda _: {"id": "A1", "locations": [{"name": "Town station"}]}
    with client() as session:
        neighbourhoods(session, url, "neighbourhoods", tmp_path / "n.json")
        assert "Town station" in (tmp_path / "n.json").read_text()
        server.files[f"{at}/neighbourhoods"] = lambda _: {"message": "no such force"}
        with pytest.raises(AreaError, match="another thing than a list of neighbourhoods"):
            neighbourhoods(session, url, "neighbourhoods", tmp_path / "other.json")
