import pytest

from tests import worlds


@pytest.fixture(scope="session")
def street(tmp_path_factory):
    """The street as a data folder on disk."""
    return worlds.write(tmp_path_factory.mktemp("data"))
