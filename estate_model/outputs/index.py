"""``index.html`` beside the runs: every run with its findings and a link to its map. No script at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Template
from typing import Any
from urllib.parse import quote

from estate_model.outputs.page.markup import items, text

INDEX = "index.html"
OURS = "<!-- estate-model: list of runs -->"
MOST_FINDINGS = 12
PAGE = Template(f"""<!DOCTYPE html>
{OURS}
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
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
</style>
</head>
<body>
<main>
<h1>Front counter scenarios</h1>
<p>$count. Each map is one file and needs no internet.</p>
$runs
</main>
</body>
</html>
""")


def index_page(runs: Sequence[tuple[str, Mapping[str, Any]]]) -> bytes:
    """Return the list of runs as HTML; every text is escaped, folder names are quoted."""
    count = f"{len(runs)} run{'' if len(runs) == 1 else 's'}"
    return PAGE.substitute(count=count, runs="\n".join(_run(name, one) for name, one in runs)).encode()


def _run(name: str, summary: Mapping[str, Any]) -> str:
    first, *others = [str(words) for words in summary["findings"][:MOST_FINDINGS]] or [""]
    more = f"<details><summary>All findings</summary><ul>{items(others)}</ul></details>" if others else ""
    title, question = (text(summary.get(key, "")) for key in ("title", "question"))
    versus = summary.get("compared_with")
    beside = f" ({text(name)}, compared with {text(versus)})" if versus else f" ({text(name)})"
    return (
        f'<article>\n<h2><a href="{text(quote(name))}/map.html">{title}</a></h2>\n<p>{question}{beside}</p>\n'
        f"<p>{text(first)}</p>\n{more}\n</article>"
    )
