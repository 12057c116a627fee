"""Finished runs side by side: the figures of their summaries, small maps, and what cannot be laid together."""

import hashlib
import json
import re
import shutil
from html import unescape

import pytest

from estate_model.errors import OutputError
from tests.test_cli import GOLDEN, invoke

OTHER = GOLDEN / "street-opens.yaml"


@pytest.fixture(scope="module")
def out(street, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    for path in (GOLDEN / "street.yaml", OTHER):
        invoke("run", path, "--data", street, "--out", folder)
    return folder


def rows(page):
    found = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [
        [unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in found
    ]


def test_the_table_is_what_each_run_printed(out):
    result = invoke("grid", "street", out / "street-opens", "--out", out)
    assert str(out / "grid.html") in result.stdout
    page = (out / "grid.html").read_text()
    table = rows(page)
    assert table[0] == ["Moment", "Figure", "street", "street-opens"]
    summaries = [json.loads((out / name / "summary.json").read_text()) for name in table[0][2:]]
    common = {(one["name"], one["at"]) for one in summaries[0]["moments"]}
    common &= {(one["name"], one["at"]) for one in summaries[1]["moments"]}
    names = {name for name, _ in common}
    assert names
    for place, summary in enumerate(summaries, 2):
        records = [one for one in summary["headlines"] if one["name"] == "losing"]
        texts = [one["text"] for one in records if one["moment"] in names]
        assert [row[place] for row in table if row[1].startswith("residents with")] == texts
        assert table[1][place] == str(summary["counters"]["before"])
    assert page.count("<figure>") == 2 * len(common)
    assert "http" not in re.sub(r"https?://[^\s<]*licen[cs]e[^\s<]*", "", page).replace("http-equiv", "")
    first = (out / "grid.html").read_bytes()
    invoke("grid", "street", "street-opens", "--out", out)
    assert (out / "grid.html").read_bytes() == first


def test_what_else_differs_is_said(out):
    assert "They differ in" not in (out / "grid.html").read_text()
    summary = out / "street" / "summary.json"
    other = out / "later"
    shutil.copytree(out / "street", other)
    text = summary.read_text().replace('"baseline": "2025-06-01"', '"baseline": "2025-07-01"')
    resigned(other, "summary.json", text.encode())
    invoke("grid", "street", "later", "--out", out)
    assert "They differ in estate before (day) too." in (out / "grid.html").read_text()


def test_another_rule_for_when_a_counter_counts_is_said(out, street):
    path = out / "stays.yaml"
    path.write_text((GOLDEN / "street.yaml").read_text() + "\nminutes_needed: 20\n")
    invoke("run", path, "--data", street, "--out", out)
    invoke("grid", "street", "stays", "--out", out)
    assert "They differ in when a counter counts too." in (out / "grid.html").read_text()


def resigned(folder, name, content):
    """Write a file and its checksum into the record, as a run would have."""
    (folder / name).write_bytes(content)
    record = json.loads((folder / "run.json").read_text())
    record["outputs"][name] = hashlib.sha256(content).hexdigest()
    (folder / "run.json").write_text(json.dumps(record))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (shutil.rmtree, "other: no such folder"),
        (lambda folder: (folder / "run.json").write_text("{"), "holds no finished run"),
        (lambda folder: (folder / "summary.json").write_text("{}"), "is not as the run wrote it"),
        (lambda folder: (folder / "estate.gpkg").unlink(), "cannot be read"),
        (lambda folder: resigned(folder, "summary.json", b'{"area": "elsewhere"}'), "other is of elsewhere"),
    ],
)
def test_what_cannot_be_laid_beside(out, tmp_path, spoil, fault):
    for name, source in (("street", "street"), ("other", "street-opens")):
        shutil.copytree(out / source, tmp_path / name)
    spoil(tmp_path / "other")
    with pytest.raises(OutputError, match=fault):
        invoke("grid", "street", "other", "--out", tmp_path)
    assert not (tmp_path / "grid.html").exists()


def test_one_run_or_seven_are_too_few_or_many():
    assert invoke("grid", "street").exit_code == 2
    assert invoke("grid", *"abcdefg").exit_code == 2


def test_one_run_by_two_names_is_not_laid_beside_itself(out):
    with pytest.raises(OutputError, match="is one run, by several names"):
        invoke("grid", "street", out / "street", "--out", out)


def test_figures_of_other_limits_stand_in_rows_of_their_own(out, street):
    path = out / "nearer.yaml"
    text = (GOLDEN / "street.yaml").read_text()
    text = text.replace("headline_minutes: 15", "headline_minutes: 10\nlosing_minutes: [3]")
    path.write_text(text.replace("[10, 15, 30]", "[10]"))
    invoke("run", path, "--data", street, "--out", out)
    invoke("grid", "street", "nearer", "--out", out)
    page = (out / "grid.html").read_text()
    assert "They differ in what is counted too." in page
    losing = [row for row in rows(page) if row[1].startswith("residents with a journey")]
    assert losing
    assert all(bool(first) is ("over 10 minutes" in label) for _, label, first, _ in losing)
    assert all(bool(second) is ("over 3 minutes" in label) for _, label, _, second in losing)
