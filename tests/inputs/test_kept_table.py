"""A long table comes back from the cache as it was read."""

import pandas as pd
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.store.csv_table import column_numbers, read_table
from estate_model.inputs.store.kept_table import kept_table

TABLE = 'code,name,metres\n007,"Ruislip, east",1.5\n\n008,Ynys Môn,0.1\n009,Ynys Môn,-3\n'


class Reading:
    """Reads a file, and counts how often."""

    def __init__(self, path):
        self.path, self.times = path, 0

    def __call__(self):
        self.times += 1
        table = read_table(self.path, ("code", "name", "metres"))
        return table.assign(metres=column_numbers(table, "metres", self.path))


@pytest.fixture
def reading(tmp_path, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="utf-8")
    return Reading(path)


def test_a_table_is_read_once_and_comes_back_the_same(reading):
    first, again = (kept_table(reading.path, reading) for _ in range(2))
    assert reading.times == 1
    pd.testing.assert_frame_equal(first, again)
    texts = again.astype({"code": str, "name": str})
    pd.testing.assert_frame_equal(texts, reading(), check_dtype=False)
    assert texts.values.tolist() == [
        ["007", "Ruislip, east", 1.5],
        ["008", "Ynys Môn", 0.1],
        ["009", "Ynys Môn", -3.0],
    ]
    assert [*again.index] == [2, 4, 5]


def test_a_changed_file_is_read_again(reading):
    kept_table(reading.path, reading)
    reading.path.write_text(TABLE.replace("1.5", "2.5"), encoding="utf-8")
    assert kept_table(reading.path, reading)["metres"].tolist() == [2.5, 0.1, -3.0]


def test_what_is_refused_is_refused_again(reading):
    reading.path.write_text(TABLE.replace("-3", "?"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(AreaError, match=r"places\.csv:5: metres: '\?' is not a number"):
            kept_table(reading.path, reading)
    assert reading.times == 2
