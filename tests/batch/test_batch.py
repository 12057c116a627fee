"""Many scenarios in many areas, one after another: what is planned, kept, failed and gone on with."""

import json
import shutil

import pytest

from estate_model.batch import program
from estate_model.batch.done import MARKS
from estate_model.commands import batch as command
from estate_model.errors import AreaError, BatchError, OutputError, ScenarioError
from estate_model.outputs import save
from tests import worlds
from tests.batch.conftest import TEMPLATE, another, bytes_of
from tests.test_cli import invoke

OWN = "title: t\nquestion: q\nbaseline: 2025-10-01\narea: {area}\n"


def batch(*words, data, out):
    return invoke("batch", *words, "--data", data, "--out", out, "--light")


@pytest.fixture
def ran(two_areas, template, tmp_path):
    batch(template, "--areas", "all", data=two_areas, out=tmp_path / "out")
    return tmp_path / "out"


def summary(folder):
    return json.loads((folder / "summary.json").read_text())


def test_a_scenario_without_an_area_runs_in_every_one(ran):
    folders = [path.name for path in sorted(ran.iterdir()) if path.name.startswith("office")]
    assert folders == ["office-hours-lane-light", "office-hours-street-light"]
    for name, area in zip(folders, ("lane", "street"), strict=True):
        told = summary(ran / name)
        assert (told["area"], told["scenario"]) == (area, f"office-hours-{area}")
        assert told["counters"]["week_hours_before"] == 2 * 168
        assert told["counters"]["week_hours_after"] == 2 * 40


def test_a_scenario_with_an_area_is_written_as_run_writes_it(two_areas, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(OWN.format(area="lane"))
    invoke("batch", path, "--data", two_areas, "--out", tmp_path / "batch")
    invoke("run", path, "--data", two_areas, "--out", tmp_path / "run")
    assert bytes_of(tmp_path / "batch" / "mine") == bytes_of(tmp_path / "run" / "mine")


def test_one_that_fails_is_listed_and_the_others_are_written(two_areas, template, tmp_path):
    folder, out = tmp_path / "many", tmp_path / "out"
    folder.mkdir()
    shutil.copy(template, folder)
    (folder / "closes.yaml").write_text(
        TEMPLATE.replace("set_hours: all\n    hours: Mo-Fr 09:00-17:00", "close: nort")
    )
    (folder / "empty.yaml").write_text("")
    with pytest.raises(BatchError) as raised:
        batch(folder, "--areas", "street", data=two_areas, out=out)
    first, *lines = str(raised.value).splitlines()
    assert first == "2 failed; the others are written:"
    assert "closes.yaml:5:5: changes.1.close: no site 'nort' in this area" in lines[0]
    assert lines[1].endswith("empty.yaml: the file is empty")
    assert (out / "office-hours-street-light" / "summary.json").is_file()
    assert not (out / "closes-street-light").exists()


def test_resume_keeps_what_is_whole_and_of_the_same_inputs(ran, two_areas, template, monkeypatch):
    done = []

    def told(task):
        done.append(task.area_id)
        return outcome(task)

    outcome = command.outcome
    monkeypatch.setattr(command, "outcome", told)
    words, before = (template, "--areas", "all", "--resume"), bytes_of(ran)
    batch(*words, data=two_areas, out=ran)
    assert (done, bytes_of(ran)) == ([], before)
    (ran / "office-hours-lane-light" / "boroughs.csv").write_text("changed\n")
    batch(*words, data=two_areas, out=ran)
    assert (done, bytes_of(ran)) == (["lane"], before)
    (ran / MARKS / "office-hours-street-light.json").unlink()
    batch(*words, data=two_areas, out=ran)
    assert (done, bytes_of(ran)) == (["lane", "street"], before)
    template.write_text(TEMPLATE.replace("17:00", "16:00"))
    batch(*words, data=two_areas, out=ran)
    assert done[2:] == ["lane", "street"]


def test_another_program_does_all_anew(ran, two_areas, template, monkeypatch):
    other = {**program.program(), "numpy": "0.1"}
    for module in ("plan", "task"):
        monkeypatch.setattr(f"estate_model.batch.{module}.program", lambda: other)
    result = batch(template, "--areas", "lane", "--resume", data=two_areas, out=ran)
    assert "0 of 1 are finished already" in result.stderr


def test_an_area_changed_in_between_is_refused(two_areas, template, tmp_path, monkeypatch):
    monkeypatch.setattr("estate_model.batch.plan.area_hash", lambda *_: "another")
    with pytest.raises(BatchError, match="is another than when the batch began"):
        batch(template, "--areas", "lane", data=two_areas, out=tmp_path)


def test_what_cannot_be_kept_is_a_failure_of_that_task(two_areas, template, tmp_path, monkeypatch):
    def full(_files, folder):
        raise OutputError(f"{folder}: cannot be written: No space left on device")

    monkeypatch.setattr(command, "save", full)
    with pytest.raises(BatchError, match="No space left on device"):
        batch(template, "--areas", "lane", data=two_areas, out=tmp_path)


def test_a_fault_of_our_own_is_said_in_one_line_and_stops_nothing(two_areas, template, tmp_path, monkeypatch):
    def broken(_report):
        raise KeyError("west")

    monkeypatch.setattr("estate_model.batch.task.light", broken)
    with pytest.raises(
        BatchError, match=r"2 failed.*\n.*a fault of estate-model itself; run it again with --debug .* \(KeyError: 'west'\)"
    ):
        batch(template, "--areas", "all", data=two_areas, out=tmp_path)


@pytest.mark.parametrize(
    ("content", "areas", "said"),
    [
        (TEMPLATE, "", "names no area; give --areas, or 'area:' in the file"),
        (OWN.format(area="lane"), "street", "is about 'lane', which --areas does not name"),
        (OWN.format(area="lane"), "lane,street", "--areas street: no scenario is about it"),
    ],
)
def test_areas_and_scenarios_must_fit_one_another(two_areas, tmp_path, content, areas, said):
    path = tmp_path / "one.yaml"
    path.write_text(content)
    with pytest.raises(ScenarioError, match=said):
        batch(path, "--areas", areas, data=two_areas, out=tmp_path / "out")


def test_an_area_that_is_not_there_is_named(two_areas, template, tmp_path):
    with pytest.raises(AreaError, match=r"no area 'lan' under .*; did you mean 'lane'?"):
        batch(template, "--areas", "lan", data=two_areas, out=tmp_path)


def test_two_of_one_name_are_refused(two_areas, template, tmp_path):
    (tmp_path / "more").mkdir()
    shutil.copy(template, tmp_path / "more")
    with pytest.raises(OutputError, match="would both be written to office-hours-lane-light; rename one"):
        batch(template, tmp_path / "more", "--areas", "lane", data=two_areas, out=tmp_path / "out")


def test_forces_that_are_not_built_are_said(two_areas, template, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(two_areas, data)
    another(data, "essex")
    result = batch(template, "--areas", "all", data=data, out=tmp_path / "out")
    assert "42 of 43 forces are not built, and not in it: avon-and-somerset" in result.stderr


def test_a_table_has_a_scenario_a_row(two_areas, tmp_path):
    path = tmp_path / "ideas.csv"
    path.write_text(
        "name,area,baseline,close,set_hours,hours\n"
        "west-shuts,street,2025-10-01,west,,\nshorter,street,2025-10-01,,east,Mo-Fr 10:00-12:00\n"
    )
    out = tmp_path / "out"
    batch(path, data=two_areas, out=out)
    closed, reduced = (summary(out / f"{name}-light")["counters"] for name in ("west-shuts", "shorter"))
    assert closed["by_status"] == {"closed": ["west"], "open": ["east"]}
    assert reduced["week_hours_after"] == 168 + 5 * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "name,baseline,closes\na,2025-10-01,west\n",
            r"ideas.csv:1: no column 'closes'; did you mean 'close'",
        ),
        (
            "name,baseline\na,2025-10-01\na,2025-10-01\n",
            r"ideas.csv:3: name 'a' appears twice \(first in line 2",
        ),
        ("name,baseline,hours\na,2025-10-01,24/7\n", r"ideas.csv:2: set_hours and hours go together"),
        ("name,baseline\n2026/a,2025-10-01\n", r"ideas.csv:2: name '2026/a' is no file's name"),
        ("name,baseline\n", r"ideas.csv: has no row"),
        ("name\na\n", r"ideas.csv"),
    ],
)
def test_a_fault_of_a_table_has_its_line(two_areas, tmp_path, text, said):
    path = tmp_path / "ideas.csv"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=said):
        batch(path, "--areas", "lane", data=two_areas, out=tmp_path / "out")


def test_a_fault_in_a_row_s_scenario_has_the_row_s_line(two_areas, tmp_path):
    path = tmp_path / "ideas.csv"
    path.write_text("name,baseline,close\nright,2025-10-01,\nwrong,2025-10-01,nowhere\n")
    with pytest.raises(BatchError, match=r"ideas.csv line 3/wrong.yaml.*no site 'nowhere'"):
        batch(path, "--areas", "lane", data=two_areas, out=tmp_path / "out")


def test_a_folder_without_scenarios_is_said(two_areas, tmp_path):
    with pytest.raises(ScenarioError, match="holds no scenario"):
        batch(tmp_path, "--areas", "lane", data=two_areas, out=tmp_path / "out")


def test_all_is_refused_where_a_site_has_that_name(two_areas, template, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(two_areas, data)
    for name in ("sites.csv", "hours.csv"):
        path = data / "street" / name
        path.write_text(path.read_text().replace("west,", "all,", 1))
    worlds.sign(data)
    with pytest.raises(BatchError, match="set_hours: is a site of this area and means every counter too"):
        batch(template, "--areas", "street", data=data, out=tmp_path / "out")


def test_another_machine_s_parts_stay(tmp_path):
    """Two hosts on one folder: the part of a process that does not live here is not this machine's to judge."""
    theirs = tmp_path / f"{save.PART}0123456789ab-999999-00000000-office-hours-lane"
    theirs.mkdir()
    save.save({"run.json": b"{}"}, tmp_path / "mine")
    assert theirs.is_dir()


def test_run_says_how_a_scenario_for_many_areas_is_run(two_areas, template, tmp_path):
    with pytest.raises(ScenarioError, match="a scenario for many areas is run by: estate-model batch"):
        invoke("run", template, "--data", two_areas, "--out", tmp_path)
