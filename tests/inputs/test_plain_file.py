"""Files that are none, are too big, or unpack without end."""

import gzip
import os
import zipfile

import pytest

from estate_model.errors import AreaError
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.build.archives import opened
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.plain_file import LEAST_BYTES, read_plain, read_unpacked, unpacked
from estate_model.inputs.store.runs import read_runs


def bomb(path):
    """A small file that unpacks to more blanks than any table has bytes."""
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(LEAST_BYTES // 10_000_000 + 1):
            stream.write(b" " * 10_000_000)
    return path


def test_a_file_that_unpacks_without_end_is_refused_where_tables_and_polygons_are_read(tmp_path):
    path = bomb(tmp_path / "x.csv.gz")
    with pytest.raises(OSError, match="unpacks to more than 50,000,000 bytes"):
        read_unpacked(path)
    with pytest.raises(AreaError, match=r"cannot be read as a table: .*unpacks to more than"):
        read_table(path, ("postcode",))
    with pytest.raises(AreaError, match=r"cannot be read as GeoJSON: .*unpacks to more than"):
        read_cells(path, area=None)


def test_what_is_packed_and_what_is_not_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a\n1\n"))
    assert read_unpacked(tmp_path / "a.csv") == read_unpacked(tmp_path / "a.csv.gz") == b"a\n1\n"


def test_a_file_over_the_most_is_refused_before_it_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_plain(tmp_path / "a", 5) == b"12345"
    with pytest.raises(OSError, match="5 bytes are too many"):
        read_plain(tmp_path / "a", 4)


def test_summaries_that_are_pipes_or_nested_without_end_are_passed_over(tmp_path):
    for name in ("pipe", "deep"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "map.html").write_text("<html>")
    os.mkfifo(tmp_path / "pipe" / "summary.json")
    (tmp_path / "deep" / "summary.json").write_text("[" * 200_000)
    assert read_runs(tmp_path) == []


def test_a_member_of_a_zip_that_unpacks_without_end_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b" " * (LEAST_BYTES + 1))
    with pytest.raises(
        AreaError, match=r"x\.zip: cannot be opened as an archive: a\.csv unpacks to more than"
    ):
        list(opened(tmp_path / "x.zip", ["a.csv"]))


def test_a_gzipped_table_of_a_recipe_that_unpacks_without_end_is_refused(tmp_path):
    with (
        pytest.raises(OSError, match="unpacks to more than 50,000,000 bytes"),
        bomb(tmp_path / "x").open("rb") as packed,
    ):
        unpacked(packed)
