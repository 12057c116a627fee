"""doctor: what the program runs on, what it keeps, what is installed beside it, and which data it finds."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from estate_model.commands.answer import put
from estate_model.commands.progress import tell
from estate_model.errors import EstateModelError
from estate_model.inputs.store.find import VARIABLE, area_ids, data_root

PROGRAM = "estate-model"
NOT_FOR_USERS = ("test", "bench", "calibrate", "docs")
FONT = "font_source_sans_pro"
MEGABYTE = 1_000_000
REQUIREMENT = re.compile(r"^([\w.-]+)\s*(?:>=([\d.]+))?")
EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


@dataclass(frozen=True, kw_only=True)
class Library:
    """A library that is needed always or, with ``extra``, for one thing; ``have`` is empty where it lacks."""

    name: str
    least: str
    have: str
    extra: str

    @property
    def is_good(self) -> bool:
        """Whether it is there, and new enough."""
        return bool(self.have) and _numbers(self.have) >= _numbers(self.least)


def doctor(data: Path | None) -> None:
    """Print the state of things; raise EstateModelError where a needed library or the data folder lacks."""
    libraries = list(_libraries())
    tell(f"{PROGRAM} {version(PROGRAM)}, Python {platform.python_version()}, {platform.system()}")
    tell(f"Needed: {', '.join(_shown(one) for one in libraries if not one.extra)}")
    for extra in sorted({one.extra for one in libraries if one.extra}):
        tell(f"Extra {extra}: {_extra_line(extra, [one for one in libraries if one.extra == extra])}")
    fonts = "Source Sans Pro" if find_spec(FONT) else "not there; the extra pdf brings them"
    tell(f"Fonts for PDF and DOCX: {fonts}")
    put(
        program=version(PROGRAM), python=platform.python_version(), system=platform.system(),
        libraries=[{**asdict(one), "good": one.is_good} for one in libraries], fonts=bool(find_spec(FONT)),
    )  # fmt: skip
    bad = [one for one in libraries if not one.extra and not one.is_good]
    if bad:
        names = " ".join(f"'{one.name}>={one.least}'" for one in bad)
        raise EstateModelError(f"needed and not there, or too old: install with pip install {names}")
    _tell_cache()
    root = data_root(data)
    tell(f"Data ({VARIABLE}): {root}: {', '.join(_areas(root)) or 'no area'}")
    put(data={"folder": str(root), "areas": area_ids(root)})


def _tell_cache() -> None:
    """Say where things are kept between runs, and how much there is."""
    from estate_model.inputs.store import kept  # noqa: PLC0415 - imports numpy, which may lack

    folder = kept.cache_folder()
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    tell(f"Cache ({kept.VARIABLE}): {folder}, {len(sizes)} files, {sum(sizes) / MEGABYTE:,.0f} MB")
    put(cache={"folder": str(folder), "files": len(sizes), "bytes": sum(sizes)})


def _libraries() -> Iterator[Library]:
    """Yield every library that the installed program names, needed ones first."""
    for line in requires(PROGRAM) or ():
        found, extra = REQUIREMENT.match(line), EXTRA.search(line)
        if found is None or (extra is not None and extra[1] in NOT_FOR_USERS):
            continue
        yield Library(
            name=found[1], least=found[2] or "0", have=_have(found[1]), extra=extra[1] if extra else ""
        )


def _have(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _shown(one: Library) -> str:
    if not one.have:
        return f"{one.name} MISSING"
    return f"{one.name} {one.have}" + ("" if one.is_good else f" TOO OLD (needs {one.least})")


def _extra_line(extra: str, needed: list[Library]) -> str:
    """Say what of an extra is there, or how to install it."""
    if all(one.is_good for one in needed):
        return ", ".join(_shown(one) for one in needed)
    lacking = ", ".join(_shown(one) for one in needed if not one.is_good)
    return f"{lacking}: pip install '{PROGRAM}[{extra}]'"


def _areas(root: Path) -> Iterator[str]:
    """Yield each area with what was built for it."""
    for area in area_ids(root):
        built = [what for what in ("streets", "timetable") if any((root / area / what).glob("*.toml"))]
        yield f"{area} ({' and '.join(built)} built)" if built else area
