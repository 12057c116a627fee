"""Every command of the documents is run, on The Street; those that need a network or big files are parsed."""

import json
import re
import shlex
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from estate_model.cli import cli
from estate_model.outputs.words.findings import findings
from tests.test_cli import SCENARIO, invoke

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md", "data/*/README.md", "scenarios/README.md")
    for path in ROOT.glob(pattern)
)
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
EXTRAS = re.compile(r"\[([a-z,]+)\]")
MOST_LINES_OF_README = 130
PARSED = {
    "areas build",
    "build-area",
    "streets build",
    "streets fetch",
    "timetable build",
    "init",
    "open",
    "verify",
}
NEEDS_MORE = {"--scheduler"}
IN_THE_STREET = {
    "london": "street",
    "essex": "street",
    "merton-sutton": "street",
    "wimbledon": "east",
    "Merton": "Streetham",
    "London Borough of Merton": "Streetham",
    "Merton,Sutton": "Streetham",
    "my-town": "street",
    "clacton": "east",
    "27": "1",
    "500": "2",
    "4": "1",  # workers: a process each
}
OTHER = "met-2025-proposal"
FEW = "profiles: [walk]\n"
DONE = {}
"""What each command gave, by its words in The Street: many documents run the same."""
ONE_SCENARIO = re.compile(r"met-2026-decision|essex-2025|.*\.yaml")


def lines():
    """Every line of a shell block, by page, without its comment; a line that ends in a backslash goes on."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                if words := shlex.split(line, comments=True):
                    yield page, words


COMMANDS = sorted({tuple(words[1:]) for _, words in lines() if words[0] == "estate-model"})
OTHERS = sorted({tuple(words) for _, words in lines() if words[0] != "estate-model"})


def is_parsed(words):
    return bool({words[0], " ".join(words[:2])} & PARSED or set(words) & NEEDS_MORE)


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_what_is_not_ours_is_there_to_be_run(words):
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    elif words[0] == "python":
        assert words[1] == "-m"
        assert find_spec(words[2])
    else:
        assert words[0] in {"pip", "pipx", "."}
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
        named = {name for word in words for group in EXTRAS.findall(word) for name in group.split(",")}
        assert named <= set(extras)


@pytest.mark.parametrize("words", [one for one in COMMANDS if is_parsed(one)], ids=" ".join)
def test_commands_that_need_more_than_the_street_are_spelt_right(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for word in words:
        if "." in word:
            Path(word).touch()
    (tmp_path / "tables").mkdir()
    (tmp_path / "scenarios").mkdir()
    command, rest = cli, list(words)
    while hasattr(command, "commands"):
        command = command.commands[rest.pop(0)]
    command.make_context(command.name, rest)


@pytest.fixture(scope="module")
def in_the_street(tmp_path_factory):
    """Every word of a document that The Street has another for; its scenarios are about one way of travel."""
    folder, words = tmp_path_factory.mktemp("scenarios"), {}
    for name in ("street", "street-opens"):
        words[name] = str(folder / f"{name}.yaml")
        (folder / f"{name}.yaml").write_text((SCENARIO.parent / f"{name}.yaml").read_text() + FEW)
    return {**IN_THE_STREET, SCENARIO: words["street"], OTHER: words["street-opens"]}


def said_in_the_street(words, names):
    said = [names[SCENARIO] if ONE_SCENARIO.fullmatch(word) else names.get(word, word) for word in words]
    if words[0] == "grid":
        invoke("run", names[SCENARIO], names[OTHER], "--data", "mydata")
        said = ["grid", "street", "street-opens"]
    return said


@pytest.mark.parametrize("words", [one for one in COMMANDS if not is_parsed(one)], ids=" ".join)
def test_every_other_command_is_run(words, street, in_the_street, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(street, tmp_path / "mydata")
    said = said_in_the_street(words, in_the_street)
    Path("ideas.csv").write_text(
        "name,baseline,set_hours,hours\nshort-days,2025-06-01,all,Mo-Fr 10:00-14:00\n"
    )
    takes_data = "data" in {option.name for option in cli.commands[words[0]].params} or words[0] == "areas"
    data = ["--data", "mydata"] if takes_data and not {"--data", "explain"} & set(said) else []
    command = (*said, *data)
    if command not in DONE:
        DONE[command] = invoke(*command)
    assert DONE[command].exit_code == 0, DONE[command].output
    assert DONE[command].output


def test_the_readme_is_two_screens_and_prints_what_the_program_prints(london_report):
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_README
    printed = " ".join(text.split())
    for sentence in findings(london_report):
        assert f"- {sentence}" in printed


def test_the_notebook_runs():
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text())["cells"]
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    assert "had 5 police front counters" in " ".join(names["results"].findings())
