"""A library's warning is never the only word: while a file is read it becomes our error, or nothing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from estate_model.errors import AreaError

# They change nothing of what is read: how a workbook looks or is typed into, how much is asked at once.
HARMLESS = (
    "Workbook contains no default style",
    "extension is not supported and will be removed",
    "Cannot parse header or footer",
    "Print area cannot be set",
    "Unknown type for",
    "It will automatically be divided up",
)
OF_PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, ResourceWarning)


@contextmanager
def reading(name: object) -> Iterator[None]:
    """Read something in this block: a library's warning is an AreaError that names what was read.

    Warnings for programmers go on as they were.

    Raises
    ------
    AreaError
        When a library warned, with its first words.

    >>> with reading("a.csv"):
    ...     warnings.warn("3 rows were skipped", stacklevel=1)
    Traceback (most recent call last):
    estate_model.errors.AreaError: a.csv: cannot be relied on as it was read: 3 rows were skipped
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for warning in caught:
        words = " ".join(str(warning.message).split())
        if issubclass(warning.category, OF_PROGRAMMERS):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
        elif not any(re.search(pattern, words) for pattern in HARMLESS):
            raise AreaError(f"{name}: cannot be relied on as it was read: {words}")
