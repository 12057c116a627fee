"""Each source from its publisher: for people with a network (``pytest --live tests/inputs/test_live.py``).

Set ``tried_live = true`` in ``data/forces/sources.toml`` for what passes.
"""

import pytest

from estate_model.api.loading import load_area
from estate_model.commands.forces import build_force
from estate_model.inputs.fetch.source_list import read_source_list
from estate_model.inputs.fetch.web import address, answer, client
from estate_model.inputs.store.find import forces_folder

SOURCES = read_source_list(forces_folder() / "sources.toml")

pytestmark = pytest.mark.live


@pytest.mark.parametrize("key", [key for key, entry in SOURCES.items() if entry.endpoint])
def test_a_publisher_answers(key):
    url = SOURCES[key].endpoint.replace("{force}", "gwent")
    assert address(url) == url
    with client() as session, answer(session, url, key, headers={"Range": "bytes=0-99"}) as response:
        assert response.raw.read(10)


@pytest.mark.parametrize(("force", "residents"), [("gwent", 587_696), ("essex", 1_860_133)])
def test_a_force_is_built_from_its_publishers(force, residents, tmp_path):
    build_force(force, data=tmp_path / "data")
    assert load_area(force, data=tmp_path / "data").places.people.sum() == pytest.approx(residents)
