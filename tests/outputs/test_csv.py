"""CSV written by columns is what pandas writes value by value."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.outputs.tables import csv_lines
from estate_model.outputs.tables.zones import csv_bytes

TEXTS = st.text(alphabet='a,"\n\r=+-@ é5.\U0001f693', max_size=4)
NUMBERS = st.one_of(
    st.sampled_from([np.nan, np.inf, -np.inf, -0.0]),
    st.floats(min_value=-1e200, max_value=1e200),
    st.floats(min_value=-1000, max_value=1000),
    st.integers(-3000, 3000).map(lambda steps: steps / 2000),
)


def disarmed(value):
    runs = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs and not value.removeprefix("-").replace(".", "", 1).isdecimal() else value


def by_pandas(table, decimals):
    """The same table by ``to_csv``: ``decimals`` by column."""
    shown = table.copy()
    for name, places in decimals.items():
        shown[name] = shown[name].round(places)
    return shown.to_csv(index=False, lineterminator="\n").encode()


@given(st.lists(NUMBERS, max_size=12))
def test_numbers_are_rounded_and_written_as_pandas_does(numbers):
    table = pd.DataFrame(
        {"share": np.array(numbers, dtype=np.float64), "minutes": np.array(numbers, dtype=np.float64)}
    )
    assert csv_bytes(table) == by_pandas(table, {"share": 4, "minutes": 1})


@given(st.lists(st.integers(-(2**62), 2**62), max_size=12))
def test_whole_numbers_too(numbers):
    table = pd.DataFrame(
        {"rank": np.array(numbers, dtype=np.int64), "again": np.array(numbers, dtype=np.int64)}
    )
    assert csv_bytes(table) == by_pandas(table, {})


@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=12))
def test_texts_are_quoted_as_pandas_does_and_disarmed(texts):
    plain = pd.DataFrame({"name": texts, "code": texts}, dtype=object)
    wanted = pd.DataFrame({name: [disarmed(text) for text in texts] for name in plain}, dtype=object)
    assert csv_bytes(plain) == by_pandas(wanted, {})
    assert csv_bytes(plain.astype("category")) == by_pandas(wanted, {})


def test_a_table_by_hand():
    table = pd.DataFrame(
        {
            "name": ["Ash, Upper", None, "=1+1"],
            "people_losing": [12.5, 0.0, 1e6],
            "minutes": [np.nan, -0.04, 12.0],
            "share": [0.25, 1.0, 0.00005],
            "open": [True, False, True],
        }
    )
    assert csv_bytes(table).decode().splitlines() == [
        "name,people_losing,minutes,share,open",
        '"Ash, Upper",12,,0.25,True',
        ",0,-0.0,1.0,False",
        "'=1+1,1000000,12.0,0.0,True",
    ]


@pytest.mark.parametrize("values", [[1, None, 2], [1, "a", 2.5, True], [True, None], [None, None]])
def test_mixed_values_are_written_as_pandas_does(values):
    table = pd.DataFrame({"value_of": pd.Series(values, dtype=object), "n": range(len(values))})
    assert csv_bytes(table) == by_pandas(table.assign(value_of=list(values)), {})


def test_more_lines_than_are_written_together(monkeypatch):
    monkeypatch.setattr(csv_lines, "ROWS", 2)
    table = pd.DataFrame({"name": list("abcde"), "rank": range(98, 103)})
    assert csv_bytes(table) == b"name,rank\na,98\nb,99\nc,100\nd,101\ne,102\n"


def test_tables_without_lines_or_columns():
    assert csv_bytes(pd.DataFrame({"name": [], "share": []})) == b"name,share\n"
    assert csv_bytes(pd.DataFrame()) == b"\n"


def test_a_moments_name_at_a_columns_end_does_not_round_its_numbers():
    table = pd.DataFrame({"share_of_week_most_people": [0.375], "mean_minutes_day_of_most_people": [7.25]})
    assert csv_bytes(table) == b"share_of_week_most_people,mean_minutes_day_of_most_people\n0.375,7.2\n"
