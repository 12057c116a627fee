"""``index.html`` beside the runs: every run and choice, its findings, links to its files. No script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Template
from typing import Any
from urllib.parse import quote

from estate_model.outputs.page.markup import apart_from_data, apart_from_parts, files, items, text

INDEX = "index.html"
OURS = "<!-- estate-model: list of runs -->"
MAP = "map.html"
SHORT_WORDS = 150  # so many are shown whole; a run has 120 at most
PAGE = Template(f"""<!DOCTYPE html>
{OURS}
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Front counter scenarios</title>
<style>
body {{ max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; }}
h1, h2, a {{ color: #12436d; }}
article {{ padding: .5rem 0 1rem; border-top: 1px solid #b1b9c1; }}
li + li {{ margin-top: .3rem; }}
a:focus-visible, summary:focus-visible {{ outline: 3px solid #0b0c0c; outline-offset: 2px; }}
summary {{ min-height: 1.5rem; cursor: pointer; }}
.small {{ color: #44505c; font-size: .875rem; }}
.main {{ display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; padding: 0; list-style: none; }}
.main li {{ margin: 0; }}
details ul {{ columns: 16rem; }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #eceff1; background: #14191e; }}
  h1, h2, a {{ color: #9cc8ee; }}
  .small {{ color: #b3bdc6; }}
  a:focus-visible, summary:focus-visible {{ outline-color: #eceff1; }}
}}
</style>
</head>
<body>
<main>
<h1>Front counter scenarios</h1>
<p>$count. Each map is one file and needs no internet. Other files lie beside it.</p>
$runs
</main>
</body>
</html>
""")


def index_page(runs: Sequence[tuple[str, Mapping[str, Any], Sequence[tuple[str, int]]]]) -> bytes:
    """Return the list of runs and choices as HTML; every text is escaped, names of folders and files quoted.

    Each has its folder's name, its summary, and its files by name and bytes.
    """
    count = f"{len(runs)} {'folder' if len(runs) == 1 else 'folders'}"
    return PAGE.substitute(count=count, runs="\n".join(_run(*one) for one in runs)).encode()


def _run(name: str, summary: Mapping[str, Any], written: Sequence[tuple[str, int]]) -> str:
    shown, more = _findings([str(words) for words in summary["findings"]])
    title, question = (text(summary.get(key, "")) for key in ("title", "question"))
    versus = summary.get("compared_with")
    beside = f" ({text(name)}, compared with {text(versus)})" if versus else f" ({text(name)})"
    readable, rest = apart_from_data(written)
    main, parts = apart_from_parts(readable)
    local = f"Annexes for parts of the area: {len(parts)}"
    more += f"<details><summary>{local}</summary><ul>{files(parts, name)}</ul></details>" if parts else ""
    data = (
        f"<details><summary>Data ({len(rest)} files)</summary><ul>{files(rest, name)}</ul></details>"
        if rest
        else ""
    )
    return (
        f"<article>\n<h2>{_heading(name, title, dict(written))}</h2>\n<p>{question}{beside}</p>\n"
        f'{shown}\n<ul class="main">{files(main, name)}</ul>\n{more}{data}\n</article>'
    )


def _findings(said: Sequence[str]) -> tuple[str, str]:
    """Return what is shown of findings, and what is folded away: of many words, all but the first."""
    if sum(len(words.split()) for words in said) <= SHORT_WORDS:
        return f"<ul>{items(said)}</ul>" if said else "", ""
    folded = f"<details><summary>All findings</summary><ul>{items(said[1:])}</ul></details>"
    return f"<p>{text(said[0])}</p>", folded if said[1:] else ""


def _heading(name: str, title: str, written: Mapping[str, int]) -> str:
    """Return the title, as a link to the map where there is one."""
    if MAP not in written:
        return title
    return f'<a href="{text(quote(name, errors="replace"))}/{MAP}">{title}</a>'
