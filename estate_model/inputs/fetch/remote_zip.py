"""A file on a server read in pieces, so that a few members of a large zip can be had without the rest.

remotezip (PyPI) does the same on a client of its own; here the one client, its patience and its errors serve.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from estate_model.errors import AreaError
from estate_model.inputs.fetch.web import answer

BUFFER_BYTES = 1 << 20


class _Remote(io.RawIOBase):
    """A file on a server, seekable; every piece must be of the file that the first one was of."""

    def __init__(self, session: requests.Session, url: str, name: str) -> None:
        """Ask for the first byte, and so for the size."""
        self.session, self.url, self.name, self.at = session, url, name, 0
        self.etag = ""
        with self._piece(0, 0) as response:
            self.etag = response.headers.get("ETag", "")
            told = response.headers.get("Content-Range", "").rpartition("/")[2]
        if not told.isdigit():
            raise AreaError(f"{name}: {url} does not say how large it is")
        self.size = int(told)

    def _piece(self, first: int, last: int) -> requests.Response:
        response = answer(
            self.session, self.url, self.name, headers={"Range": f"bytes={first}-{last}"}, good=(200, 206)
        )
        if response.status_code != requests.codes.partial:
            response.close()
            raise AreaError(f"{self.name}: {self.url} gives no parts of a file (HTTP Range), only all of it")
        if self.etag and response.headers.get("ETag", "") != self.etag:
            response.close()
            raise AreaError(f"{self.name}: {self.url} was changed while it was read; try again")
        return response

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        last = min(self.at + len(buffer), self.size) - 1
        if last < self.at:
            return 0
        try:
            with self._piece(self.at, last) as response:
                content = response.content
        except requests.RequestException as error:
            raise AreaError(f"{self.name}: {self.url} was cut off ({type(error).__name__})") from None
        if len(content) != last - self.at + 1:
            raise AreaError(f"{self.name}: {self.url}: {len(content):,} bytes came of a part that has more")
        buffer[: len(content)] = content
        self.at += len(content)
        return len(content)


@contextmanager
def remote_zip(session: requests.Session, url: str, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip on a server; members are fetched when they are read, and checked by their CRC.

    Raise AreaError when the server cannot be reached or gives no parts, or what it gives is no zip or is
    damaged.
    """
    stream = io.BufferedReader(_Remote(session, url, name), BUFFER_BYTES)
    try:
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise AreaError(f"{name}: {url}: is no zip, or is damaged: {error}") from None
