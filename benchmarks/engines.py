"""Engines side by side: seconds to 40 counters from everywhere, each engine in a process of its own.

``python -m benchmarks.engines`` prints the tables and writes them to ``benchmarks/engines.md``. Referees
(pandana, igraph, networkit: the ``bench`` extra) are never dependencies of the package: one that is not
installed is skipped with a line.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from benchmarks import contenders
from benchmarks.contenders import Answer
from benchmarks.networks import LONDON_WEST, at_nodes, london_west, town
from estate_model.nouns import Floats, Integers
from estate_model.nouns.streets import StreetGraph
from estate_model.travel.engine.search import BATCH, Pace, contracted, seconds_to_counters

COUNTERS = 40
PLACES = 180_752
SEED = 5
ROUNDS = 3  # of ours and of the best two peers, in turn, so that a busy machine slows all alike
REPEATS = 3  # of each of them in a round, in one process; the median of all counts
REPEATED = ("ours, places", "ours, every node", "scipy", "networkit")
PACE = Pace(kmh=4.8, connector_kmh=4.8)
PEERS = ("scipy", "networkit", "igraph", "pandana")
ENGINES = ("ours, places", "ours, every node", *PEERS, "networkx")
GROWTH_NODES = (10_000, 100_000, 400_000, 1_200_000)
GROWTH_COUNTERS = (10, 40, 160, 700)
HERE = Path(__file__).parent


def main() -> None:
    """Run what the words on the command line say."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    words.add_argument("--engine", help=argparse.SUPPRESS)
    words.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = words.parse_args()
    if said.engine:
        _child(said.engine, said.folder)
        return
    lines: list[str] = []

    def tell(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    tell("# Engines side by side\n")
    tell(
        f"`python -m benchmarks.engines`: walking seconds at 4.8 km/h to {COUNTERS} counters (random nodes)."
    )
    tell(f"*Places* are {PLACES:,} random nodes (fewer where the network has fewer); the others answer for")
    tell("every node. Prepare counts everything after the arrays of edges are in memory. Two cores.")
    tell(
        f"Ours, scipy and networkit take turns, {ROUNDS} rounds of {REPEATS} runs, and the median counts; "
        "the others run once.\n"
    )
    if (said.data / LONDON_WEST).exists():
        _side_by_side(london_west(said.data), tell)
    else:
        tell(f"London west is left out: no {said.data / LONDON_WEST}\n")
    _side_by_side(town(1_200_000), tell)
    _growth(tell)
    (HERE / "engines.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _chosen(graph: StreetGraph, counters: int = COUNTERS) -> tuple[Integers, Integers]:
    """Return nodes for places and for counters, the same each time."""
    rng = np.random.default_rng(SEED)
    nodes = len(graph.xy_metres)
    targets = rng.choice(nodes, counters, replace=False)
    return np.sort(rng.choice(nodes, min(PLACES, nodes), replace=False)), targets


def _side_by_side(graph: StreetGraph, tell: Callable[[str], None]) -> None:
    """Run every engine on one network, and tell times, memory, ratios and differences."""
    two = np.bincount(np.concatenate([graph.tail, graph.head]), minlength=len(graph.xy_metres)) == 2  # noqa: PLR2004
    tell(f"## {graph.source}: {len(two):,} nodes ({two.mean():.0%} of degree 2), {len(graph.tail):,} edges\n")
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "graph").write_bytes(pickle.dumps(graph))
        for engine in [*ENGINES, *REPEATED * (ROUNDS - 1)]:
            found = _measured(engine, folder)
            found["runs"] = results.get(engine, {}).get("runs", []) + found.get("runs", [])
            results[engine] = found
        apart = _differences(results, folder)
    best = min(sum(_median(results[peer]["runs"])) for peer in PEERS if results[peer]["runs"])
    tell("| engine | prepare s | search s | total s | best peer / it | peak MB | differs by at most, s |")
    tell("|---|---|---|---|---|---|---|")
    for engine, found in results.items():
        if not found["runs"]:
            tell(f"| {engine} | skipped: {found['skipped']} | | | | | |")
            continue
        prepare, search = _median(found["runs"])
        total = prepare + search
        tell(
            f"| {engine}{found['note']} | {prepare:.2f} | {search:.2f} | {total:.2f} | {best / total:.1f} "
            f"| {found['megabytes']:.0f} | {apart[engine]} |"
        )
    tell("")


def _median(runs: list[list[float]]) -> list[float]:
    """Return the run that took the middle time: its seconds to prepare and to search."""
    return sorted(runs, key=sum)[len(runs) // 2]


def _measured(engine: str, folder: Path) -> dict[str, Any]:
    """Return what an engine's own process measured, or why it was skipped."""
    words = [sys.executable, "-W", "ignore", "-m", "benchmarks.engines", "--engine", engine]
    done = subprocess.run(
        [*words, "--folder", str(folder)], capture_output=True, text=True, check=False, cwd=HERE.parent
    )
    if done.returncode:
        return {"skipped": done.stderr.strip().splitlines()[-1]}
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _child(engine: str, folder: Path) -> None:
    """Measure one engine; print one line of JSON and leave its seconds, (places, counters), in the folder."""
    graph: StreetGraph = pickle.loads((folder / "graph").read_bytes())  # noqa: S301 (our own, just written)
    places, counters = _chosen(graph)
    seconds = graph.metres / (PACE.kmh / 3.6)
    if engine.startswith("ours"):
        contender = everywhere if engine.endswith("node") else at_places
    else:
        contender = getattr(contenders, f"by_{engine}")
    runs = []
    for _ in range(REPEATS if engine in REPEATED else 1):
        times, found, note = contender(graph, seconds, places, counters)
        runs.append(times)
    np.save(folder / f"{engine}.npy", found)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"runs": runs, "megabytes": megabytes, "note": note}))


def at_places(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """Our answer for places, from streets in memory to whole seconds, in one call."""
    doors, links = at_nodes(graph, counters), at_nodes(graph, places)
    start = time.perf_counter()
    contracted(graph, (seconds, seconds), doors)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    found = seconds_to_counters(graph, links, doors, PACE)
    return [alone, time.perf_counter() - start - alone], found, ""


def everywhere(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """Our answer for every node."""
    doors = at_nodes(graph, counters)
    start = time.perf_counter()
    small, targets = contracted(graph, (seconds, seconds), doors)
    sweep = small.sweep()
    prepared = time.perf_counter()
    found = np.empty((sweep.positions, len(targets)))
    for first in range(0, len(targets), BATCH):
        core = dijkstra(sweep.backwards, indices=sweep.position[targets[first : first + BATCH]])
        found[:, first : first + BATCH] = sweep.spread(core.T)
    done = time.perf_counter()
    return [prepared - start, done - prepared], found[sweep.position[places]], ""


def _differences(results: dict[str, dict[str, Any]], folder: Path) -> dict[str, str]:
    """Return the greatest difference of each engine from scipy's answers, in seconds."""
    truth = np.load(folder / "scipy.npy")
    apart: dict[str, str] = {}
    for engine, found in results.items():
        if found["runs"]:
            some = np.load(folder / f"{engine}.npy")
            apart[engine] = f"{np.abs(some - truth[:, : some.shape[1]]).max():.2g}"
    return apart


def _growth(tell: Callable[[str], None]) -> None:
    """Tell how ours grows with the network and with the number of counters."""
    tell("## Growth of ours (made-up towns; contraction included)\n")
    tell("| nodes | places | counters | core nodes | contraction s | all s |")
    tell("|---|---|---|---|---|---|")
    tasks = [(nodes, COUNTERS) for nodes in GROWTH_NODES[:-1]]
    for nodes, many in tasks + [(GROWTH_NODES[-1], many) for many in GROWTH_COUNTERS]:
        graph = town(nodes)
        places, counters = _chosen(graph, many)
        links, doors = at_nodes(graph, places), at_nodes(graph, counters)
        start = time.perf_counter()
        small = contracted(graph, (graph.metres, graph.metres), doors)[0]
        middle = time.perf_counter()
        seconds_to_counters(graph, links, doors, PACE)
        done = time.perf_counter()
        tell(
            f"| {len(graph.xy_metres):,} | {len(places):,} | {many} | {len(small.core):,} "
            f"| {middle - start:.2f} | {done - middle:.2f} |"
        )


if __name__ == "__main__":
    main()
