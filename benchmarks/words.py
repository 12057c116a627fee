"""What the calibration's figures say in words; every output of a run repeats these sentences."""

from __future__ import annotations

import math
from typing import Any

CHOSEN = "postcode network (chosen)"


def in_words(found: dict[str, Any]) -> tuple[str, str]:
    """Return the measured error, rounded up, and where it was measured, as every output says them.

    The error is that of residents, not of postcodes: the estate and figure that come out worse.
    """
    held, estates = found["models"][CHOSEN]["held_out"], ("estate_2025", "estate_2026")
    mean = max(held[f"{name}_residents_mean_abs_error_percent"] for name in estates)
    p90 = max(held[f"{name}_residents_p90_abs_error_percent"] for name in estates)
    points = max(abs(held[f"{name}_residents_within_30_min_difference_points"]) for name in estates)
    longer = abs(held["change_residents_over_10_min_longer_difference_points"])
    areas = "residents_within_30_min"
    borough = max(held[f"{name}_{areas}_boroughs_worst_abs_difference_points"] for name in estates)
    ward = max(held[f"{name}_{areas}_wards_p90_abs_difference_points"] for name in estates)
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
        "Cycling was not validated. Use it to compare options over large areas: in a single borough the "
        f"share within 30 minutes was off by up to {_up(borough, 0)} points, in one ward in ten by "
        f"{math.floor(ward)} or more. Not for a single street."
    )
    return error, source


def _up(number: float, decimals: int) -> str:
    """Return a number rounded up, so that no error is made to look smaller than it was measured."""
    return f"{math.ceil(number * 10**decimals) / 10**decimals:.{decimals}f}"


def grounds_in_words(found: dict[str, Any]) -> dict[str, dict[str, str | float]]:
    """Return what is said of areas whose own streets were not measured: in towns, in the country, unknown."""
    newport = found["newport_not_refitted"]["river_usk"]
    held, before = found["rutland"]["held_out"], found["rutland"]["urban_factors"]
    drives = found["rutland_drives"]["held_out"]
    tail = "Not for a single street."
    mean, p90 = "stations_mean_abs_error_percent", "stations_p90_abs_error_percent"
    worst, quarter = before["stations_bias_percent"], "stations_within_15_min_difference_points"
    return {
        "urban": {
            "error": (
                "The network's error was not measured in this area. In Newport, the one other town measured, "
                "walks to the nearest station differ from walks along real streets by "
                f"{_up(newport[mean], 0)}% on average (nine in ten by at most {_up(newport[p90], 0)}%)."
            ),
            "source": (
                "Factors fitted on London's streets (OpenStreetMap, November 2018), checked on Newport's "
                f"(June 2023) without refitting. {tail}"
            ),
        },
        "rural": {
            "error": (
                "The network's error was not measured in this area. In Rutland, the one rural area measured, "
                "walks to the nearer of two towns differ, where they were held out of the fit, from walks "
                f"along real streets by {_up(held[mean], 0)}% on average (nine in ten by at most "
                f"{_up(held[p90], 0)}%). Drives there differ from drives along real streets, at the same "
                f"limits and delay, by {_up(drives[mean], 0)}% on average (nine in ten by at most "
                f"{_up(drives[p90], 0)}%), and the share of postcodes within 15 minutes by "
                f"{_up(abs(drives[quarter]), 0)} points."
            ),
            "source": (
                "Factors fitted on London's streets (OpenStreetMap, November 2018), that of long steps and "
                f"the speeds of drives on Rutland's (July 2022). {tail}"
            ),
            "walked_per_straight_metre_beyond": found["rural_walked_per_straight_metre_beyond"],
        },
        "unknown": {
            "error": (
                "The network's error was not measured in this area, nor is it known which of its zones are "
                "rural. Factors fitted in towns made walks in rural Rutland "
                f"{_up(worst, 0)}% too long on average."
            ),
            "source": (
                "Factors fitted on London's streets (OpenStreetMap, November 2018), tried on Rutland's "
                f"(July 2022). Say which zones are rural in the recipe (zones.ground). {tail}"
            ),
        },
    }
