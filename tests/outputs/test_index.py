"""The list of runs: complete, deaf to hostile texts, and never over a file that is not ours."""

import json

import pytest

from estate_model.inputs.store.runs import read_runs
from estate_model.outputs.index import INDEX, OURS, index_page
from estate_model.outputs.save import save_index
from tests.outputs.test_page_render import ATTACKS, Outline


def run_folder(out, name, words):
    folder = out / name
    folder.mkdir()
    summary = {"title": words, "question": words, "compared_with": words, "findings": [words, words]}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    (folder / "map.html").write_text("<html>", encoding="utf-8")


def choice_folder(out, name):
    folder = out / name
    folder.mkdir()
    text = "A model's choice: ten close\n\n- 27 counters stay.\n- It is proven.\n\nOn what terms:\n- none\n"
    for file, words in (
        ("run.json", "{}"),
        ("summary.txt", text),
        ("chosen.yaml", "x"),
        ("counters.csv", "y"),
    ):
        (folder / file).write_text(words, encoding="utf-8")


def test_every_run_is_listed_and_what_is_no_run_is_passed_over(tmp_path):
    run_folder(tmp_path, "two", "Second")
    run_folder(tmp_path, "one", "First")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "summary.json").write_text("{", encoding="utf-8")
    (tmp_path / "broken" / "map.html").write_text("", encoding="utf-8")
    (tmp_path / "strange").mkdir()
    assert [name for name, *_ in read_runs(tmp_path)] == ["one", "two"]
    page = index_page(read_runs(tmp_path)).decode()
    assert page.index("one/map.html") < page.index("two/map.html")
    assert "2 folders" in page


def test_a_choice_is_listed_too_with_every_file_and_its_size(tmp_path):
    run_folder(tmp_path, "it", "First")
    (tmp_path / "it" / "annex.docx").write_bytes(b"x" * 12_345)
    choice_folder(tmp_path, "it-keep-27")
    page = index_page(read_runs(tmp_path)).decode()
    assert "27 counters stay." in page
    assert "On what terms" not in page
    outline = Outline(page)
    assert set(outline.addresses) == {
        "it/map.html", "it/annex.docx", "it/summary.json",
        "it-keep-27/chosen.yaml", "it-keep-27/summary.txt", "it-keep-27/counters.csv", "it-keep-27/run.json",
    }  # fmt: skip
    assert 'annex.docx</a> <span class="small">12 kB' in page
    assert "it-keep-27/map.html" not in page


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_texts_stay_texts(tmp_path, name):
    run_folder(tmp_path, "it", ATTACKS[name])
    outline = Outline(index_page(read_runs(tmp_path)).decode())
    assert outline.scripts == []
    assert outline.handlers == []
    assert set(outline.addresses) == {"it/map.html", "it/summary.json"}
    assert not {"script", "img", "iframe"} & set(outline.tags)


def test_a_file_that_is_not_ours_is_left_alone(tmp_path):
    path = tmp_path / INDEX
    assert save_index(index_page([]), path, OURS)
    assert save_index(index_page([]), path, OURS)
    path.write_text("my own page", encoding="utf-8")
    assert not save_index(index_page([]), path, OURS)
    assert path.read_text(encoding="utf-8") == "my own page"


def test_annexes_for_parts_are_folded_away(tmp_path):
    run_folder(tmp_path, "it", "Title")
    for name in ("annex.pdf", "annex-technical.pdf", "annex-merton.pdf"):
        (tmp_path / "it" / name).write_bytes(b"x")
    page = index_page(read_runs(tmp_path)).decode()
    main, folded = page.split("<summary>Annexes for parts of the area: 1</summary>")
    assert 'it/annex-technical.pdf"' in main
    assert 'it/annex-merton.pdf"' in folded


def test_all_findings_are_there_and_short_ones_are_not_folded_away():
    few = [f"Finding {number}." for number in range(14)]
    page = index_page([("few", {"findings": few}, ())]).decode()
    assert [one for one in few if one not in page] == []
    assert "<details>" not in page
    long = [" ".join(["word"] * 100 + [f"of-{number}"]) for number in range(14)]
    page = index_page([("long", {"findings": long}, ())]).decode()
    assert [one for one in long if one not in page] == []
    assert page.index("of-0") < page.index("<details>") < page.index("of-1")
    assert "<article>" in index_page([("none", {"findings": []}, ())]).decode()
