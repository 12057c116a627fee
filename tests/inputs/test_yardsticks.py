import shutil

import pytest

from estate_model.errors import AreaError
from estate_model.inputs.parameters.standards import FILES, read_yardsticks
from estate_model.nouns.standards import Figure
from tests import worlds


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        shutil.copy(worlds.SHIPPED / name, tmp_path / name)
    return tmp_path


def test_what_came_along_is_read(folder):
    found = read_yardsticks(folder)
    assert found.value("reports_a_day_central") == 4
    assert found.value("far_percentile") == 0.9
    assert {one.standard_id for one in found.standards} >= {"within_45", "all_day_in_every_borough"}
    with pytest.raises(KeyError):
        found.value("nothing")


LABELS = {"borough": "district", "boroughs": "districts"}


def test_what_was_made_or_found_in_london_is_london_s(folder):
    """The pledges of the Met go elsewhere, and so do reports a day at its counters; words become the area's."""
    found = read_yardsticks(folder)
    london = found.of_area(["E09000001", "E09000002"], worlds.area().labels)
    assert (london.standards, london.elsewhere) == (found.standards, frozenset())
    drawn = found.of_area(["B1", "B2"], worlds.area().labels)
    assert (drawn.standards, drawn.elsewhere) == (found.standards, frozenset())
    essex = found.of_area(["E07000074"], LABELS)
    assert any(one.caveat for one in london.standards)
    assert not any(one.caveat for one in essex.standards)
    assert {one.standard_id for one in found.standards} - {one.standard_id for one in essex.standards} == {
        "all_day_in_every_borough", "ward_base_within_20", "ward_base_majority_within_20",
    }  # fmt: skip
    titles = {one.standard_id: one.title for one in essex.standards}
    assert titles["within_45_in_every_borough"] == "95% within 45 minutes, and in every district"
    assert {f"reports_a_day_{bound}" for bound in ("low", "central", "high")} <= essex.elsewhere
    assert "far_percentile" not in essex.elsewhere


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "counter_use.csv",
            ",2.5,",
            ",many,",
            "counter_use.csv:2: value: must be a number from 0 to 10,000, not 'many'",
        ),
        (
            "counter_use.csv",
            ",2.5,",
            ",-1,",
            "counter_use.csv:2: value: must be a number from 0 to 10,000, not '-1'",
        ),
        (
            "counter_use.csv",
            "reports_a_day_low,",
            "reports_a_day_central,",
            "counter_use.csv:3: key 'reports_a_day_central' appears twice",
        ),
        (
            "standards.csv",
            ",band,15,",
            ",band,0,",
            "standards.csv:2: threshold: must be a number above 0, at most 10,000, not '0'",
        ),
        ("standards.csv", ",band,15,", ",law,15,", "standards.csv:2: status: 'law' is not known"),
        (
            "standards.csv",
            ",within_minutes,",
            ",within_metres,",
            "standards.csv:2: check: 'within_metres' is not known; did you mean 'within_minutes'",
        ),
        ("protected_characteristics.csv", "cannot_test", "cannot", "column 'cannot_test' is missing"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(folder, name, old, new, fault):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AreaError, match=fault):
        read_yardsticks(folder)


def test_a_figure_is_a_number():
    with pytest.raises(ValueError, match="0 or more"):
        Figure(
            key="k", value=float("nan"), unit="u", geography="g", source="s", date="d", url="", confidence="c",
            notes="",
        )  # fmt: skip
