"""The reader of OR-Library's problems, and published optima where the files are beside the project."""

import os
from pathlib import Path

import pytest

from benchmarks.orlib import line, read

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDER = Path(os.environ.get("ESTATE_MODEL_SHARED", BESIDE)) / "orlib"


def test_of_edges_named_twice_the_last_one_counts(tmp_path):
    """1 - 2 - 3 in a row: 5 and 7; the first edge is named again as 6, the other way round."""
    path = tmp_path / "tiny.txt"
    path.write_text(" 3 3 1\n 1 2 5\n 2 3 7\n 2 1 6\n")
    lengths, keep = read(path)
    assert lengths.tolist() == [[0, 6, 13], [6, 0, 7], [13, 7, 0]]
    assert keep == 1
    assert line(path, 13).startswith("| tiny | 3 | 1 | 13 | 13 | 0.00% | yes |")  # the middle: 6 + 0 + 7


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pmed1", "pmed5", "pmed6", "pmed17", "pmed20"])
def test_the_published_optimum_is_proven(name):
    if not (FOLDER / "optima.txt").is_file():
        pytest.skip(f"{FOLDER} is not there")
    optima = dict(row.split() for row in (FOLDER / "optima.txt").read_text().splitlines())
    cells = line(FOLDER / f"{name}.txt", int(optima[name])).split("|")
    assert [cell.strip() for cell in cells[6:8]] == ["0.00%", "yes"]
