"""A stranger's tables with their recipe, and an empty data folder."""

import pytest

from tests.inputs import recipe_worlds


@pytest.fixture
def recipe(tmp_path):
    return recipe_worlds.write(tmp_path / "tables")


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"
