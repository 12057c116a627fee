"""The pieces of HTML that a page with a what-if has and another has not."""

from __future__ import annotations

import re
from string import Template

from estate_model.outputs.page import markup
from estate_model.outputs.page.content import Page
from estate_model.outputs.page.shell import asset
from estate_model.outputs.words.figures import first_upper

PART = re.compile(r"<!-- (\w+) -->\n(.*?)(?=<!-- \w+ -->\n|\Z)", re.DOTALL)


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
