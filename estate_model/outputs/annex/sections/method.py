"""How this was made: method, how to run it again, the scenario as written, data, and where figures stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version

from estate_model.nouns.area import MANIFEST_TITLE
from estate_model.nouns.figure import Figure
from estate_model.outputs.annex.content import (
    Cell,
    Picture,
    Section,
    Table,
    Verbatim,
    figures,
    plain,
)
from estate_model.outputs.annex.references import file_keys, offline_keys, way_key
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import own_place
from estate_model.outputs.words.text import Text

CHECKSUM_SHOWN, ROWS, NOT_STATED = 16, "number of rows", "not stated"
SIGNS = {"=": "is", ">": "over", ">=": "at least", "in": "one of"}
STEPS = (
    "Residents of each zone by age are shared over its postcodes. The scenario's changes are made to the "
    "estate on record. Travel times are found from every postcode to every counter; at each moment the "
    "nearest counter that counts is taken, before and after. Residents are counted by what that does to "
    "their journey. The share of the week comes from opening hours, cut exactly where the set of open "
    "counters changes."
)
ROUNDING = (
    "People are rounded to three figures and to no closer than a hundred, minutes and percentages to whole "
    "ones, and a number with a range to what the range bears, the same wherever it stands; shares held "
    "against one another or a standard have one decimal. Parts may not sum to totals."
)
RECORD = (
    "Versions of all libraries, the checksum of every file read and written, and the changes as applied are "
    "in run.json beside this annex."
)


def method(report: Report, shown: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the last sections: the method, the numbers behind figures and sentences, and the files."""
    keys = (*file_keys(report, "postcodes.csv.gz", "zones.csv", "hours.csv", "sites.csv"), way_key(report))
    made = (
        Text(STEPS, (*keys, *offline_keys(report))),
        Text(ROUNDING),
        Text("To run it again, which gives the same bytes:"),
        Verbatim("Commands", commands(report)),
        Text(f"Made with estate-model {version('estate-model')}. {RECORD}"),
    )
    pictures = tuple(
        block.data for section in shown for block in section.blocks if isinstance(block, Picture)
    )
    scenarios = tuple(
        Verbatim(f"Scenario file {name}", plain(as_printed(text))) for name, text in report.scenario_files
    )
    sections = (
        Section("How this was made, and how to check it", made),
        Section("The figures in numbers", pictures),
        Section("Where each figure of the sentences stands", traces_table(shown, report.results.area.labels)),
        Section("Files read", data_table(report)),
        Section("The scenario as written", scenarios),
    )
    return tuple(section for section in sections if section.blocks)


def as_printed(text: str) -> str:
    r"""Return a scenario file without where its sources were read in a copy, on lines of their own or not.

    >>> as_printed("A:\n  title: T\n  read_at: a\n    mirror\nB: {title: U, read_at: b}\n")
    'A:\n  title: T\nB: {title: U}\n'
    """
    return re.sub(r",? *\bread_at:[^,}\n]*", "", re.sub(r"(?m)^( *)read_at:.*\n(?:\1 +.*\n)*", "", text))


def commands(report: Report) -> str:
    """Return what is typed to get the same annex."""
    names = [name for name, _ in report.scenario_files] or [f"{report.results.scenario.name}.yaml"]
    others = "".join(f" --compare {name}" for name in names[1:])
    return (
        f"pip install 'estate-model[docx,pdf,xlsx]=={version('estate-model')}'\n"
        f"estate-model annex {names[0]} --to html,docx,pdf,xlsx{others}"
    )


def data_table(report: Report) -> tuple[Table, ...]:
    """Return every file the run read, with publisher, licence and the beginning of its checksum."""
    rows = tuple(
        (
            Cell(row["path"]),
            Cell(row.get("title", "")),
            Cell(
                ", ".join(part for part in (row.get("publisher", ""), row.get("date", "")) if part)
                or NOT_STATED
            ),
            Cell(row.get("licence", "") or NOT_STATED),
            Cell(row.get("sha256", "")[:CHECKSUM_SHOWN]),
        )
        for row in report.inputs
        if "/" not in row["path"] and row.get("title") != MANIFEST_TITLE
    )
    if not rows:
        return ()
    columns = ("File", "What it is", "Publisher and date", "Licence", "SHA-256 begins")
    return (Table(title="Files read", columns=columns, rows=rows, note="Whole checksums are in run.json."),)


def traces_table(sections: tuple[Section, ...], labels: Mapping[str, str]) -> tuple[Table, ...]:
    """Return where each figure of the sentences stands in the run's files."""
    first: dict[Figure, str] = {}
    for section in sections:
        for figure in figures(section):
            first.setdefault(own_place(figure, labels), section.title)
    rows = tuple(
        (
            Cell(figure.central),
            Cell(title),
            Cell(figure.file),
            Cell(_row_words(figure)),
            Cell(figure.column or ROWS),
        )
        for figure, title in first.items()
    )
    if not rows:
        return ()
    table = Table(
        title="Where each figure of the sentences stands",
        columns=("Figure", "First said in", "File", "Row", "Column"),
        rows=rows,
        note="Two columns with a stroke are one divided by the other.",
    )
    return (table,)


def _row_words(figure: Figure) -> str:
    return "; ".join(f"{column} {SIGNS[sign]} {value}" for column, sign, value in figure.row)
