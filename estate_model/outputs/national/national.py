"""Every file of the nation's folder: the table, the layer, the page, a summary in words, and the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version

from estate_model.nouns.figure import MINUTES, Figure
from estate_model.outputs.national.league import league, subtitle
from estate_model.outputs.national.national_run import National, NationalRun
from estate_model.outputs.national.tables import national_layer, national_table
from estate_model.outputs.summary import json_bytes

TITLE = "Areas side by side"


def national_files(national: National) -> Mapping[str, bytes]:
    """Return every file, by name; the record has each run's folder and the checksum of its table."""
    files = {**national_table(national), **national_layer(national), **league(national)}
    lines = [TITLE, "", *(f"- {sentence}" for sentence in _findings(national))]
    files["summary.txt"] = ("\n".join(lines) + "\n").encode()
    record = {
        "program": {"name": "estate-model", "version": version("estate-model")},
        "runs": {run.folder: hashlib.sha256(run.table).hexdigest() for run in national.runs},
        "failed": [name for name, _ in national.failed],
        "outputs": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return {**files, "run.json": json_bytes(record)}


def _findings(national: National) -> list[str]:
    """Return how much is in it, and for each shared scenario the nearest and the farthest area."""
    sentences = [f"{subtitle(national)}."]
    for shared, runs in national.groups.items():
        moment = runs[0].facts["moments"][0]["moment"]
        known = [pair for run in runs if (pair := (_minutes(run, moment), run))[0] is not None]
        if shared and known:
            (least, near), (most, far) = (pick(known, key=_first) for pick in (min, max))
            sentences.append(
                f"{near.facts['title']}: mean minutes to the nearest open counter after, at {moment}, from "
                f"{_printed(least)} ({near.facts['name']}) to {_printed(most)} ({far.facts['name']})."
            )
    if national.failed:
        sentences.append(f"{len(national.failed)} failed: {', '.join(name for name, _ in national.failed)}.")
    return sentences


def _first(pair: tuple[float | None, NationalRun]) -> float:
    return float(pair[0] or 0.0)


def _minutes(run: NationalRun, moment: str) -> float | None:
    figures = run.moment(moment)
    value: float | None = figures["minutes_after"]["value"] if figures else None
    return value


def _printed(minutes: float | None) -> str:
    return Figure(value=float(minutes or 0.0), unit=MINUTES).central
