"""The map page: one HTML file that holds everything and asks nothing of any network."""

from __future__ import annotations

import re
from string import Template

import numpy as np

from estate_model.nouns import WHEN
from estate_model.nouns.keeping import Keep, keep_nothing
from estate_model.outputs.drawing.still import still_map
from estate_model.outputs.page import classes, markup
from estate_model.outputs.page.content import CounterMark, Page
from estate_model.outputs.page.geometry import Sheet
from estate_model.outputs.page.keeping import kept_sheet
from estate_model.outputs.page.legend import classes_of, residents_by_class
from estate_model.outputs.page.marks import BEFORE, BEFORE_ONLY, MARKS, SHUT, sign, symbols
from estate_model.outputs.page.payload import moment_labels, payload, profile_labels
from estate_model.outputs.page.shell import asset, leaflet_script, leaflet_style, make_shell, policy
from estate_model.outputs.page.what_if import check
from estate_model.outputs.words.figures import first_upper

PART = re.compile(r"<!-- (\w+) -->\n(.*?)(?=<!-- \w+ -->\n|\Z)", re.DOTALL)

MAP_SCRIPTS = (
    "unpack.js", "shapes.js", "classes.js", "pen.js", "labels.js", "wards.js", "trace.js",
    "backdrop.js", "sheet.js",
)  # fmt: skip
PAGE_SCRIPTS = (
    "words.js", "opening.js", "shares.js", "engine.js", "tables.js", "panel.js", "scenario.js", "switches.js",
    "postcode.js", "journeys.js", "share.js", "places.js", "search.js", "link.js", "figures.js", "explore.js",
    "counters.js", "cards.js", "here.js", "legends.js", "frame.js", "page.js",
)  # fmt: skip
SHOWN = 3


def render_page(page: Page, keep: Keep = keep_nothing) -> bytes:
    """Return a map page as UTF-8 HTML; the same page gives the same bytes.

    Every text in ``page`` is untrusted: it is escaped where it stands in the HTML, reaches the
    script as JSON and the page as ``textContent``, and never passes through folium. ``keep`` keeps what
    depends on the area alone between runs.

    Raise ValueError when there is no view or no cell, or a view's minutes or rows, the residents or a
    counter's status do not fit the page.
    """
    _check(page)
    sheet = kept_sheet(page.cells, page.outlines, keep)
    shell = make_shell(sheet, keep)
    scripts = {
        "early": asset("early.js"),
        "switches": shell.switches,
        "leaflet": leaflet_script() + asset("motion.js"),
        "shell": shell.script,
        "map": "".join(asset(name) for name in MAP_SCRIPTS),
        "page": "".join(asset(name) for name in PAGE_SCRIPTS),
    }
    parts = {f"{name}_script": script for name, script in scripts.items()}
    parts |= {
        "policy": policy(tuple(scripts.values())),
        "leaflet_style": leaflet_style(),
        "shell_style": shell.styles,
        "style": asset("map.css"),
        "container": shell.container,
        "licence": markup.text(asset("LEAFLET-LICENSE")),
        "payload": payload(page, sheet, keep),
    }
    return (
        Template(asset("template.html"))
        .substitute(parts | _words(page) | _drawings(page, sheet) | what_if_parts(page))
        .encode()
    )


def _check(page: Page) -> None:
    """Raise where the page's parts do not fit one another."""
    count = len(page.cells)
    if not page.views or not count:
        raise ValueError("a map page needs at least one view and one cell")
    for view in page.views:
        name = f"view {view.profile_id}, {view.moment}"
        if {len(view.before_minutes), len(view.after_minutes), len(view.cell_people)} != {count}:
            raise ValueError(f"{name}: its numbers are not one per cell ({count})")
        if any(len(row) != len(page.table_columns) for row in view.rows):
            raise ValueError(f"{name}: a row does not fit the table's columns")
    if page.what_if is not None:
        check(page.what_if, count)
    unknown = sorted({counter.status for counter in page.counters} - set(MARKS))
    if unknown:
        raise ValueError(f"unknown counter status: {', '.join(unknown)}")


def _words(page: Page) -> dict[str, str]:
    """Return the page's texts as escaped HTML."""
    first = page.views[0]
    columns = ("Counter", first_upper(page.labels["borough"]), "What changes", "Hours before", "Hours after")
    numeric = markup.are_numbers((row for view in page.views for row in view.rows), len(page.table_columns))
    return {
        **level_words(page),
        "title": markup.text(page.title),
        "question": markup.text(page.question),
        "lead": markup.text(page.lead),
        "findings": markup.items(page.findings[:SHOWN]),
        "more_findings": _more(page.findings[SHOWN:], page.details),
        "beside": _beside(page),
        "before_label": markup.text(page.before_label),
        "after_label": markup.text(page.after_label),
        "profiles": markup.options(list(profile_labels(page).values())),
        "moments": markup.options(moment_labels(page)),
        "first_profile": markup.text(first.profile_label),
        "first_moment": markup.text(first.moment),
        "sentence": markup.text(first.sentence),
        "cell_label": markup.text(page.cell_label),
        "table_head": markup.head_cells(page.table_columns, numeric),
        "table_rows": markup.body_rows(first.rows, numeric),
        "counters_head": markup.head_cells(columns, (False,) * len(columns)),
        "counters_rows": "".join(_counter_row(counter) for counter in page.counters),
        "uncertain": markup.items(page.uncertain),
        "network_note": markup.text(page.network_note),
        "notes": markup.paragraphs(page.notes),
        "sources": markup.items(page.sources),
        "attribution": markup.paragraphs(page.attribution),
        "people_label": markup.text(first.people_label),
    }


def _more(findings: tuple[str, ...], details: tuple[str, ...]) -> str:
    """Return the other findings and the details: open, to be read without scripts; the script folds them."""
    parts = (("More findings", findings), ("Ranges, names and caveats", details))
    return "".join(
        f'<details class="folded" open><summary>{heading} ({len(sentences)})</summary>'
        f"<ul>{markup.items(sentences)}</ul></details>"
        for heading, sentences in parts
        if sentences
    )


def _beside(page: Page) -> str:
    """Return links to the other files of the page's folder, which hold while it lies there."""
    if not page.beside:
        return ""
    rest, data = markup.apart_from_data(page.beside)
    whole, parts = markup.apart_from_parts(rest)
    first = f'<ul class="files">{markup.files(whole)}</ul>' if whole else ""
    if parts:
        first += (
            f'<details class="folded"><summary>Annexes for parts of the area: {len(parts)}</summary>'
            f'<ul class="files">{markup.files(parts)}</ul></details>'
        )
    return (
        '<div class="beside"><h2>Files beside this page</h2>'
        '<p class="small">These links work while the page lies in its folder. '
        f'<a href="../index.html">All scenarios</a></p>{first}<details class="folded" open>'
        f"<summary>Data ({len(data)} files)</summary>"
        f'<ul class="files">{markup.files(data)}</ul></details></div>'
    )


def _counter_row(counter: CounterMark) -> str:
    words = MARKS[counter.status].words
    what = f'<span class="what">{sign(counter.status)}<span>{words}</span></span>'
    cells = (counter.borough_name, None, counter.hours_before, counter.hours_after)
    filled = "".join(f"<td>{what if cell is None else markup.text(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{markup.text(counter.name)}</th>{filled}</tr>'


def _drawings(page: Page, sheet: Sheet) -> dict[str, str]:
    """Return the still map, the legends with residents of the first view, and the signs."""
    drawn = [classes_of(view) for view in page.views]
    first, counts = page.views[0], residents_by_class(page.views[0])
    title = f"Change in minutes to the nearest open counter. {first.profile_label}, {first.moment}."
    minutes = [view[when] for view in drawn for when in WHEN]
    changes = [view["change"] for view in drawn]
    return {
        "symbols": symbols(),
        "still": still_map(sheet, drawn[0]["change"], classes.CHANGE_CLASSES, page.counters, title=title),
        "minutes_legend": markup.legend_items(
            classes.MINUTES_CLASSES, counts["after"], _unused(minutes, classes.RARE_MINUTES)
        ),
        "change_legend": markup.legend_items(
            classes.CHANGE_CLASSES, counts["change"], _unused(changes, classes.RARE_CHANGE)
        ),
        "marks_legend": _marks_legend(page),
    }


def _unused(views: list[classes.Classes], rare: tuple[int, ...]) -> set[int]:
    """Return the classes that are shown only where they occur, and occur in no view."""
    return set(rare) - set(np.unique(np.concatenate(views)).tolist())


def _marks_legend(page: Page) -> str:
    """Return the signs in use with their words and numbers; those of the time before wait to be shown."""
    counts = {status: sum(counter.status == status for counter in page.counters) for status in MARKS}
    signs = [(status, status, mark, counts[status]) for status, mark in MARKS.items() if counts[status]]
    before = sum(counter.status in BEFORE_ONLY for counter in page.counters)
    signs.append(("before", "open", BEFORE, before))
    signs.append(("shut", "shut", SHUT, len(page.views[0].shut_after)))
    return "".join(
        f'<li data-mark="{key}"{" hidden" if key == "before" or not count else ""}>'
        f'{sign(status)} <span class="unseen label">{mark.words}: </span>'
        f'<span class="short" aria-hidden="true">{mark.short}</span> '
        f'<span class="number">{count:,}</span></li>'
        for key, status, mark, count in signs
    )


def level_words(page: Page) -> dict[str, str]:
    """Return what one and several of each level are called, as escaped HTML; ``Ward`` begins a heading."""
    words = {level: markup.text(label) for level, label in page.labels.items()}
    return words | {first_upper(level): markup.text(first_upper(page.labels[level])) for level in words}


def what_if_parts(page: Page) -> dict[str, str]:
    """Return each piece as ``what_if_<name>``: empty where the page has no what-if."""
    pieces = dict(PART.findall(asset("explorer.html")))
    if page.what_if is None:
        return {f"what_if_{name}": "" for name in pieces}
    words = {
        **level_words(page),
        "groups": markup.options(page.what_if.group_labels),
        "limits": "".join(
            f'<option value="{limit}">{limit} minutes</option>' for limit in page.what_if.limits_minutes
        ),
        "accuracy": markup.text(page.what_if.accuracy),
    }
    return {f"what_if_{name}": Template(piece).substitute(words) for name, piece in pieces.items()}
