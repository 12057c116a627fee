"""Ways to spoil a file: what people's hands, spreadsheets, disks and bad intent make of it."""

from __future__ import annotations

import re
from random import Random

from tests.inputs.osm_worlds import NODES, WAYS

NUMBER = re.compile(rb"-?\d+(\.\d+)?")
ODD_NUMBERS = (
    b"", b"-1", b"0", b"0.0", b"1e9", b"1e308", b"1e400", b"nan", b"inf", b"-inf", b"1,000", b"1_000", b"0x10",
    b"9" * 400, b"3.5.1", b"true", b"\xd9\xa3", b"1 2", b"None", b"12:00",
)  # fmt: skip
ODD_TEXTS = (
    b"", b" ", b"'", b'"', b"\\", b"\x00", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\xae",
    b"\n", b"\r\n", b"\t", b"#", b"[", b"]", b"{", b"}", b": ", b"- ", b"=", b",", b",,,", b";", b"x" * 3000, b"../x",
    b"*a", b"&a ", b"!!int ", b"|", b"(", b"[[", b"[a]\n", b"null", b"~", b"2025-13-01", b"24/7", b"off", b"PH off",
)  # fmt: skip
ODD_TAGS = (
    "",
    "no",
    "-1",
    "1e9 mph",
    "9" * 200,
    "\u202e",
    "signals;30 mph",
    "yes;no",
    "reversible",
    "0",
    "mph",
)
STEPS = (1, 1, 1, 1, 2, 4)


def spoil(raw: bytes, rng: Random) -> bytes:
    """Return the bytes after one spoiling, or a few."""
    for _ in range(rng.choice(STEPS)):
        raw = rng.choice(SPOILERS)(raw, rng)
    return raw


def number(raw: bytes, rng: Random) -> bytes:
    """Put an odd number where one stands."""
    places = list(NUMBER.finditer(raw))
    if not places:
        return raw
    place = rng.choice(places)
    return raw[: place.start()] + rng.choice(ODD_NUMBERS) + raw[place.end() :]


def insert(raw: bytes, rng: Random) -> bytes:
    """Put an odd text anywhere."""
    at = rng.randint(0, len(raw))
    return raw[:at] + rng.choice(ODD_TEXTS) + raw[at:]


def drop(raw: bytes, rng: Random) -> bytes:
    """Leave out some bytes."""
    at = rng.randint(0, len(raw))
    return raw[:at] + raw[at + rng.randint(1, 30) :]


def flip(raw: bytes, rng: Random) -> bytes:
    """Change one byte."""
    at = rng.randrange(len(raw)) if raw else 0
    return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]


def line(raw: bytes, rng: Random) -> bytes:
    """Drop, repeat, move or indent a line."""
    rows = raw.split(b"\n")
    at, to = rng.randrange(len(rows)), rng.randrange(len(rows))
    how = rng.randrange(4)
    if how == 0:
        del rows[at]
    elif how == 1:
        rows.insert(to, rows[at])
    elif how == 2:
        rows[at], rows[to] = rows[to], rows[at]
    else:
        rows[at] = b"  " + rows[at]
    return b"\n".join(rows)


def field(raw: bytes, rng: Random) -> bytes:
    """Change what stands between two separators."""
    parts = re.split(rb"([,:=\n])", raw)
    at = 2 * rng.randrange((len(parts) + 1) // 2)
    parts[at] = rng.choice((rng.choice(ODD_TEXTS), rng.choice(ODD_NUMBERS), rng.choice(parts[::2])))
    return b"".join(parts)


def cut(raw: bytes, rng: Random) -> bytes:
    """Lose the end."""
    return raw[: rng.randint(0, len(raw))]


def swap(raw: bytes, rng: Random) -> bytes:
    """Put one word of the file where another stands."""
    words = list(re.finditer(rb"[A-Za-z_]{2,}", raw))
    if not words:
        return raw
    here, there = rng.choice(words), rng.choice(words)
    return raw[: here.start()] + there.group() + raw[here.end() :]


SPOILERS = (number, number, insert, drop, flip, line, line, field, field, field, swap, swap, cut)


def odd_world(
    rng: Random,
) -> tuple[dict[int, tuple[float, float]], dict[int, tuple[list[int], dict[str, str]]]]:
    """Return the streets of ``osm_worlds`` with odd places, points and tags: nodes and ways."""
    nodes = dict(NODES)
    ways = {ref: (list(refs), dict(tags)) for ref, (refs, tags) in WAYS.items()}
    for _ in range(rng.choice(STEPS)):
        refs, tags = ways[rng.choice(list(ways))]
        how = rng.randrange(5)
        if how == 0:
            nodes[rng.choice(list(nodes))] = (rng.uniform(-180, 180), rng.uniform(-90, 90))
        elif how == 1:
            nodes.pop(rng.choice(list(nodes)), None)
        elif how == 2:
            refs[:] = [rng.choice([*NODES, 99, -1]) for _ in range(rng.randint(0, 4))]
        else:
            key = rng.choice((*tags, "maxspeed", "oneway", "access", "foot", "layer"))
            tags[key] = rng.choice((*ODD_TAGS, *tags.values()))
    return nodes, ways
