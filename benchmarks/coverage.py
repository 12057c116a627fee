"""Do the ranges hold the truth? Ranges of the screening network against walks along real streets.

``python -m benchmarks.coverage`` (about two minutes, no network access) writes ``benchmarks/coverage.json``.
For the fitted and the held-out boroughs, from the estate of 2025 to that of 2026 (every counter open), it
makes the 90% range of each headline number as a run does, from ``data/parameters/uncertainty.csv``, and looks
whether the street figure lies in it. Pace, offline share and the sharing of residents are the same on both
sides, so they do not vary here: only what the network may get wrong does.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.calibrate import REPOSITORY
from benchmarks.trials import Trial, london_trial, residents_of
from estate_model.access.nearest import nearest
from estate_model.access.open_week import OpenSet
from estate_model.analysis.uncertainty.draws import PARAMETERS, central, draw
from estate_model.analysis.uncertainty.headline import Headline, journeys_of, with_curves, with_journeys
from estate_model.analysis.uncertainty.headline_numbers import Number, headline_numbers
from estate_model.analysis.uncertainty.local import local_errors
from estate_model.commands.load import load_area
from estate_model.nouns import Booleans, Floats, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.parameters import FIVE_PERCENT, find, still
from estate_model.nouns.zones import zoning
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.units import metres_per_second_from_kmh

NETWORK = ("shared_error", "pair_error", "place_error", "connector")
DRAWS, SEED = 1000, 1
NOON, HEADLINE_SECONDS, LOSING_SECONDS, WEEK_HOURS = "noon", 2700.0, 600.0, 168.0


def question_of(area: Area, trial: Trial, metres: Floats, estates: dict[str, Booleans]) -> Headline:
    """Return the headline question on one set of metres: every counter of an estate is open."""
    judged = np.flatnonzero(trial.in_nearest & (trial.residents > 0))
    judged = judged[np.argsort(trial.group[judged].astype(str), kind="stable")]
    boroughs = zoning(pd.Series(trial.group[judged]))
    site_ids = tuple(f"{number:02d}" for number in range(metres.shape[1]))
    before, after = (
        ("", OpenSet.of([site_ids[i] for i in np.flatnonzero(counters)])) for counters in estates.values()
    )
    walk = area.profiles["walk"]
    seconds = np.rint(metres[judged] / metres_per_second_from_kmh(walk.speed_kmh)).astype(np.float32)
    times = TravelTimes(profile=walk, site_ids=site_ids, seconds=seconds)
    bare = Headline(
        times=times,
        rows=judged,
        people=np.repeat(trial.residents[judged][:, None], 4, axis=1),
        boroughs=boroughs.codes,
        borough=boroughs.index,
        area=np.zeros(len(judged), dtype=np.int64),
        zone_of_area=np.zeros(1, dtype=np.int64),
        moments={NOON: (before, after)},
        week=({before: WEEK_HOURS}, {after: WEEK_HOURS}),
        headline_seconds=HEADLINE_SECONDS,
        losing_seconds=LOSING_SECONDS,
        near={},
        curves={},
        person_seconds={},
        changed={},
    )
    every = np.arange(len(judged))
    near = {key: journeys_of(nearest(times, key[1]), every) for key in (before, after)}
    return with_curves(with_journeys(bare, near))


def coverage(area: Area, trial: Trial, metres: Floats, estates: dict[str, Booleans]) -> dict[str, object]:
    """Return how many street figures lie in their range, and every figure of the whole half."""
    screening = question_of(area, trial, metres, estates)
    street = question_of(area, trial, trial.metres, estates)
    spreads = {
        name: find(area.spreads, name, ("walk", "postcodes")) if name in NETWORK else still(name, mode)
        for name, mode in PARAMETERS.items()
    }
    truth, middle = (headline_numbers(one, central(one)) for one in (street, screening))
    drawn = headline_numbers(screening, draw(screening, spreads, n=DRAWS, seed=SEED, only=NETWORK))
    local = local_errors(screening, spreads)
    rng = np.random.default_rng(SEED)
    rows: dict[str, list[bool]] = {"borough": [], "whole": []}
    figures = []
    for number, values in drawn.items():
        if number.group != "everyone":
            continue
        shaken = np.maximum(values + local[number] * rng.standard_normal(DRAWS), 0.0)
        low, high = np.quantile(shaken, [FIVE_PERCENT, 1 - FIVE_PERCENT])
        true = float(truth[number][0])
        inside = bool(min(low, middle[number][0]) <= true <= max(high, middle[number][0]))
        rows["whole" if number.zone == "all" else "borough"].append(inside)
        ours = (float(middle[number][0]), float(low), float(high))
        figures.append(_figure(number, true, ours, inside=inside))
    return {
        "boroughs_inside": f"{sum(rows['borough'])} of {len(rows['borough'])}",
        "whole_inside": f"{sum(rows['whole'])} of {len(rows['whole'])}",
        "figures": figures,
    }


def _figure(
    number: Number, street: float, ours: tuple[float, float, float], *, inside: bool
) -> dict[str, object]:
    names = ("screening", "low", "high")
    rounded = {name: round(value, 4 if value <= 1 else 1) for name, value in zip(names, ours, strict=True)}
    name = f"{number.measure} {number.zone}"
    return {"figure": name, "street": round(street, 4 if street <= 1 else 1), **rounded, "inside": inside}


def main() -> None:
    """Read, compare, write."""
    parser = argparse.ArgumentParser(description="Do the ranges hold the truth?")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data")
    parser.add_argument("--facts", type=Path, default=REPOSITORY.parent / "shared/facts")
    chosen = parser.parse_args()
    calibrated = json.loads((REPOSITORY / "benchmarks" / "calibration.json").read_text(encoding="utf-8"))
    area = load_area("london", REPOSITORY / "data")
    trial, counters, whole = london_trial(chosen.data, chosen.facts, residents_of(area))
    estates = {
        "estate_2025": (counters["open_2025"] == 1).to_numpy(),
        "estate_2026": (counters["open_mar2026"] == 1).to_numpy(),
    }
    metres = trial.network_metres(PostcodeFactors(**calibrated["factors"]))
    found = {
        half: coverage(area, trial.only(boroughs), metres, estates)
        for half, boroughs in (("fit", whole[::2]), ("held_out", whole[1::2]))
    }
    path = REPOSITORY / "benchmarks" / "coverage.json"
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for half, one in found.items():
        print(half, one["boroughs_inside"], one["whole_inside"])


if __name__ == "__main__":
    main()
