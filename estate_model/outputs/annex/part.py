"""A part of the area that a local annex is for: a borough, or wards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from estate_model.analysis.counters import CounterChange
from estate_model.errors import AreaError, did_you_mean
from estate_model.nouns.area import Area

STYLES = re.compile(
    r"^(the )?((london|royal) borough of|(city|borough|district|county) of(?= westminster$)) "
    r"|( (metropolitan|county|city|district|borough))* council$",
    re.IGNORECASE,
)
LONGEST_NAME = 60
EVERY = "all"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A borough, or wards of any boroughs (then the code is empty); ``slug`` is for file names."""

    name: str
    slug: str
    borough_code: str
    ward_codes: tuple[str, ...]

    def holds(self, area: Area, change: CounterChange) -> bool:
        """Whether a counter stands in it."""
        if self.borough_code:
            return area.borough_code_of(change.site) == self.borough_code
        return area.ward_code_of(change.site) in self.ward_codes


def parts_of(area: Area, named: Iterable[str]) -> tuple[Part, ...]:
    """Return the parts that a user names, each once; ``all`` is every borough.

    Raise AreaError as ``part_of``.
    """
    found: dict[tuple[str, tuple[str, ...]], Part] = {}
    for words in named:
        every = words.strip().casefold() == EVERY
        for name in sorted(map(str, area.names_of("borough").index)) if every else [words]:
            part = part_of(area, name)
            found.setdefault((part.borough_code, part.ward_codes), part)
    slugs = Counter(part.slug for part in found.values())
    numbers: Counter[str] = Counter()
    told_apart = []
    for part in found.values():
        numbers[part.slug] += 1
        alike = slugs[part.slug] > 1
        told_apart.append(replace(part, slug=f"{part.slug}-{numbers[part.slug]}") if alike else part)
    return tuple(told_apart)


def part_of(area: Area, words: str) -> Part:
    """Return the borough, or the wards between commas, that a user means by name or code.

    A ward's name that several boroughs have is told apart as ``Abbey (Merton)``.

    Raise AreaError when a name is not known, or several wards have it; the nearest names are said.
    """
    wards = area.zones.drop_duplicates("ward_code").sort_values("ward_code", kind="stable")
    boroughs = wards.drop_duplicates("borough_code")
    wanted = _key(words)
    for code, name in zip(boroughs["borough_code"], boroughs["borough_name"], strict=True):
        if wanted in {_key(str(name)), _key(str(code))}:
            inside = tuple(str(one) for one in wards["ward_code"][wards["borough_code"] == code])
            return Part(name=str(name), slug=_slug(str(name)), borough_code=str(code), ward_codes=inside)
    names = [name.strip() for name in words.split(",") if name.strip()]
    if not names:
        raise AreaError(
            f"--for: name a {area.labels['borough']}, {EVERY}, or {area.labels['wards']} between commas"
        )
    codes = tuple(dict.fromkeys(_ward(name, wards, area.labels) for name in names))
    shown = [_shown(code, wards) for code in codes]
    return Part(name=", ".join(shown), slug=_slug("-".join(shown)), borough_code="", ward_codes=codes)


def _shown(code: str, wards: pd.DataFrame) -> str:
    """Return a ward's name, with its borough where another ward, or a borough, is called the same."""
    ward = wards.set_index("ward_code").loc[code]
    name = str(ward["ward_name"])
    alone = (wards["ward_name"] == name).sum() == 1 and name not in set(wards["borough_name"])
    return name if alone else f"{name} ({ward['borough_name']})"


def _ward(word: str, wards: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the code of the one ward that a word means."""
    full = [
        f"{name} ({borough})" for name, borough in zip(wards["ward_name"], wards["borough_name"], strict=True)
    ]
    codes = [str(code) for code in wards["ward_code"]]
    wanted = _key(word)
    found = [
        place
        for place, (code, name, long) in enumerate(zip(codes, wards["ward_name"], full, strict=True))
        if wanted in {_key(code), _key(str(name)), _key(long)}
    ]
    if len(found) == 1:
        return codes[found[0]]
    if found:
        raise AreaError(
            f"--for: several {labels['wards']} are called '{word}': "
            f"{', '.join(full[place] for place in found)}"
        )
    if wanted in {_key(str(name)) for name in wards["borough_name"]}:
        raise AreaError(
            f"--for: '{word}' is a {labels['borough']}; between commas stand {labels['wards']}: "
            f"give each {labels['borough']} its own --for"
        )
    known = {*wards["ward_name"], *wards["borough_name"]}
    levels = f"{labels['borough']} or {labels['ward']}"
    raise AreaError(f"--for: no {levels} is called '{word}'{did_you_mean(word, map(str, known))}")


def _key(words: str) -> str:
    """Return a name without the style before it or its council's after it, in small letters.

    >>> _key("London Borough of Merton"), _key("City of London"), _key("City of Westminster")
    ('merton', 'city of london', 'westminster')
    >>> _key("Merton Council"), _key("Wigan Metropolitan Borough Council")
    ('merton', 'wigan')
    """
    return STYLES.sub("", " ".join(words.split())).casefold()


def _slug(words: str) -> str:
    """Return a name as a part of a file's name.

    >>> _slug("Richmond upon Thames"), _slug("???")
    ('richmond-upon-thames', 'part')
    """
    slug = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
    return slug[:LONGEST_NAME].strip("-") or "part"
