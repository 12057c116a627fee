"""Every file of the nation's folder: the table, the layer, the page, a summary in words, and the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from estate_model.nouns.figure import SHARE, Figure
from estate_model.outputs.national.league import league, subtitle
from estate_model.outputs.national.national_run import National, NationalRun, apart
from estate_model.outputs.national.tables import national_layer, national_table
from estate_model.outputs.summary import json_bytes
from estate_model.outputs.words.figures import counted

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
    sentences += [_shared(runs) for runs in national.groups if runs[0].shared]
    if national.failed:
        sentences.append(f"{len(national.failed)} failed: {', '.join(name for name, _ in national.failed)}.")
    return sentences


def _shared(runs: Sequence[NationalRun]) -> str:
    """Say how far the areas that can be compared lie apart, and how many cannot be."""
    title, limit, (_, why) = runs[0].facts["title"], runs[0].facts["near_minutes"], apart(runs)
    alike = sorted((run for run in runs if run.folder not in why), key=_share)
    words = [f"{counted(len(why), 'area')} cannot be compared"] if why else []
    if alike:
        ends = dict.fromkeys(
            f"{_printed(run)} of the week ({run.facts['name']})" for run in (alike[0], alike[-1])
        )
        within = f"an open counter is within {limit} minutes for {' to '.join(ends)}"
        words.insert(0, f"{within}, averaged over residents")
    return f"{title}: {'; '.join(words)}."


def _share(run: NationalRun) -> float:
    return float(run.facts["week"]["after"]["value"])


def _printed(run: NationalRun) -> str:
    return Figure(value=_share(run), unit=SHARE).central
