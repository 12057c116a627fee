"""A run's record, ``run.json``: the checksum of every file that the run wrote."""

from __future__ import annotations

import json
from pathlib import Path

from estate_model.errors import OutputError
from estate_model.inputs.store.plain_file import read_plain

RECORD = "run.json"
MOST_BYTES = 200_000_000


def recorded(folder: Path) -> dict[str, str]:
    """Return the checksum (SHA-256) of each file that the record of a folder names.

    Raise OutputError when the record is missing, cannot be read, or is none.
    """
    path = folder / RECORD
    try:
        outputs = json.loads(read_plain(path, MOST_BYTES))["outputs"]
        return {str(name): str(checksum) for name, checksum in outputs.items()}
    except FileNotFoundError:
        raise OutputError(f"{path}: is missing, so that nothing says what the folder must hold") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise OutputError(f"{path}: is cut or changed; it is no record of a run") from None
