"""The annex as one HTML file without scripts, which asks nothing of any network."""

from __future__ import annotations

from importlib import resources

from estate_model.outputs.annex.content import (
    Annex,
    Block,
    Bullets,
    Numbers,
    Picture,
    Reference,
    Table,
    Verbatim,
    plain,
)
from estate_model.outputs.page.markup import text as escaped
from estate_model.outputs.words.text import Text

OPEN_ROWS = 12
"""Rows beyond which a table can be folded away."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def render(annex: Annex) -> bytes:
    """Return the annex as UTF-8 HTML; the same annex gives the same bytes."""
    style = resources.files("estate_model.outputs.annex").joinpath("assets", "annex.css").read_text("utf-8")
    contents = "" if annex.short else _contents(annex)
    sections = "".join(
        f'<section aria-labelledby="section-{place}"><h2 id="section-{place}">{_safe(section.title)}</h2>'
        f"{''.join(_block(annex, block) for block in section.blocks)}</section>"
        for place, section in enumerate(annex.sections, 1)
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_safe(annex.title)}</title><style>{style}</style></head>\n<body>"
        f'<header><h1>{_safe(annex.title)}</h1><p class="subtitle">{_safe(annex.subtitle)}</p>{_cover(annex)}'
        "</header>"
        f"<main>{contents}{sections}{_references(annex)}</main>"
        f"<footer>{''.join(f'<p>{_safe(line)}</p>' for line in annex.attribution)}</footer></body></html>\n"
    )
    return page.encode("utf-8")


def _safe(words: object) -> str:
    return escaped(plain(words))


def _cover(annex: Annex) -> str:
    return "".join(f'<p class="cover">{_safe(line)}</p>' for line in annex.cover.lines)


def _contents(annex: Annex) -> str:
    items = "".join(
        f'<li><a href="#section-{place}">{_safe(section.title)}</a></li>'
        for place, section in enumerate(annex.sections, 1)
    )
    sources = '<li><a href="#sources">Sources</a></li>' if annex.references else ""
    return f'<nav aria-label="Contents"><ol>{items}{sources}</ol></nav>'


def _block(annex: Annex, block: Block) -> str:
    if isinstance(block, Text):
        return f"<p>{_text(annex, block)}</p>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_text(annex, item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Numbers):
        return _numbers(block)
    if isinstance(block, Picture):
        return _picture(block)
    if isinstance(block, Verbatim):
        return f'<h3>{_safe(block.name)}</h3><pre tabindex="0">{_safe(block.text)}</pre>'
    return _folded(block)


def _folded(block: Table) -> str:
    """Return a table; a long one can be folded away."""
    if len(block.rows) <= OPEN_ROWS:
        return _table(block)
    head = f"{_safe(block.label)}: {len(block.rows)} rows"
    return f"<details open><summary>{head}</summary>{_table(block)}</details>"


def _text(annex: Annex, text: Text) -> str:
    marks = "".join(f'<a href="#source-{number}">[{number}]</a>' for number in annex.numbers_of(text))
    return _safe(text.words) + (f"<sup>{marks}</sup>" if marks else "")


def _numbers(block: Numbers) -> str:
    items = "".join(
        f"<li><strong>{_safe(one.value)}</strong> {_range(one.extent)}{_safe(one.words)}</li>"
        for one in block.items
    )
    return f'<ul class="numbers">{items}</ul>'


def _range(words: str) -> str:
    return f'<span class="range">({_safe(words)})</span> ' if words else ""


def _picture(picture: Picture) -> str:
    name = picture.label.lower().replace(" ", "-")
    head = f'<svg role="img" aria-labelledby="{name}-alt" '
    svg = picture.svg.replace("<svg ", head, 1).replace(
        ">", f'><title id="{name}-alt">{_safe(picture.alt)}</title>', 1
    )
    caption = f"<figcaption>{_safe(picture.label)}: {_safe(picture.title)}</figcaption>"
    numbers = f"<details><summary>{_safe(picture.data.label)}</summary>{_table(picture.data)}</details>"
    return f"<figure>{caption}{svg}</figure>{numbers}"


def _table(table: Table) -> str:
    numeric = [table.is_numeric(place) for place in range(len(table.columns))]
    sides = [' class="number"' if number else "" for number in numeric]
    head = "".join(
        f'<th scope="col"{side}>{_safe(word)}</th>' for word, side in zip(table.columns, sides, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row"{sides[0]}>{_safe(row[0].words)}</th>'
        + "".join(
            f"<td{side}>{_safe(cell.words)}</td>" for cell, side in zip(row[1:], sides[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{_safe(table.note)}</p>' if table.note else ""
    label = _safe(table.label)
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}: '
        f"{_safe(table.title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _references(annex: Annex) -> str:
    if not annex.references:
        return ""
    items = "".join(
        f'<li id="source-{number}">{_safe(one.words)}{_link(one)}</li>'
        for number, one in enumerate(annex.references, 1)
    )
    return f'<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ol>{items}</ol></section>'


def _link(one: Reference) -> str:
    """Return a source's address as a link; ``references`` has made sure that it begins with http."""
    return f', <a href="{_safe(one.url)}">{_safe(one.url)}</a>' if one.url else ""
