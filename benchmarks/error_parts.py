"""Take the screening network's error apart: shared by all, shared by a borough's walks to a counter, local.

``python -m benchmarks.error_parts`` (about a minute, no network access) writes
``benchmarks/error_parts.json``; ``data/parameters/uncertainty.csv`` takes its sizes from there.
An error is ln(street seconds / screening seconds) of the walk to the nearest counter, weighted by residents.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.calibrate import REPOSITORY
from benchmarks.trials import Trial, london_trial, residents_of
from estate_model.commands.load import load_area
from estate_model.nouns import Booleans, Floats
from estate_model.travel.networks.postcode_factors import PostcodeFactors

ABOUT = (
    "ln(street / screening) of residents' walks to the nearest counter, weighted by residents. "
    "shared = mean; pair = standard deviation of the means by borough and nearest counter; place = standard "
    "deviation within them. changed_correlation = correlation of a place's two local errors, before and "
    "after, where its nearest counter changes from 2025 to 2026."
)


def errors(trial: Trial, metres: Floats, counters: Booleans) -> pd.DataFrame:
    """Return, per judged place: the error, its borough, its nearest counter by screening, and residents."""
    judged = trial.in_nearest & (trial.residents > 0)
    street = trial.metres[judged][:, counters].min(axis=1)
    screening = metres[judged][:, counters]
    table = pd.DataFrame(
        {
            "error": np.log(street) - np.log(screening.min(axis=1)),
            "borough": trial.group[judged],
            "counter": np.flatnonzero(counters)[screening.argmin(axis=1)],
            "residents": trial.residents[judged],
        },
        index=np.flatnonzero(judged),
    )
    return table[np.isfinite(table["error"])]


def parts(table: pd.DataFrame) -> tuple[dict[str, float], pd.Series]:
    """Return the three sizes, and the local error of each place."""
    weight = table["residents"]
    shared = float(np.average(table["error"], weights=weight))
    keys = [table["borough"], table["counter"]]
    total = weight.groupby(keys).transform("sum")
    mean = (table["error"] * weight).groupby(keys).transform("sum") / total
    local = table["error"] - mean
    sizes = {
        "shared": shared,
        "pair": float(np.average((mean - shared) ** 2, weights=weight) ** 0.5),
        "place": float(np.average(local**2, weights=weight) ** 0.5),
        "groups": int(weight.groupby(keys).ngroups),
        "residents": round(float(weight.sum())),
    }
    return {key: round(value, 4) for key, value in sizes.items()}, local


def measure(trial: Trial, metres: Floats, estates: dict[str, Booleans]) -> dict[str, object]:
    """Return the sizes for each estate, and how the local errors before and after go together."""
    tables = {name: errors(trial, metres, counters) for name, counters in estates.items()}
    found: dict[str, object] = {}
    local = {}
    for name, table in tables.items():
        found[name], local[name] = parts(table)
    before, after = tables.values()
    both = before.index.intersection(after.index)
    moved = both[(before["counter"][both] != after["counter"][both]).to_numpy()]
    pair = [one[moved].to_numpy() for one in local.values()]
    weights = before["residents"][moved].to_numpy()
    covariance = np.cov(pair[0], pair[1], aweights=weights)
    found["changed_correlation"] = round(float(covariance[0, 1] / np.sqrt(np.prod(np.diag(covariance)))), 3)
    return found


def main() -> None:
    """Read, measure, write."""
    parser = argparse.ArgumentParser(description="Take the screening network's error apart.")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data")
    parser.add_argument("--facts", type=Path, default=REPOSITORY.parent / "shared/facts")
    chosen = parser.parse_args()
    calibrated = json.loads((REPOSITORY / "benchmarks" / "calibration.json").read_text(encoding="utf-8"))
    trial, counters, whole = london_trial(
        chosen.data, chosen.facts, residents_of(load_area("london", REPOSITORY / "data"))
    )
    estates = {
        "estate_2025": (counters["open_2025"] == 1).to_numpy(),
        "estate_2026": (counters["open_mar2026"] == 1).to_numpy(),
    }
    metres = trial.network_metres(PostcodeFactors(**calibrated["factors"]))
    found = {
        "about": ABOUT,
        "fit": measure(trial.only(whole[::2]), metres, estates),
        "held_out": measure(trial.only(whole[1::2]), metres, estates),
    }
    path = REPOSITORY / "benchmarks" / "error_parts.json"
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
