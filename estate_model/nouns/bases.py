"""Where ward officers start their shifts, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass

from estate_model.nouns.estate import Site

KIND = "base"


@dataclass(frozen=True, kw_only=True)
class Base:
    """A base of ward officers, with the codes of the wards they serve (none where not known).

    ``site`` is where it stands, under an id that no counter has; ``None`` where that is not known.
    """

    base_id: str
    name: str
    ward_codes: tuple[str, ...]
    site: Site | None


def site_id_of(base_id: str) -> str:
    """Return the id of a base among sites.

    >>> site_id_of("woodford")
    'base:woodford'
    """
    return f"base:{base_id}"
