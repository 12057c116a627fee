"""Read what counters cost: a CSV of ``site_id,fixed,per_hour``, with a row ``*`` for every other site."""

from __future__ import annotations

from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table

COLUMNS = ("site_id", "fixed", "per_hour")


def read_costs(path: Path) -> dict[str, tuple[float, float]]:
    """Return, by site id, what being open at all costs and what each staffed hour a week adds.

    The unit is the file's own, the same as that of the budget.

    Raise AreaError when the file cannot be read, lacks a column, names a site twice, or has a number below 0.
    """
    table = read_table(path, COLUMNS)
    check_unique(table, "site_id", path)
    fixed, per_hour = (column_numbers(table, name, path) for name in COLUMNS[1:])
    for line, first, second in zip(table.index, fixed, per_hour, strict=True):
        if min(first, second) < 0:
            raise AreaError(f"{path}:{line}: a cost is below 0")
    return {
        key: (float(first), float(second))
        for key, first, second in zip(table["site_id"], fixed, per_hour, strict=True)
    }
