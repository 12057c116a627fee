"""Characters nobody sees are named with line and column wherever text is read; prose keeps its blanks."""

import pytest

from estate_model.errors import AreaError, EstateModelError
from estate_model.inputs.store.toml_file import read_toml
from estate_model.invisible import invisible, is_prose, plain_blanks
from tests import worlds
from tests.inputs import recipe_worlds
from tests.test_cli import invoke

NO_BREAK, ZERO_WIDTH, TURNED = "\u00a0", "\u200b", "\u202e"
FULL = (
    "title: A title\nquestion: A question?\narea: street\nbaseline: 2025-06-01\nchanges:\n  - close: east\n"
)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u00a0", "no-break space (U+00A0)"),
        ("\u202f", "narrow no-break space (U+202F)"),
        ("\u3000", "ideographic space (U+3000)"),
        ("\u200b", "zero width space (U+200B)"),
        ("\u200d", "zero width joiner (U+200D)"),
        ("\u2060", "word joiner (U+2060)"),
        ("\ufeff", "zero width no-break space (U+FEFF)"),
        ("\u00ad", "soft hyphen (U+00AD)"),
        ("\u202e", "right-to-left override (U+202E)"),
        ("\u2066", "left-to-right isolate (U+2066)"),
        ("\u200f", "right-to-left mark (U+200F)"),
        ("\u2028", "line separator (U+2028)"),
        ("\x1b", "control character (U+001B)"),
    ],
)
def test_each_is_named_with_line_and_column(character, name):
    (unseen,) = invisible(f"one\nt{character}wo")
    assert (unseen.line, unseen.column, unseen.name) == (2, 2, name)


@pytest.mark.parametrize(
    "text",
    ["Caf\u00e9 \u2018quoted\u2019 9\u201317 \u00a3 \u2014 \u201cso\u201d", "a\tb\r\nc", "\u65e5\u672c"],
)
def test_what_can_be_seen_is_left_alone(text):
    assert list(invisible(text)) == []
    assert plain_blanks(text) == text


def test_prose_is_told_by_its_key():
    assert all(
        map(is_prose, ("title", "question", "uncertain", "ward_name", "Ward Name", "address", "notes"))
    )
    assert not any(map(is_prose, ("hours", "close", "postcode", "site_id", "area", "path", "easting")))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("  - close", f"{NO_BREAK}{NO_BREAK}- close", "6:1: "),
        ("baseline: ", f"baseline:{NO_BREAK}", "4:10: "),
        ("close: east", f"close: east{NO_BREAK}", "6:16: "),
        ("close: east", f"close: ea{ZERO_WIDTH}st", "6:14: "),
        ("close: east", f"clo{ZERO_WIDTH}se: east", "6:8: "),
        ("close: east", f"close: [west, ea{NO_BREAK}st]", "6:21: "),
        ("A title", f"A {TURNED}title", "1:10: "),
        ("A title", "A \x1b[31mtitle", "1:10: "),
    ],
)
def test_a_scenario_names_them(street, tmp_path, old, new, where):
    path = tmp_path / "seen.yaml"
    path.write_text(FULL.replace(old, new), encoding="utf-8")
    with pytest.raises(EstateModelError) as refused:
        invoke("check", path, "--data", street)
    assert str(refused.value).startswith(f"{path}:{where}an invisible character stands here: ")


def test_a_no_break_space_in_prose_or_a_comment_is_a_blank(street, tmp_path):
    path = tmp_path / "seen.yaml"
    path.write_text(
        FULL.replace("A title", f"A{NO_BREAK}title") + f"# a{NO_BREAK}comment\n", encoding="utf-8"
    )
    assert "in order" in invoke("check", path, "--data", street).output
    assert "A title" in invoke("run", path, "--light", "--data", street, "--out", tmp_path).output


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"[area]\nname{NO_BREAK}= 'x'\n", "2:5: "),
        (f"[area]\n{NO_BREAK}name = 'x'\n", "2:1: "),
        (f"[area]\npath = 'x{NO_BREAK}y'\n", "2:10: "),
        (f"[area]\nname = 'x{ZERO_WIDTH}y'\n", "2:10: "),
    ],
)
def test_toml_names_them(tmp_path, text, where):
    path = tmp_path / "some.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AreaError) as refused:
        read_toml(path)
    assert str(refused.value).startswith(f"{path}:{where}an invisible character")


def test_toml_prose_is_read_with_plain_blanks(tmp_path):
    path = tmp_path / "some.toml"
    path.write_text(f"# a{NO_BREAK}b\nnotes = [\n  'x{NO_BREAK}y',\n]\n", encoding="utf-8")
    assert read_toml(path) == {"notes": ["x y"]}


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "hours.csv",
            "24/7",
            f"24/7{NO_BREAK}",
            "hours.csv:2: hours: at character 5 of '24/7 ' an invisible",
        ),
        ("sites.csv", "mid,", f"mi{ZERO_WIDTH}d,", "sites.csv:3: site_id: at character 3 of 'mi"),
        ("sites.csv", "Mid Police", f"Mid{TURNED} Police", "sites.csv:3: name: at character 4"),
        ("postcodes.csv", "AA2 1AA", f"AA2{NO_BREAK}1AA", "postcodes.csv:3: postcode: at character 4"),
    ],
)
def test_a_table_of_a_recipe_names_them(tmp_path, name, old, new, words):
    recipe = recipe_worlds.write(tmp_path / "tables")
    path = recipe.parent / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AreaError) as refused:
        recipe_worlds.build(recipe, tmp_path)
    assert words in str(refused.value)


def test_names_in_tables_are_read_with_plain_blanks(tmp_path):
    data = worlds.write(tmp_path)
    path = data / "street" / "sites.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Mid Police", f"Mid{NO_BREAK}Police"), encoding="utf-8"
    )
    worlds.sign(data)
    assert "Mid Police Station" in invoke("areas", "street", "--sites", "--data", data).output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("24/7", f"24/7{ZERO_WIDTH}", "hours.csv:2: hours: at character 5"),
        ("west", f"west{NO_BREAK}", "hours.csv:2: site_id: at character 5"),
    ],
)
def test_an_area_folder_names_them(tmp_path, old, new, words):
    data = worlds.write(tmp_path)
    path = data / "street" / "hours.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    worlds.sign(data)
    with pytest.raises(AreaError) as refused:
        invoke("areas", "street", "--data", data)
    assert words in str(refused.value)


def test_harmless_ones_in_prose_do_not_hide_one_in_a_key(tmp_path):
    prose = "".join(f'note = "a\u00a0b{n}"\n'.replace("note", f"note_{n}") for n in range(60))
    (tmp_path / "a.toml").write_text(prose + "[area]\nid\u00a0 = 'x'\n", encoding="utf-8")
    with pytest.raises(AreaError, match=r"a\.toml:62:3: an invisible character stands here: no-break space"):
        read_toml(tmp_path / "a.toml")
