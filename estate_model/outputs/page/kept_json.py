"""Plain values, as JSON knows them, kept between runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from estate_model.nouns.keeping import Keep


def kept_json(keep: Keep, causes: Sequence[bytes], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
    """Return the value that ``make`` makes, or the one kept under the same causes; tuples come as lists."""
    return json.loads(keep(causes, lambda: json.dumps(make()).encode()))
