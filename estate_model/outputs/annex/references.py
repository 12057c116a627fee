"""The numbered references: every source of the run, and the keys that sentences cite them by."""

from __future__ import annotations

import re

from estate_model.outputs.annex.content import Reference, Section, plain, texts
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.sources import sources

ADDRESS = re.compile(r",? (https?://[^\s\"<>\\^`{|}]+)$")
OFFLINE_SHARES = "Offline shares"


def references(
    report: Report, sections: tuple[Section, ...], *, only_cited: bool = False
) -> tuple[Reference, ...]:
    """Return every source once: first those the sections cite, in reading order, then perhaps the others."""
    known = {one.key: one for one in (_reference(line) for line in sources(report))}
    cited = [key for section in sections for text in texts(section.blocks) for key in text.cites]
    others = [] if only_cited else [key for key in known if key not in cited]
    return tuple(known[key] for key in (*dict.fromkeys(cited), *others) if key in known)


def _reference(line: str) -> Reference:
    """Return a reference from a source's line, whose first words are its key."""
    key = line.split(": ", 1)[0]
    address = ADDRESS.search(line)
    words = line[: address.start()] if address else line
    return Reference(key=key, words=plain(words), url=address[1] if address else "")


def way_key(report: Report) -> str:
    """Return the key of the source of the first profile's speed."""
    return first_upper(report.headline_impacts[0].profile.label)


def offline_keys(report: Report) -> tuple[str, ...]:
    """Return the keys of the sources of the offline shares."""
    return tuple(_reference(line).key for line in sources(report) if line.startswith(OFFLINE_SHARES))


def file_keys(report: Report, *names: str) -> tuple[str, ...]:
    """Return the keys of data files, those of the names that are on record."""
    keys = {_reference(line).key for line in sources(report)}
    return tuple(name for name in names if name in keys)


def mentioned(report: Report, words: str) -> tuple[str, ...]:
    """Return the scenario's sources that a sentence names by their keys, such as ``(S32)``."""
    results = report.results
    known = {**(results.against.sources if results.against else {}), **results.scenario.sources}
    return tuple(key for key in known if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", words))


def change_keys(report: Report, site_ids: set[str] | None = None) -> tuple[str, ...]:
    """Return the sources that the scenario gives for its changes, or for those to some sites."""
    results = report.results
    both = [one for one in (results.against, results.scenario) if one is not None]
    keys = []
    for change in (change for scenario in both for change in scenario.changes):
        named = getattr(change, change.verb)
        touched = {named} if isinstance(named, str) else set(named)
        if change.source and (site_ids is None or touched & site_ids):
            keys.append(change.source)
    return tuple(dict.fromkeys(keys))
