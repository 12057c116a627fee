"""Fit the postcode network's factors, and measure how far any model of metres lies from street walks."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

from benchmarks.street_walks import Floats
from benchmarks.trials import Booleans, Trial
from estate_model.travel.postcode_network import PostcodeFactors

METRES_PER_MINUTE = 4800 / 60  # 4.8 km/h
LIMITS_MINUTES = (15, 30, 45, 60)
LONG_STEP_METRES = 100.0  # 80 to 100 fit equally well, 60 and 150 worse (fit boroughs)


def _error_percent(trial: Trial, model: Floats, open_now: Booleans) -> tuple[Floats, Floats]:
    """Return signed errors, % of street metres: of every pair, and of each place's nearest counter."""
    pairs = (model[trial.in_pairs] / trial.metres[trial.in_pairs] - 1) * 100
    judged = np.ix_(trial.in_nearest, open_now)
    nearest = (model[judged].min(axis=1) / trial.metres[judged].min(axis=1) - 1) * 100
    return pairs, nearest


def _misfit(trial: Trial, model: Floats, open_now: Booleans) -> float:
    """Return what is made small: the mean absolute % error, half over pairs and half over nearest."""
    pairs, nearest = _error_percent(trial, model, open_now)
    return float(np.abs(pairs).mean() + np.abs(nearest).mean()) / 2


def fit_line(
    trial: Trial, straight: Floats, open_now: Booleans, *, most_end_metres: float = 400.0
) -> tuple[float, float]:
    """Return (factor, metres at both ends together) for ``factor x straight + ends``.

    For each size of the ends the factor is the one with no mean signed error to the nearest counter;
    the ends are those with the least misfit.  ``most_end_metres=0`` fits the factor alone, by misfit.
    """

    def factor_for(ends: float) -> float:
        judged = np.ix_(trial.in_nearest, open_now)
        true, found = trial.metres[judged].min(axis=1), straight[judged].min(axis=1)
        return float((1 - (ends / true).mean()) / (found / true).mean())

    if most_end_metres == 0:
        found = minimize_scalar(
            lambda x: _misfit(trial, x * straight, open_now), bounds=(0.8, 1.6), method="bounded"
        )
        return float(found.x), 0.0
    found = minimize_scalar(
        lambda ends: _misfit(trial, factor_for(ends) * straight + ends, open_now),
        bounds=(0.0, most_end_metres),
        method="bounded",
        options={"xatol": 0.5},
    )
    return factor_for(float(found.x)), float(found.x)


def bare(extra: float) -> PostcodeFactors:
    """Return factors of 1 with no door, and ``1 + extra`` on the part of a step that is long."""
    return PostcodeFactors(
        walked_per_straight_metre=1.0,
        walked_per_straight_metre_beyond=1.0 + extra,
        long_step_metres=LONG_STEP_METRES,
        door_metres=0.0,
    )


def fit_factors(trial: Trial, open_now: Booleans) -> PostcodeFactors:
    """Return the calibrated factors, rounded as they are published."""

    def misfit_for(extra: float) -> float:
        straight = trial.network_metres(bare(extra))
        factor, ends = fit_line(trial, straight, open_now)
        return _misfit(trial, factor * straight + ends, open_now)

    extra = minimize_scalar(misfit_for, bounds=(0.0, 0.8), method="bounded", options={"xatol": 0.01}).x
    factor, ends = fit_line(trial, trial.network_metres(bare(extra)), open_now)
    return PostcodeFactors(
        walked_per_straight_metre=round(factor, 3),
        walked_per_straight_metre_beyond=round(float(factor * (1 + extra)), 3),
        long_step_metres=LONG_STEP_METRES,
        door_metres=float(round(ends / 2)),
    )


def figures(trial: Trial, model: Floats, estates: dict[str, Booleans]) -> dict[str, float | int]:
    """Return the errors of a model of metres, per estate, each named with its unit."""
    pairs = _error_percent(trial, model, next(iter(estates.values())))[0]
    out: dict[str, float | int] = {
        "pairs": len(pairs),
        "pairs_mean_abs_error_percent": round(float(np.abs(pairs).mean()), 2),
        "postcodes": int(trial.in_nearest.sum()),
    }
    for name, open_now in estates.items():
        error = _error_percent(trial, model, open_now)[1]
        judged = np.ix_(trial.in_nearest, open_now)
        true, found = trial.metres[judged], model[judged]
        sizes = {
            "mean_abs_error_percent": np.abs(error).mean(),
            "median_abs_error_percent": np.median(np.abs(error)),
            "p90_abs_error_percent": np.percentile(np.abs(error), 90),
            "bias_percent": error.mean(),
            "same_counter_percent": (true.argmin(axis=1) == found.argmin(axis=1)).mean() * 100,
        }
        for limit in LIMITS_MINUTES:
            street = (true.min(axis=1) <= limit * METRES_PER_MINUTE).mean() * 100
            screen = (found.min(axis=1) <= limit * METRES_PER_MINUTE).mean() * 100
            sizes[f"within_{limit}_min_street_percent"] = street
            sizes[f"within_{limit}_min_difference_points"] = screen - street
        out |= {f"{name}_{key}": round(float(value), 2) for key, value in sizes.items()}
    return out
