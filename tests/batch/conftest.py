"""Two invented areas side by side in one data folder, and what a batch of them wrote."""

import hashlib
import shutil

import pytest

from tests import worlds

TEMPLATE = """title: Every counter from 9 to 5
question: Who loses?
baseline: 2025-10-01
changes:
  - set_hours: all
    hours: Mo-Fr 09:00-17:00
"""


def another(data, name):
    """Copy The Street as an area of another name."""
    shutil.copytree(data / "street", data / name)
    manifest = data / name / "area.toml"
    text = manifest.read_text().replace('id = "street"', f'id = "{name}"')
    manifest.write_text(text.replace('"The Street"', f'"The {name.capitalize()}"'))


@pytest.fixture(scope="session")
def two_areas(tmp_path_factory):
    """The Street and The Lane, which is the same."""
    data = worlds.write(tmp_path_factory.mktemp("two"))
    another(data, "lane")
    return data


@pytest.fixture
def template(tmp_path):
    """A scenario for any area."""
    path = tmp_path / "office-hours.yaml"
    path.write_text(TEMPLATE)
    return path


@pytest.fixture
def scheduler(monkeypatch):
    """A scheduler with one worker, both in this process, spoken to by TCP."""
    distributed = pytest.importorskip("distributed", reason="the extra 'batch' is not installed")
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "1")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


def bytes_of(folder):
    """Return the checksum of every file below a folder, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
