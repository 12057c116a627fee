"""Calibrate the postcode network on real streets, and say how far it can be trusted.

One command, no network access, the same bytes every time (1 minute and 0.8 GB on one core)::

    python -m benchmarks.calibrate

It reads streets from ``../shared/data``, fits the factors on every other whole borough by code, checks
them on the rest (by postcode, and by resident as ``data/london`` places them) and, without refitting, on
Newport. It writes ``benchmarks/calibration.json`` (every figure) and
``data/parameters/screening_network.toml`` (the factors a run uses, and their error in words).
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit import bare, change_figures, figures, fit_factors, fit_line, resident_figures
from benchmarks.street_walks import Floats
from benchmarks.trials import Booleans, Trial, london_trial, newport_trial, residents_of
from estate_model.commands.load import load_area
from estate_model.inputs.build_area import stamp_parameters
from estate_model.travel.postcode_network import PostcodeFactors

REPOSITORY = Path(__file__).resolve().parents[1]
CHOSEN = "postcode network (chosen)"
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


def report(data: Path, facts: Path) -> dict[str, object]:
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
    line = models["crow-fly x factor + ends"]
    newport[line.name] = figures(there, line.factor * there.straight_metres + line.ends_metres, every)
    return {
        "about": ABOUT,
        "not_validated_separately": NOT_VALIDATED,
        "data": DATA_DATES,
        "factors": asdict(chosen),
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
    }


def in_words(found: dict[str, Any]) -> tuple[str, str]:
    """Return the measured error, rounded up, and where it was measured, as every output says them.

    The error is that of residents, not of postcodes: the estate and figure that come out worse.
    """
    held, estates = found["models"][CHOSEN]["held_out"], ("estate_2025", "estate_2026")
    mean = max(held[f"{name}_residents_mean_abs_error_percent"] for name in estates)
    p90 = max(held[f"{name}_residents_p90_abs_error_percent"] for name in estates)
    points = max(abs(held[f"{name}_residents_within_30_min_difference_points"]) for name in estates)
    longer = abs(held["change_residents_over_10_min_longer_difference_points"])
    newport = found["newport_not_refitted"]["river_usk"]["stations_mean_abs_error_percent"]
    error = (
        f"On {len(found['held_out_boroughs'])} London boroughs held out of the fit, residents' walks to the "
        f"nearest counter differ from walks along real streets by {_up(mean, 1)}% on average (nine in ten by "
        f"at most {_up(p90, 0)}%); over those boroughs together, the share of residents within 30 minutes by "
        f"at most {_up(points, 1)} points, and the share whose walk gets over 10 minutes longer by at most "
        f"{_up(longer, 1)} points."
    )
    source = (
        "Measured on OpenStreetMap streets of 7 November 2018 west of the Greenwich meridian; boroughs east "
        f"of it are untested, and elsewhere the error may be larger ({_up(newport, 0)}% in Newport). "
        "Cycling was not validated. "
        "Use it to compare options and for boroughs and wards, not for a single street."
    )
    return error, source


def _up(number: float, decimals: int) -> str:
    """Return a number rounded up, so that no error is made to look smaller than it was measured."""
    return f"{math.ceil(number * 10**decimals) / 10**decimals:.{decimals}f}"


def write(found: dict[str, Any], data: Path, figures_path: Path) -> None:
    """Write every figure as JSON, and the factors with their error as a parameter file."""
    figures_path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    error, source = in_words(found)
    factors = "".join(f"{name} = {value}\n" for name, value in found["factors"].items())
    text = (
        "# Written by benchmarks/calibrate.py; every figure is in benchmarks/calibration.json.\n"
        f"error = {json.dumps(error)}\nsource = {json.dumps(source)}\n\n[factors]\n{factors}"
    )
    (data / "parameters" / "screening_network.toml").write_text(text, encoding="utf-8")
    stamp_parameters(data)


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description="Calibrate the postcode network on real streets.")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data")
    parser.add_argument("--facts", type=Path, default=REPOSITORY.parent / "shared/facts")
    chosen = parser.parse_args()
    found = report(chosen.data, chosen.facts)
    write(found, REPOSITORY / "data", REPOSITORY / "benchmarks" / "calibration.json")
    print(json.dumps(found["factors"]))


if __name__ == "__main__":
    main()
