"""annex, and run --annex, as a user types them, on The Street."""

import json

import pytest

from estate_model.errors import EstateModelError
from estate_model.inputs.store import finished
from estate_model.outputs import outputs
from estate_model.outputs.annex import formats
from tests.test_cli import FILES, SCENARIO, invoke

FORMATS = ("html", "docx", "pdf", "xlsx")
ALL = {f"{which}.{name}" for which in ("annex", "annex-technical") for name in FORMATS}
HTML = {"annex.html", "annex-technical.html"}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """The Street's scenario for one way of travel: an annex's files are the same."""
    path = tmp_path_factory.mktemp("scenario") / "street.yaml"
    path.write_text(f"{SCENARIO.read_text()}profiles: [walk]\n")
    return path


@pytest.fixture(scope="module")
def other(scenario, tmp_path_factory):
    path = tmp_path_factory.mktemp("other") / "west-closes.yaml"
    path.write_text(
        scenario.read_text()
        .replace("close: east", "close: west")
        .replace("set_hours: west", "set_hours: east")
    )
    return path


def written(folder):
    return {path.name for path in folder.iterdir()}


def test_every_format_for_the_whole_and_a_part_beside_another_scenario(scenario, street, other, tmp_path):
    words = (
        "annex",
        scenario,
        "--to",
        "docx,pdf,xlsx",
        "--for",
        "Borough of Streetham",
        "--for",
        "Roadley",
        "--compare",
        other,
    )
    words = tuple(word if word != "Borough of Streetham" else "London Borough of Streetham" for word in words)
    result = invoke(*words, "--data", street, "--out", tmp_path)
    folder = tmp_path / "street"
    local = {f"annex-{part}.{name}" for part in ("streetham", "roadley") for name in FORMATS}
    assert written(folder) == {*FILES, *ALL, *local, "alternatives.csv"}
    assert str(folder / "annex.pdf") in result.stdout
    record = json.loads((folder / "run.json").read_text())
    assert set(record["outputs"]) >= ALL
    page = (folder / "annex-technical.html").read_text()
    assert scenario.read_text().splitlines()[0] in page
    assert "estate-model annex street.yaml --to html,docx,pdf,xlsx --compare west-closes.yaml" in page
    invoke(*words, "--data", street, "--out", tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "street" / path.name).read_bytes(), path.name


def test_html_alone_is_the_default_and_run_can_write_it_too(scenario, street, tmp_path):
    invoke("annex", scenario, "--data", street, "--out", tmp_path / "one")
    assert written(tmp_path / "one" / "street") == {*FILES, *HTML}
    invoke("run", scenario, "--annex", "--to", "xlsx", "--data", street, "--out", tmp_path / "two")
    assert written(tmp_path / "two" / "street") == {*FILES, *HTML, "annex.xlsx", "annex-technical.xlsx"}
    assert (
        invoke("run", scenario, "--to", "pdf", "--data", street, "--out", tmp_path / "three").exit_code == 2
    )


def test_mistakes_are_found_before_the_run(scenario, street, tmp_path, monkeypatch):
    out = ("--data", street, "--out", tmp_path / "maps")
    refused = invoke("annex", scenario, "--to", "pdf,odt", *out)
    assert refused.exit_code == 2
    assert "'odt' is not one of html, docx, pdf, xlsx" in refused.output
    assert invoke("annex", scenario, "--to", ",", *out).exit_code == 2
    with pytest.raises(EstateModelError, match="did you mean 'Roadley'"):
        invoke("annex", scenario, "--for", "Rodley", *out)
    with pytest.raises(EstateModelError, match="would be compared with itself"):
        invoke("annex", scenario, "--compare", scenario, *out)
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    with pytest.raises(EstateModelError, match=r"pip install 'estate-model\[pdf\]'"):
        invoke("annex", scenario, "--to", "pdf", *out)
    with pytest.raises(EstateModelError, match=r"pip install 'estate-model\[pdf\]'"):
        invoke("run", scenario, "--annex", "--to", "pdf", *out)
    assert not (tmp_path / "maps").exists()


def test_every_borough_with_a_cover(scenario, street, tmp_path):
    words = ("--for", "all", "--by", "A  group", "--contact", "a@example.org", "--date", "2026-02-01")
    invoke("annex", scenario, *words, "--data", street, "--out", tmp_path)
    for name in ("annex", "annex-technical", "annex-streetham", "annex-roadley"):
        page = (tmp_path / "street" / f"{name}.html").read_text()
        assert "Submitted by: A group" in page
        assert "Date: 1 February 2026" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "1/2/2026"), "'1/2/2026' is not a date; write it as 2025-10-01"),
        (("--by", "x" * 201), "has 201 characters; at most 200 fit on the cover"),
    ],
)
def test_a_cover_that_cannot_be_printed_is_refused(scenario, words, said, street):
    refused = invoke("annex", scenario, *words, "--data", street)
    assert refused.exit_code == 2
    assert said in refused.output


def test_an_annex_written_before_stays_while_the_run_is_the_same(scenario, street, tmp_path):
    out = ("--data", street, "--out", tmp_path)
    folder = tmp_path / "street"
    invoke("annex", scenario, "--for", "Roadley", *out)
    roadley = (folder / "annex-roadley.html").read_bytes()
    invoke("annex", scenario, "--for", "Streetham", *out)
    assert {"annex-roadley.html", "annex-streetham.html"} < written(folder)
    assert (folder / "annex-roadley.html").read_bytes() == roadley
    assert "annex-roadley.html" in json.loads((folder / "run.json").read_text())["outputs"]
    (folder / "annex-roadley.html").write_bytes(b"changed")
    invoke("annex", scenario, *out)
    assert "annex-roadley.html" not in written(folder)  # not as it was written
    assert "annex-streetham.html" in written(folder)
    changed = tmp_path / "street.yaml"
    changed.write_text(
        scenario.read_text()
        .replace("close: east", "close: west")
        .replace("set_hours: west", "set_hours: east")
    )
    invoke("run", changed, *out)
    assert not any(name.startswith("annex") for name in written(folder))  # of another run


def test_an_annex_of_a_finished_run_takes_its_files_as_they_are(scenario, street, tmp_path, monkeypatch):
    """They are made anew where one was changed, the scenario's file is another, or the program is."""
    made, first, fresh = [], tmp_path / "first", tmp_path / "fresh"
    monkeypatch.setattr(outputs, "OUTPUTS", [counted(one, made) for one in outputs.OUTPUTS])
    annex = ("annex", scenario, "--data", street, "--out")
    invoke("run", scenario, "--data", street, "--out", first)
    made.clear()
    invoke(*annex, first)
    assert not made
    invoke(*annex, fresh)
    assert made
    assert files_of(first) == files_of(fresh)

    made.clear()
    (first / "street" / "boroughs.csv").write_text("changed")
    invoke(*annex, first)
    assert made
    assert files_of(first) == files_of(fresh)

    made.clear()
    monkeypatch.setattr(finished, "code_digest", lambda: "another program")
    invoke(*annex, first)
    assert made


def counted(output, made):
    def own(report):
        made.append(output)
        return output(report)

    return own


def files_of(out):
    return {path.name: path.read_bytes() for path in (out / "street").iterdir()}
