"""What choose says each counter is worth, and what Ctrl-C leaves, on The Street."""

import csv

import click
import pytest

from estate_model.analysis.choice import around, frontier
from tests.analysis.choice.test_commands import TWO_OF_THREE, choose, data_of
from tests.test_cli import invoke


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "three.yaml"
    path.write_text(TWO_OF_THREE)
    return path


def folder_of(out, end=""):
    return out / f"three-choose-median-keep-2{end}"


def one_line(text):
    return " ".join(text.split())


def test_claims_and_table_are_of_the_same_forced_plans(street, three, tmp_path):
    """Three plans of two counters: forcing any counter gives the best plan with it, or without it."""
    result = choose(street, tmp_path, three, "--keep", "2", "--within", "100")
    choice = data_of(folder_of(tmp_path), "choice.json")
    plans = {frozenset(key for key, hours in plan["hours"].items() if hours != "off"): plan["value"]
             for plan in choice["alternatives"]}  # fmt: skip
    pairs = {frozenset(pair) for pair in (("west", "mid"), ("west", "east"), ("mid", "east"))}
    assert pairs <= set(plans)
    best = {pair: min(value for plan, value in plans.items() if plan == pair) for pair in pairs}
    for row in choice["forced"]:
        other = [value for pair, value in best.items() if (row["site_id"] in pair) != row["kept"]]
        assert row["value"] == pytest.approx(min(other), abs=2e-6)
        assert row["proven"]
    with (folder_of(tmp_path) / "counters.csv").open() as file:
        for row in csv.DictReader(file):
            values = [float(row["least_value_open"]), float(row["least_value_shut"])]
            assert min(values) == pytest.approx(choice["value"], abs=1e-4)
    said = one_line(result.stdout)
    assert "Of the 2 counters kept, none is open in every plan within 100% of the best." in said
    assert "there are no more within 100% of the best" in said
    assert "One counter forced the other way, all else chosen again, costs over" in said


def test_a_counter_is_in_every_plan_only_where_its_forced_plan_is_above_the_limit(street, three, tmp_path):
    """With the list cut at one other plan the claim is still of all plans there are."""
    for within in ("0", "20", "100"):
        out = tmp_path / within
        said = one_line(
            choose(street, out, three, "--keep", "2", "--within", within, "--alternatives", "2").stdout
        )
        choice = data_of(folder_of(out), "choice.json")
        most = choice["value"] * (1 + float(within) / 100) + 1e-6
        sure = sum(row["value"] > most for row in choice["forced"] if row["kept"])
        verb = "is" if sure <= 1 else "are"
        assert f"Of the 2 counters kept, {sure or 'none'} {verb} open in every plan within {within}%" in said


def test_what_the_rules_keep_cannot_be_done_without(street, three, tmp_path):
    said = choose(street, tmp_path, three, "--keep", "2", "--must-keep", "west").stdout
    assert "no plan keeps the rules" in said
    assert "1 cannot be, under the rules." in one_line(said)


def stopping(function, after):
    def stopped(*words, **named):
        for number, row in enumerate(function(*words, **named)):
            if number == after:
                raise KeyboardInterrupt
            yield row

    return stopped


def test_stopped_choose_writes_what_it_proved_beside_the_finished_run(street, three, tmp_path, monkeypatch):
    choose(street, tmp_path, three, "--keep", "2")
    whole = {path.name: path.read_bytes() for path in folder_of(tmp_path).iterdir()}
    monkeypatch.setattr(around, "forced", stopping(around.forced, 1))
    with pytest.raises(click.Abort):
        invoke_raising(street, tmp_path, "choose", three, "--keep", "2")
    part = data_of(folder_of(tmp_path, "-unfinished"), "choice.json")
    assert part["unfinished"] is True
    assert part["proven_optimal"] is True
    assert len(part["forced"]) == 1
    assert part["findings"][0].startswith("UNFINISHED")
    assert not any("in every plan" in sentence for sentence in part["findings"])
    assert whole == {path.name: path.read_bytes() for path in folder_of(tmp_path).iterdir()}


def test_stopped_frontier_writes_its_steps_and_no_point_that_it_did_not_reach(
    street, three, tmp_path, monkeypatch
):
    monkeypatch.setattr(frontier, "_steps", stopping(frontier._steps, 1))
    with pytest.raises(click.Abort):
        invoke_raising(street, tmp_path, "frontier", three)
    part = data_of(tmp_path / "three-frontier-unfinished", "frontier.json")
    assert [step["amount"] for step in part["steps"]] == [1]
    assert part["points"] == []  # before and after both have two counters
    assert part["findings"][0].startswith("UNFINISHED")
    assert not (tmp_path / "three-frontier").exists()


def test_stopped_before_anything_is_proven_nothing_is_written(street, three, tmp_path, monkeypatch):
    monkeypatch.setattr(frontier, "_steps", stopping(frontier._steps, 0))
    with pytest.raises((click.Abort, KeyboardInterrupt)):
        invoke_raising(street, tmp_path / "maps", "frontier", three)
    assert not (tmp_path / "maps").exists()


def invoke_raising(street, out, command, *words):
    from estate_model.cli import cli  # noqa: PLC0415 - as main calls it

    cli.main([command, *map(str, words), "--data", str(street), "--out", str(out)], standalone_mode=False)


def test_the_whole_words_of_ctrl_c_are_one_line(street, three, tmp_path, monkeypatch):
    monkeypatch.setattr(around, "forced", stopping(around.forced, 0))
    result = invoke("choose", three, "--keep", "2", "--data", street, "--out", tmp_path)
    assert result.exit_code == 1
    assert "Aborted" in result.output
