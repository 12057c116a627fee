import pytest
from hypothesis import settings

from tests import worlds

# laws are about answers: how long one example takes depends on what else the machine does
settings.register_profile("estate_model", deadline=None)
settings.load_profile("estate_model")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Nothing of a user's own is read or written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTATE_MODEL_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("ESTATE_MODEL_DATA", raising=False)
        yield


@pytest.fixture(scope="session")
def street(tmp_path_factory):
    """The street as a data folder on disk."""
    return worlds.write(tmp_path_factory.mktemp("data"))
