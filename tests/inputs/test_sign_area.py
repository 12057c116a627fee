"""An area of one's own is signed anew after an edit; what cannot be read is not signed."""

import pytest
from click.testing import CliRunner

from estate_model.cli import cli
from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from tests import worlds


@pytest.fixture
def data(tmp_path):
    return worlds.write(tmp_path / "my data")


def sign(data, area="street"):
    result = CliRunner().invoke(cli, ["areas", area, "--data", str(data), "--sign"])
    if result.exception:
        raise result.exception
    return result.stdout


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_file_is_refused_with_the_command_that_signs_it_and_signed_it_is_read(data):
    edit(data / "street/sites.csv", "Mid Police Station", "Middle")
    edit(data / "parameters/money.csv", "ways_a_visit,2,2,2", "ways_a_visit,2,2,4")
    with pytest.raises(AreaError) as caught:
        read_area(data / "street", data / "parameters")
    assert f"estate-model areas street --data '{data}' --sign" in str(caught.value)
    said = sign(data)
    assert "street/sites.csv: signed (3 rows, " in said
    assert "parameters/money.csv: signed (2 rows, " in said
    area = read_area(data / "street", data / "parameters")
    assert area.buildings["mid"].name == "Middle"
    assert area.money_facts["ways_a_visit"].high == 4


def test_a_file_that_is_not_utf_8_is_named_with_its_line(data):
    path = data / "street/sites.csv"
    path.write_bytes(path.read_bytes().replace(b"Mid Police", b"M\xefd Police"))
    line = next(number for number, row in enumerate(path.read_bytes().split(b"\n"), 1) if b"\xef" in row)
    with pytest.raises(AreaError) as caught:
        sign(data)
    assert str(caught.value) == f"{path}:{line}: cannot be read as UTF-8 text; save the file as CSV UTF-8"
    path.write_bytes(path.read_bytes().decode("cp1252").encode("utf-16"))
    assert "sites.csv: signed (3 rows" in sign(data)


def test_a_mark_says_which_record_it_takes_the_place_of(data):
    command = ["sites", "street", "--set", "west", "--hours", "Mo-Fr 10:00-16:00", "--data", str(data)]
    result = CliRunner().invoke(cli, command)
    assert "(marked by hand), in place of 24/7 from " in result.stdout
    later = CliRunner().invoke(cli, [*command, "--since", "2030-01-01"])
    assert "west: Mo-Fr 10:00-16:00 from 2030-01-01 (marked by hand)\n" in later.stdout


def test_only_the_numbers_of_the_manifest_change_and_a_second_time_nothing(data):
    manifest = data / "street/area.toml"
    edit(manifest, "[area]", "# my own words\n[area]")
    edit(data / "street/sites.csv", "Mid Police Station", "Middle")
    before = manifest.read_text(encoding="utf-8").splitlines()
    sign(data)
    after = manifest.read_text(encoding="utf-8").splitlines()
    changed = [old.split(" = ")[0] for old, new in zip(before, after, strict=True) if old != new]
    assert set(changed) <= {"rows", "bytes", "sha256"}
    assert sign(data) == f"{data / 'street'}: nothing had changed; its files are those on record\n"


def test_a_new_file_s_entry_needs_no_numbers(data):
    (data / "street/notes.txt").write_text("one\ntwo\n", encoding="utf-8")
    words = "".join(
        f'{key} = "x"\n'
        for key in ("title", "publisher", "date", "licence", "attribution", "source_url", "derived_from")
    )
    with (data / "street/area.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(f'[[file]]\npath = "notes.txt"\n{words}')
    assert "notes.txt: signed (2 rows, 8 bytes)" in sign(data)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("street/sites.csv", "531200.0", "west", "sites.csv:3: easting: must be a number from"),
        ("street/area.toml", 'path = "hours.csv"', 'path = "ours.csv"', "ours.csv: its records cannot be"),
        ("street/area.toml", "[area]", "[area", "area.toml: cannot be read as TOML"),
        ("street/area.toml", 'path = "hours.csv"', 'path = "../h.csv"', "must be a file that stays inside"),
    ],
)
def test_what_has_a_fault_is_not_signed(name, old, new, said, data):
    edit(data / name, old, new)
    manifests = [data / "street/area.toml", data / "parameters/parameters.toml"]
    before = [path.read_bytes() for path in manifests]
    with pytest.raises(AreaError) as caught:
        sign(data)
    assert said in str(caught.value)
    assert [path.read_bytes() for path in manifests] == before


def test_what_came_with_the_program_is_not_signed():
    with pytest.raises(
        AreaError, match="this data came with the program and is not signed anew; copy the area"
    ):
        sign(worlds.SHIPPED.parent, "london")
