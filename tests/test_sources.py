"""Sources that stand: publishers' own addresses in print, copies in ``read_at``, nothing from memory.

``tests/publishers.csv`` lists the hosts that may be printed. What else was read stands in ``read_at``.
"""

import base64
import csv
import io
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest
import yaml

from estate_model.errors import AreaError, ScenarioError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.scenario.scenario_file import read_scenario
from tests import worlds
from tests.test_cli import invoke

ROOT = Path(__file__).parent.parent
TABLES = sorted((ROOT / "data").rglob("*.csv"))
TEXTS = sorted([*(ROOT / "data").rglob("*.toml"), *(ROOT / "scenarios").glob("*.yaml")])
HOST = re.compile(r"https?://([^/\s\"'),;\]\\<]+)")
NEVER = re.compile(
    r"SCENARIO_|\b(CENTRAL|LOW|HIGH)\b|(?i:\brecalled\b|\(seen\)|from memory|read_at|liquisearch|"
    r"\bvia (inkl|daily8|briefly|londonherald|AOL)|pages\.dev|English Chronicle)"
)
COPY = re.compile(r"read_at ?[:=]")
PACKED = re.compile(r'"packed": ?"([A-Za-z0-9+/=]+)"')


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


PUBLISHERS = {row["host"] for row in rows(ROOT / "tests/publishers.csv")}


def copies():
    """Every host that a figure or page was read at and that is no publisher's."""
    cells = [row.get("read_at") or "" for path in TABLES for row in rows(path)]
    lines = [
        line
        for path in TEXTS
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"read_at ?[:=]", line)
    ]
    return {host for text in (*cells, *lines) for host in HOST.findall(text)} - PUBLISHERS


def test_copies_are_on_record():
    assert {"bbctodays.pages.dev", "www.inkl.com", "briefly.co", "www.daily8.com"} <= copies()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_table_names_publishers_and_nothing_from_memory(path):
    for number, row in enumerate(rows(path), start=2):
        shown = {name: text for name, text in row.items() if name and name != "read_at"}
        for name, text in shown.items():
            assert set(HOST.findall(text)) <= PUBLISHERS, (path, number, name, text)
        assert not re.search("recalled|memory", row.get("confidence") or "", re.IGNORECASE), (path, number)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_recipe_a_manifest_and_a_scenario_name_publishers(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if not COPY.search(line)]
    assert set(HOST.findall("\n".join(lines))) <= PUBLISHERS
    assert not [line for line in lines if NEVER.search(line.replace("read_at", ""))]


def everything_in(content):
    """Every text in a file: that of an office file's parts, and what a page packs."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            return "\n".join(archive.read(name).decode("utf-8") for name in names)
    text = content.decode("utf-8", "replace")
    packed = [zlib.decompress(base64.b64decode(found)).decode("utf-8") for found in PACKED.findall(text)]
    return "\n".join([text, *packed])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The street with the parameters that ship."""
    data = worlds.write(tmp_path_factory.mktemp("shipped"))
    for path in (ROOT / "data/parameters").iterdir():
        shutil.copyfile(path, data / "parameters" / path.name)
    return data


@pytest.fixture(scope="module")
def written(shipped, tmp_path_factory):
    """Everything that a run, an annex and a choice write of a scenario with London's sources."""
    out = tmp_path_factory.mktemp("out")
    london = yaml.safe_load((ROOT / "scenarios/met-2026-decision.yaml").read_text("utf-8"))
    scenario = {
        "title": "East closes", "question": "Who loses?", "area": "street", "baseline": "2025-06-01",
        "changes": [{"close": "east", "source": "S03"}], "sources": london["sources"],
        "value_of_time": {"gbp_an_hour": 7.5, "prices": "2024", "source": "A data book"},
        "profiles": ["walk", "walk-65-plus", "cycle"], "headline_minutes": 15,
    }  # fmt: skip
    path = out / "east-closes.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False), encoding="utf-8")
    said = [invoke("run", path, "--data", shipped, "--out", out / "run", "--annex", "--to", "html,docx,xlsx")]
    said.append(invoke("choose", path, "--data", shipped, "--keep", "1", "--out", out / "choice"))
    said.append(invoke("explain", "--all", "--data", ROOT / "data"))
    files = [one for one in out.rglob("*") if one.is_file() and one != path]
    texts = {str(one.relative_to(out)): everything_in(one.read_bytes()) for one in files}
    return {**texts, **{f"terminal {number}": one.output for number, one in enumerate(said)}}


def test_no_output_prints_a_copy_s_host_a_code_name_or_a_figure_from_memory(written):
    assert len(written) > 30
    assert "Daily Mail" in written["run/east-closes/summary.json"]
    shut_out = copies()
    for name, text in written.items():
        assert not [one[0] for one in NEVER.finditer(text)], name
        assert not [host for host in HOST.findall(text) if host in shut_out], name
        assert not [host for host in shut_out if host in text], name


def test_the_published_sets_are_named_by_what_they_are(written):
    for name in ("run/east-closes/summary.json", "run/east-closes/map.html"):
        assert (
            "“not online lately”; in brackets from “not online” to “cannot do the basics unaided”"
            in written[name]
        )
    assert (
        "Internet users, UK: 2019, Office for National Statistics, May 2019"
        in written["run/east-closes/summary.json"]
    )


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("profiles.csv", "walk,walking", "profiles.csv:2: confidence: 'recalled' feeds no number"),
        (
            "offline_shares.csv",
            "16,44,0.01,not online lately",
            "offline_shares.csv:52: confidence: 'recalled'",
        ),
        ("drive_speeds.csv", "limit,gb:motorway", "drive_speeds.csv:2: confidence: 'recalled'"),
        ("counter_use.csv", "reports_a_day_low", "counter_use.csv:2: confidence: 'recalled'"),
        ("standards.csv", "within_15", "standards.csv:2: confidence: 'recalled'"),
        ("uncertainty.csv", "pace,walk,", "uncertainty.csv:2: confidence: 'recalled'"),
        ("money.csv", "days_a_year", "money.csv:2: confidence: 'recalled'"),
    ],
)
def test_a_figure_from_memory_is_refused(shipped, tmp_path, name, line, fault):
    data = tmp_path / "data"
    shutil.copytree(shipped, data)
    path = data / "parameters" / name
    table = rows(path)
    for row in table:
        if ",".join(row.values()).startswith(line):
            row["confidence"] = "recalled"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, table[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    worlds.sign(data)
    with pytest.raises(AreaError, match=re.escape(fault)):
        read_area(data / "street", data / "parameters")


def test_evidence_from_memory_feeds_nothing_and_stands(shipped, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(shipped, data)
    path = data / "parameters/offline_shares.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(",seen in text,\n", ",recalled,\n", 1), encoding="utf-8")
    worlds.sign(data)
    assert len(read_area(data / "street", data / "parameters").offline_sets) == 3


def test_a_scenario_s_own_set_from_memory_is_refused(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "title: T\nquestion: Q?\narea: street\nbaseline: 2025-06-01\nown_offline_sets:\n  OURS:\n"
        "    shares: {16+: 0.1}\n    source: s\n    date: '2020'\n    confidence: recalled\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match="'recalled' feeds no number"):
        read_scenario(path, lambda _: worlds.area())
