"""Fit the postcode network's factors, and measure how far any model of metres lies from street walks.

``figures`` counts every postcode once; ``resident_figures`` and ``change_figures`` count people.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

from benchmarks.trials import Trial
from estate_model.nouns import Booleans, Floats
from estate_model.travel.networks.postcode_factors import PostcodeFactors

METRES_PER_MINUTE = 4800 / 60  # 4.8 km/h
LIMITS_MINUTES = (15, 30, 45, 60)
AREA_LIMIT_MINUTES = 30
LONGER_MINUTES = 10
LEAST_JUDGED = 0.9  # share of a borough's or ward's residents: with fewer it does not stand for itself
SHORT_WALK_METRES = 500
LONG_STEP_METRES = 100.0  # 80 to 100 fit equally well, 60 and 150 worse (fit boroughs)


def _error_percent(trial: Trial, model: Floats, open_now: Booleans) -> tuple[Floats, Floats]:
    """Return signed errors, % of street metres: of every pair, and of each place's nearest counter."""
    pairs = (model[trial.in_pairs] / trial.metres[trial.in_pairs] - 1) * 100
    judged = np.ix_(trial.in_nearest, open_now)
    nearest = (model[judged].min(axis=1) / trial.metres[judged].min(axis=1) - 1) * 100
    return pairs, nearest


def misfit(trial: Trial, model: Floats, open_now: Booleans) -> float:
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
            lambda x: misfit(trial, x * straight, open_now), bounds=(0.8, 1.6), method="bounded"
        )
        return float(found.x), 0.0
    found = minimize_scalar(
        lambda ends: misfit(trial, factor_for(ends) * straight + ends, open_now),
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
        return misfit(trial, factor * straight + ends, open_now)

    extra = minimize_scalar(misfit_for, bounds=(0.0, 0.8), method="bounded", options={"xatol": 0.01}).x
    factor, ends = fit_line(trial, trial.network_metres(bare(extra)), open_now)
    return PostcodeFactors(
        walked_per_straight_metre=round(factor, 3),
        walked_per_straight_metre_beyond=round(float(factor * (1 + extra)), 3),
        long_step_metres=LONG_STEP_METRES,
        door_metres=float(round(ends / 2)),
    )


def fit_rural(trial: Trial, urban: PostcodeFactors, open_now: Booleans) -> float:
    """Return the factor of the long part of a step on rural ground, all else as in towns, by least misfit."""

    def misfit_for(beyond: float) -> float:
        return misfit(trial, trial.network_metres(urban, beyond), open_now)

    found = minimize_scalar(misfit_for, bounds=(1.0, 1.6), method="bounded", options={"xatol": 0.005})
    return round(float(found.x), 3)


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


def _nearest_minutes(trial: Trial, model: Floats, open_now: Booleans) -> tuple[Floats, Floats]:
    """Return minutes to the nearest open counter of the places judged: along streets, and by the model."""
    judged = np.ix_(trial.in_nearest, open_now)
    street: Floats = trial.metres[judged].min(axis=1) / METRES_PER_MINUTE
    screen: Floats = model[judged].min(axis=1) / METRES_PER_MINUTE
    return street, screen


def _percentile(values: Floats, weights: Floats, percent: float) -> float:
    """Return the least value that at least this percentage of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) >= percent / 100 * weights.sum()
    return float(values[order][reached.argmax()])


def _share_figures(trial: Trial, name: str, street: Booleans, screen: Booleans) -> dict[str, float]:
    """Return the share of residents of whom something holds, and how far the model's share is from it."""
    people = trial.residents[trial.in_nearest]
    true, found = (float(np.average(one, weights=people)) * 100 for one in (street, screen))
    return {
        f"{name}_street_percent": true,
        f"{name}_screening_percent": found,
        f"{name}_difference_points": found - true,
    }


def _area_figures(trial: Trial, name: str, street: Booleans, screen: Booleans) -> dict[str, float]:
    """Return how far the model's shares are in single boroughs and wards, those almost wholly judged."""
    judged = trial.in_nearest
    off = np.where(judged, trial.residents, 0.0)
    off[judged] *= screen.astype(float) - street.astype(float)
    out = {}
    for kind, codes in (("borough", trial.group), ("ward", trial.ward)):
        number = np.unique(codes.astype(str), return_inverse=True)[1]
        people, seen = np.bincount(number, trial.residents), np.bincount(number, trial.residents * judged)
        kept = (seen > 0) & (seen >= LEAST_JUDGED * people)
        points = np.abs(np.bincount(number, off)[kept] / seen[kept]) * 100
        out[f"{name}_{kind}s"] = float(kept.sum())
        out[f"{name}_{kind}s_mean_abs_difference_points"] = float(points.mean())
        out[f"{name}_{kind}s_p90_abs_difference_points"] = float(np.percentile(points, 90))
        out[f"{name}_{kind}s_worst_abs_difference_points"] = float(points.max())
    return out


def resident_figures(trial: Trial, model: Floats, estates: dict[str, Booleans]) -> dict[str, float | int]:
    """Return the errors of a model of metres to the nearest counter, weighted by residents, per estate."""
    people = trial.residents[trial.in_nearest]
    out: dict[str, float | int] = {"residents": round(float(people.sum()))}
    for name, open_now in estates.items():
        error = _error_percent(trial, model, open_now)[1]
        street, screen = _nearest_minutes(trial, model, open_now)
        is_short = street * METRES_PER_MINUTE < SHORT_WALK_METRES
        over = (screen - street)[is_short]
        short = f"under_{SHORT_WALK_METRES}_m"
        out[f"{name}_{short}_postcodes"] = int(is_short.sum())
        sizes = {
            "residents_mean_abs_error_percent": np.average(np.abs(error), weights=people),
            "residents_p90_abs_error_percent": _percentile(np.abs(error), people, 90),
            "residents_bias_percent": np.average(error, weights=people),
            f"{short}_mean_overstatement_metres": over.mean() * METRES_PER_MINUTE,
            f"{short}_mean_overstatement_minutes": over.mean(),
            f"{short}_residents_percent": np.average(is_short, weights=people) * 100,
        }
        for limit in LIMITS_MINUTES:
            words = f"residents_within_{limit}_min"
            sizes |= _share_figures(trial, words, street <= limit, screen <= limit)
            if limit == AREA_LIMIT_MINUTES:
                sizes |= _area_figures(trial, words, street <= limit, screen <= limit)
        out |= {f"{name}_{key}": round(float(value), 2) for key, value in sizes.items()}
    return out


def change_figures(trial: Trial, model: Floats, before: Booleans, after: Booleans) -> dict[str, float]:
    """Return how far a model is from streets in what a change of estate does to residents' walks."""
    people = trial.residents[trial.in_nearest]
    walks = {
        "before": _nearest_minutes(trial, model, before),
        "after": _nearest_minutes(trial, model, after),
    }
    street, screen = (walks["after"][side] - walks["before"][side] for side in (0, 1))
    name = f"residents_over_{LONGER_MINUTES}_min_longer"
    longer = street > LONGER_MINUTES, screen > LONGER_MINUTES
    sizes = _share_figures(trial, name, *longer) | _area_figures(trial, name, *longer)
    relative = sizes[f"{name}_screening_percent"] / sizes[f"{name}_street_percent"] - 1
    sizes[f"{name}_difference_relative_percent"] = relative * 100
    for when, pair in walks.items():
        true, found = (float(np.average(minutes, weights=people)) for minutes in pair)
        sizes[f"residents_mean_minutes_{when}_street"] = true
        sizes[f"residents_mean_minutes_{when}_screening"] = found
        sizes[f"residents_mean_minutes_{when}_difference_percent"] = (found / true - 1) * 100
    return {f"change_{key}": round(value, 2) for key, value in sizes.items()}
