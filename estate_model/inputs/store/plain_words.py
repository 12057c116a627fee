"""Say what the messages of YAML, TOML and pydantic mean, in words of someone who writes a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pydantic_core import ErrorDetails

from estate_model.errors import did_you_mean, shown

YAML_ADVICE = {
    r"found character '\\t'": "a tab stands here; write blanks, and indent with spaces",
    "cannot start any token": "a value begins with a mark that YAML keeps for itself; put it in quotes",
    "another document": "a second scenario begins here; one file holds one",
    "mapping values are not allowed": (
        "a value holds ': '; put quotes around all of it: title: 'A: b' (or the ':' before has no "
        "blank after)"
    ),
    "could not find expected ':'": "a line before this one has no ':' after its key",
    "expected <block end>": "this line is indented unlike its neighbours; keys of one list stand in line",
    "while scanning a quoted": "a quote is opened and never closed",
    "found unexpected end of stream": "a quote or a bracket is opened and never closed",
    "expected ',' or": "a bracket is opened and never closed, or a comma is missing",
    "did not find expected": "this line is indented unlike its neighbours; keys of one list stand in line",
    "control characters are not allowed|special characters are not": "holds a character that is no text",
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
    "missing": "is missing",
    "tuple_type": "must be a list, such as [10] or lines that begin with '- '",
    "list_type": "must be a list, such as [10] or lines that begin with '- '",
    "dict_type": "must be 'key: value' lines",
    "int_parsing": "is not a whole number",
    "int_parsing_size": "is not a number that can be",
    "int_type": "must be a whole number",
    "int_from_float": "is not a whole number",
    "float_parsing": "is not a number",
    "float_type": "must be a number",
    "finite_number": "is not a number that can be",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "invalid_key": "is no key: a key is a text",
    "model_type": "must be 'key: value' lines",
    "model_attributes_type": "must be 'key: value' lines",
}

BOUNDS = {
    "greater_than": ("above {:,g}", "gt"),
    "greater_than_equal": ("{:,g} or more", "ge"),
    "less_than": ("below {:,g}", "lt"),
    "less_than_equal": ("at most {:,g}", "le"),
}


def yaml_advice(problem: str) -> str:
    """Return what a YAML message means, or the message itself.

    >>> yaml_advice("mapping values are not allowed here")
    "a value holds ': '; put quotes around all of it: title: 'A: b' (or the ':' before has no blank after)"
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


def model_advice(detail: ErrorDetails, allowed: Collection[str] = ()) -> str:
    """Return what one of pydantic's errors means; ``allowed`` are the keys that may stand where it is.

    >>> model_advice({"type": "int_parsing", "loc": (), "msg": "", "input": "half an hour"})
    "'half an hour' is not a whole number"
    """
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        return (
            f"unknown key '{shown(key)}'{did_you_mean(key, allowed)} (allowed: {', '.join(sorted(allowed))})"
        )
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        words = re.findall("'([^']*)'", context["expected"])
        return f"'{shown(given)}' is not known{did_you_mean(str(given), words)} (allowed: {', '.join(words)})"
    return _of_size(kind, context, given) or _of_kind(kind, detail["msg"], given)


def _of_size(kind: str, context: Mapping[str, object], given: object) -> str:
    """Return what is wrong with a number or length that is out of range; empty for other kinds."""
    if kind in BOUNDS:
        words, bound = BOUNDS[kind]
        return f"must be {words.format(context[bound])}, not '{shown(given)}'"
    if kind in {"too_short", "string_too_short"} and not (given.strip() if isinstance(given, str) else given):
        return "is empty"
    if kind == "string_too_long":
        return f"'{shown(given)}' is too long; at most {context['max_length']:,} letters are read"
    return f"holds too many; at most {context['max_length']:,} are read" if kind == "too_long" else ""


def _of_kind(kind: str, message: str, given: object) -> str:
    value = (
        "" if given is None or kind == "missing" or isinstance(given, (dict, list)) else f"'{shown(given)}' "
    )
    words = MODEL_ADVICE.get(kind)
    if words is None:
        return (f"{value.strip()}: " if value else "") + message[0].lower() + message[1:]
    return f"{value}{words}"


def verb_advice(given: object, verbs: tuple[str, ...]) -> str:
    """Return what is wrong with a change that names no verb, for example a forgotten colon.

    >>> verb_advice("close mitcham", ("close", "open"))
    "the ':' is missing; write 'close: mitcham'"
    """
    first, _, rest = str(given).partition(" ")
    if isinstance(given, str) and first in verbs and rest:
        return f"the ':' is missing; write '{first}: {shown(rest)}'"
    return f"a change must say one of {', '.join(verbs)}"
