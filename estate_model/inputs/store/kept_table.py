"""A long table that was read and checked once, kept between runs under the checksum of its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.inputs.store.kept import keeper
from estate_model.inputs.store.provenance import sha256_of
from estate_model.nouns.keeping import arrays_from_bytes, arrays_to_bytes

METHOD = b"table 2"  # raise it when the same file would be read otherwise, or refused


def kept_table(path: Path, read: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return what ``read`` makes of a file, or once made of the same bytes: numbers, and texts by category.

    The index holds lines of the file. What ``read`` refuses is not kept.
    """
    causes = [METHOD, path.name.encode(), sha256_of(path).encode()]
    return _unpacked(keeper()(causes, lambda: _packed(read())))


def _packed(table: pd.DataFrame) -> bytes:
    """Return the columns' names and texts as JSON, then lines and columns: numbers, or those of texts."""
    texts = {
        name: pd.Categorical(column, categories=column if column.is_unique else None)
        for name, column in table.items()
        if not pd.api.types.is_numeric_dtype(column)
    }
    head = json.dumps([[name, list(texts[name].categories) if name in texts else None] for name in table])
    columns = (texts[name].codes if name in texts else column for name, column in table.items())
    return arrays_to_bytes([np.frombuffer(head.encode(), dtype=np.uint8), table.index, *columns])


def _unpacked(content: bytes) -> pd.DataFrame:
    head, lines, *columns = arrays_from_bytes(content)
    return pd.DataFrame(
        {
            name: values if texts is None else pd.Categorical.from_codes(values, pd.Index(texts, dtype=str))
            for (name, texts), values in zip(json.loads(head.tobytes()), columns, strict=True)
        },
        index=lines,
    )
