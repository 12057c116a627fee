"""Completion: words from small files, nothing heavy imported, and no fault of a file shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from estate_model.cli import cli

ROOT = Path(__file__).parent.parent
HEAVY = "pandas numpy scipy pydantic osmnx geopandas shapely yaml"


def complete(*words):
    """What is offered for the last word."""
    *before, begun = map(str, words)
    found = ShellComplete(cli, {}, "estate-model", "_X").get_completions(list(before), begun)
    return [item.value for item in found if item.type == "plain"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("run", "wimb"), ["wimbledon-closes"]),
        (("run", "keep-all-open", "wimb"), ["wimbledon-closes"]),
        (("compare", "keep-all-open", "wimb"), ["wimbledon-closes"]),
        (("annex", "keep-all-open", "--for", "kens"), ["Kensington and Chelsea"]),
        (("annex", "keep-all-open", "--for", "Merton,Sut"), ["Merton,Sutton"]),
        (("choose", "keep-all-open", "--must-keep", "acton,wim"), ["acton,wimbledon"]),
        (("sites", "london", "--set", "wim"), ["wimbledon"]),
        (("areas", "lo"), ["london"]),
        (("streets", "build", "quill"), ["quillhaven"]),
        (("init", "x.yaml", "--area", "lo"), ["london"]),
        (("init", "--area", "london", "--close", "act"), ["acton"]),
        (("choose", "gone.yaml", "--must-keep", "a"), []),
        (("sites", "nowhere", "--set", "a"), []),
    ],
)
def test_scenarios_areas_sites_and_boroughs_are_offered(words, offered):
    assert complete(*words) == offered


def test_other_data_is_completed_from_where_it_is(street, tmp_path):
    assert complete("sites", "--data", street, "s") == ["street"]
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: T\narea: street\n")
    assert complete("choose", "--data", street, mine, "--must-close", "e") == ["east"]
    assert complete("choose", "--data", tmp_path / "gone", mine, "--must-close", "e") == []


def test_bash_is_given_names_it_takes_for_one_word_and_nothing_heavy_is_imported():
    script = (
        "import sys; from estate_model.cli import main\n"
        "try: main()\n"
        f"finally: sys.stderr.write(','.join(set('{HEAVY}'.split()) & set(sys.modules)))"
    )
    words = "estate-model annex met-2026-decision --for Kens"
    asked = {"COMP_WORDS": words, "COMP_CWORD": "4", "_ESTATE_MODEL_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv = ['estate-model']; {script}"],
        capture_output=True, text=True, check=False, env={**os.environ, **asked}, cwd=ROOT,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == (r"plain,Kensington\ and\ Chelsea", "")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "wimbledn-closes"),
        ("rank", "wimbledn-closes"),
        ("compare", "wimbledon-closes", "wimbledn-closes"),
        ("annex", "wimbledon-closes", "--compare", "wimbledn-closes"),
        ("areas", "lundon"),
        ("sites", "lundon"),
        ("timetable", "build", "lundon", "--gtfs", "x.zip"),
        ("streets", "build", "lundon", "--osm", "x.pbf"),
    ],
)
def test_a_misspelt_name_is_said_before_anything_heavy_is_imported(words):
    script = (
        "import sys; from estate_model.cli import main\n"
        f"sys.argv = ['estate-model', *{words!r}]\n"
        "try: main()\n"
        f"finally: print(sorted(set('{HEAVY}'.split()) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout == "[]\n"
    assert "did you mean" in done.stderr
    assert done.returncode in {3, 4}
