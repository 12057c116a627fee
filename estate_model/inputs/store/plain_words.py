"""Say what the messages of YAML, TOML and pydantic mean, in words of someone who writes a scenario."""

from __future__ import annotations

import re

YAML_ADVICE = {
    r"found character '\\t'": "a line is indented with a tab; indent with spaces",
    "mapping values are not allowed here": "a value holds ': '; put quotes around all of it: title: 'A: b'",
    "could not find expected ':'": "a line before this one has no ':' after its key",
    "expected <block end>": "this line is indented unlike its neighbours; keys of one list stand in line",
    "while scanning a quoted": "a quote is opened and never closed",
    "found unexpected end of stream": "a quote or a bracket is opened and never closed",
    "expected ',' or": "a bracket is opened and never closed, or a comma is missing",
}
CURLY = "\u201c\u201d\u201e\u2018\u2019"
TOML_ADVICE = {
    "Invalid hex value|Unescaped '|escape|surrogate": (
        "a backslash in double quotes begins a character; write a path with /, or in single quotes: "
        "'C:\\Users\\me'"
    ),
    "Invalid statement|Expected '=' after a key": "a line must be a [table], a 'key = value' or begin with #",
    "Expected newline or end of document": "something follows the value; put quotes around all of a text",
    "Invalid value": "after '=' there must be a number, a list or a text in quotes",
    "Cannot overwrite|Cannot declare|twice|already": "this key or table stands here a second time",
    "Unterminated string|Illegal character": "a quote is opened and never closed",
    "Unclosed array|Expected ']'": "a bracket is opened and never closed",
}
MODEL_ADVICE = {
    "tuple_type": "must be a list, such as [10] or lines that begin with '- '",
    "list_type": "must be a list, such as [10] or lines that begin with '- '",
    "dict_type": "must be 'key: value' lines",
    "date_from_datetime_parsing": "is not a date; write it as 2025-10-01",
    "date_parsing": "is not a date; write it as 2025-10-01",
    "int_parsing": "is not a whole number",
    "string_type": "must be a text",
}


def yaml_advice(problem: str) -> str:
    """Return what a YAML message means, or the message itself.

    >>> yaml_advice("mapping values are not allowed here")
    "a value holds ': '; put quotes around all of it: title: 'A: b'"
    """
    for pattern, advice in YAML_ADVICE.items():
        if re.search(pattern, problem):
            return advice
    return problem


def toml_advice(message: str, text: str) -> tuple[str, str]:
    r"""Return where a TOML message points and what it means.

    >>> toml_advice("Invalid value (at line 2, column 5)", "[a]\nb = \u201cx")
    ('line 2, column 5', 'curly quotes stand here; write straight ones: "')
    """
    words, _, end = message.partition(" (at ")
    where = re.fullmatch(r"line (\d+), column (\d+)\)", end)
    lines = text.split("\n")
    line = lines[int(where[1]) - 1] if where else lines[-1]
    place = f"line {where[1]}, column {where[2]}" if where else f"line {len(lines)}"
    if any(quote in line for quote in CURLY):
        return place, 'curly quotes stand here; write straight ones: "'
    for pattern, advice in TOML_ADVICE.items():
        if re.search(pattern, words):
            return place, f"{advice} ({words})"
    return place, words


def model_advice(kind: str, message: str, given: object) -> str:
    """Return what a pydantic error of that kind means, with the value given where that helps.

    >>> model_advice("int_parsing", "", "half an hour")
    "'half an hour' is not a whole number"
    """
    shown = "" if given is None or isinstance(given, (dict, list)) else f"'{given}' "
    detail = message.split(", ", 1)[1] if kind.startswith("date_") and ", " in message else ""
    words = MODEL_ADVICE.get(kind)
    if words is None:
        return (f"{shown.strip()}: " if shown else "") + message[0].lower() + message[1:]
    return f"{shown}{words}" + (f" ({detail})" if detail else "")


def verb_advice(given: object, verbs: tuple[str, ...]) -> str:
    """Return what is wrong with a change that names no verb, for example a forgotten colon.

    >>> verb_advice("close mitcham", ("close", "open"))
    "the ':' is missing; write 'close: mitcham'"
    """
    first, _, rest = str(given).partition(" ")
    if isinstance(given, str) and first in verbs and rest:
        return f"the ':' is missing; write '{first}: {rest}'"
    return f"a change must say one of {', '.join(verbs)}"
