"""The signs of counters: one shape and one colour per status, on the map, in the legend and in tables."""

from __future__ import annotations

from dataclasses import dataclass

from estate_model.outputs.page.content import Status

BEFORE_ONLY = ("open", "shifted", "reduced", "closed", "extended")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A counter's sign: its words, in full and in short, and our own drawing in a 24 by 24 box."""

    words: str
    short: str
    svg: str


MARKS: dict[Status | str, Mark] = {
    "open": Mark(
        words="Stays open, hours unchanged",
        short="Stays open",
        svg='<circle cx="12" cy="12" r="7.5" fill="#12436d" stroke="#fff" stroke-width="2"/>',
    ),
    "shifted": Mark(
        words="Stays open at other hours",
        short="Other hours",
        svg='<path d="M4 4h16v16H4z" fill="#12436d" stroke="#fff" stroke-width="2"/>'
        '<path d="M12 7.5V12l3 2.5" fill="none" stroke="#fff" stroke-width="2"/>',
    ),
    "reduced": Mark(
        words="Stays open for fewer hours",
        short="Fewer hours",
        svg='<path d="M12 1.8 22.2 12 12 22.2 1.8 12z" fill="#fff"/>'
        '<path d="M12 4.6 19.4 12 12 19.4 4.6 12z" fill="#fff" stroke="#12436d" stroke-width="2"/>'
        '<path d="M12 4.6V19.4L4.6 12z" fill="#12436d"/>',
    ),
    "closed": Mark(
        words="Closes",
        short="Closes",
        svg='<g fill="none" stroke-linecap="round">'
        '<path d="M6 6 18 18M18 6 6 18" stroke="#fff" stroke-width="8"/>'
        '<path d="M6 6 18 18M18 6 6 18" stroke="#9b0f42" stroke-width="4.4"/></g>',
    ),
    "opened": Mark(
        words="Opens: a new counter",
        short="Opens",
        svg='<path d="M8.7 2h6.6v6.7H22v6.6h-6.7V22H8.7v-6.7H2V8.7h6.7z" fill="#11695f" stroke="#fff"'
        ' stroke-width="2"/>',
    ),
    "extended": Mark(
        words="Stays open for longer hours",
        short="Longer hours",
        svg='<path d="M12 2.5 22.4 20.5H1.6z" fill="#11695f" stroke="#fff" stroke-width="2"/>',
    ),
    "moved": Mark(
        words="Moves here",
        short="Moves here",
        svg='<path d="M3.5 3.5h17v17h-17z" fill="#5a3a8a" stroke="#fff" stroke-width="2"/>'
        '<path d="M7 12h9M12.4 8.2 16.4 12l-4 3.8" fill="none" stroke="#fff" stroke-width="2"/>',
    ),
}
BEFORE = Mark(words="Open before the changes", short="Open before", svg=MARKS["open"].svg)
SHUT = Mark(
    words="Of these, shut at the chosen time",
    short="Shut at this time",
    svg='<circle cx="12" cy="12" r="7" fill="#fff" stroke="#5b6770" stroke-width="2.4"/>'
    '<path d="M8 12h8" stroke="#5b6770" stroke-width="2.4"/>',
)


def symbols() -> str:
    """Return the signs as SVG symbols, each with the id ``mark-<status>``."""
    return "".join(
        f'<symbol id="mark-{status}" viewBox="0 0 24 24">{mark.svg}</symbol>'
        for status, mark in (MARKS | {"shut": SHUT}).items()
    )


def sign(status: str) -> str:
    """Return one sign as a small picture that screen readers pass over, since words stand beside it."""
    return (
        '<svg class="sign" width="24" height="24" aria-hidden="true" focusable="false">'
        f'<use href="#mark-{status}"/></svg>'
    )
