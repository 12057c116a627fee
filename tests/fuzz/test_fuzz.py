"""A few spoiled inputs of every kind; many more: ``python -m tests.fuzz --inputs 2000``."""

from tests.fuzz.kinds import SCENARIOS, Kinds, read_scenario
from tests.fuzz.ranges import OUT_OF_RANGE
from tests.fuzz.search import search


def test_no_spoiled_input_ends_in_a_traceback_a_hang_or_silence(tmp_path):
    assert search(120, 0, tmp_path).wrong == []


def test_what_is_spoiled_is_whole_before(tmp_path):
    """Else an odd number would be refused for another reason, and nothing would be tried."""
    kinds = Kinds(tmp_path)
    for path in SCENARIOS:
        read_scenario(path, lambda _name: kinds.area)
    for name, old, new, _, good in OUT_OF_RANGE:
        kinds.with_number(name, old, new.format(good))
