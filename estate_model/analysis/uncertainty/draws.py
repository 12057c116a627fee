"""Draws of the parameters: what all journeys share, what a borough's walks to a counter share, and people."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from estate_model.analysis.uncertainty.headline import Headline
from estate_model.nouns import Floats
from estate_model.nouns.parameters import Spread, find, triangular_quantile
from estate_model.results import Results
from estate_model.units import metres_per_second_from_kmh

PARAMETERS = {
    "pace": 1.0,
    "shared_error": 0.0,
    "pair_error": 0.0,
    "place_error": 0.0,
    "connector": 0.0,
    "sharing_residents": 0.0,
    "sharing_offline": 0.0,
    "offline": 0.0,
    "moment_shift": 0.0,
    "day_hours": 0.0,
    "oldest_ratio": 1.0,
}
"""Every parameter that may vary, and where it stays when the data say nothing of it."""

DRAWN = ("pace", "shared_error", "pair_error", "connector", "offline")


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Parameters for n answers.

    ``scale`` multiplies the time between a borough and a counter, shape (boroughs x counters, n);
    ``connector_seconds`` is added to every journey and ``offline`` is the position between the sets
    (-1 the low, 0 the central, 1 the high set), shape (n,).
    """

    scale: Floats
    connector_seconds: Floats
    offline: Floats

    def __len__(self) -> int:
        """Return how many answers they ask for."""
        return len(self.offline)


def spreads_of(results: Results) -> dict[str, Spread]:
    """Return every parameter's spread for the headline profile on the network that was used."""
    kind, ground = results.network.kind, results.network.ground
    first = results.area.profiles[results.scenario.profiles[0]]
    kinds = (first.profile_id, f"{kind}-{ground}-{first.mode}", f"{kind}-{ground}", kind)
    return {name: find(results.area.spreads, name, kinds, mode=mode) for name, mode in PARAMETERS.items()}


def central(headline: Headline, n: int = 1) -> Draws:
    """Return n times the parameters as the run took them."""
    pairs = len(headline.boroughs) * len(headline.times.site_ids)
    return Draws(scale=np.ones((pairs, n)), connector_seconds=np.zeros(n), offline=np.zeros(n))


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers of one parameter: its own, so that another parameter does not move them."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def draw(
    headline: Headline, spreads: Mapping[str, Spread], *, n: int, seed: int, only: Collection[str] = DRAWN
) -> Draws:
    """Return n draws in which the parameters in ``only`` vary and the others stay as taken.

    time = (seconds x exp(shared + pair) / pace) + connector / speed. Pairs are drawn for every borough and
    counter in the order of their codes, so the order of places does not matter.
    """
    values = {
        name: spreads[name].draw(stream(seed, name), n) for name in ("pace", "shared_error", "connector")
    }
    pairs = len(headline.boroughs) * len(headline.times.site_ids)
    values["pair_error"] = spreads["pair_error"].draw(stream(seed, "pair_error"), (pairs, n))
    values["offline"] = _positions(headline, spreads["offline"], stream(seed, "offline").random(n))
    still = central(headline, n)
    scale = still.scale
    if "pace" in only:
        scale = scale / values["pace"]
    if "shared_error" in only:
        scale = scale * np.exp(values["shared_error"])
    if "pair_error" in only:
        scale = scale * np.exp(values["pair_error"])
    return Draws(
        scale=scale,
        connector_seconds=_seconds(headline, values["connector"] if "connector" in only else np.zeros(n)),
        offline=values["offline"] if "offline" in only else still.offline,
    )


def at_ends(headline: Headline, spread: Spread) -> Draws:
    """Return two draws: one parameter at its low end and at its high end, all others as taken."""
    still, ends = central(headline, 2), np.array(spread.ends())
    if spread.parameter == "pace":
        return replace(still, scale=still.scale / ends)
    if spread.parameter == "shared_error":
        return replace(still, scale=still.scale * np.exp(ends))
    if spread.parameter == "connector":
        return replace(still, connector_seconds=_seconds(headline, ends))
    if spread.parameter == "offline":
        return replace(still, offline=np.array([spread.low, spread.high]))
    raise ValueError(f"{spread.parameter} has no ends to be tried alone")


def _seconds(headline: Headline, metres: Floats) -> Floats:
    seconds: Floats = metres / metres_per_second_from_kmh(headline.times.profile.speed_kmh)
    return seconds


def _positions(headline: Headline, spread: Spread, uniform: Floats) -> Floats:
    """Return positions between the sets so that the area's total of people likely offline is triangular.

    A spread narrower than from -1 to 1 takes that part of the way to the low and to the high set.
    """
    low, mode, high = headline.totals[1:]
    low, high = mode + spread.low * (low - mode) * -1, mode + spread.high * (high - mode)
    if not low < high:
        return np.zeros_like(uniform)
    total = np.array([triangular_quantile(one, low, mode, high) for one in uniform])
    down = -spread.low / (mode - low) if low < mode else 0.0
    up = spread.high / (high - mode) if mode < high else 0.0
    positions: Floats = (total - mode) * np.where(total < mode, down, up)
    return positions
