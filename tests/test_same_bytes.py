"""What a run writes, to the byte: a change of structure must leave every checksum as it was.

Three scenarios of The Street (one with its annex) and London's headline scenario are held against
``tests/golden/same_bytes.json``. Refresh on purpose with: UPDATE_GOLDEN=1 pytest tests/test_same_bytes.py,
and say in the commit which figures moved and why. ``run.json`` names versions and is left out.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.test_cli import invoke

GOLDEN = Path(__file__).parent / "golden"
LIST = GOLDEN / "same_bytes.json"
STREETS = ("street", "street-opens", "street-keeps")


def checksums(files):
    """The checksum of every file by name, without the run's own record."""
    names = sorted(name for name in files if name != "run.json")
    return {name: hashlib.sha256(files[name]).hexdigest() for name in names}


def held(name, found):
    """Hold what was found against the list, or write it there on purpose."""
    known = json.loads(LIST.read_text()) if LIST.exists() else {}
    if os.environ.get("UPDATE_GOLDEN"):
        LIST.write_text(json.dumps({**known, name: found}, indent=1, sort_keys=True) + "\n")
        return
    assert found == known[name]


@pytest.mark.parametrize("name", STREETS)
def test_the_street(name, street, tmp_path):
    words = ["--annex"] if name == "street" else []
    invoke("run", GOLDEN / f"{name}.yaml", "--data", street, "--out", tmp_path, *words)
    held(name, checksums({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}))


def test_london(london_files):
    held("met-2026-decision", checksums(london_files))
