"""One client for every publisher: patient with a busy server, and clear about one that does not answer.

``requests`` (a dependency of OSMnx) and urllib3 do the work: they wait as ``Retry-After`` says and ask again.
``$ESTATE_MODEL_MIRROR`` puts another server in front: ``https://a.org/b`` is asked as ``MIRROR/a.org/b``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from estate_model.errors import AreaError, shown

MIRROR = "ESTATE_MODEL_MIRROR"
AGENT = "estate-model (travel times to police counters; public data, at most two requests at once)"
BUSY = (429, 502, 503, 504)
TRIES, MOST_WAIT_SECONDS, PAUSE_SECONDS = 4, 120.0, 1.0
TIMEOUT_SECONDS = (20, 120)
GOOD = (200, 206)


class UnreachableError(AreaError):
    """A publisher's server cannot be reached at all: no network, or the server is away."""


class _Patience(Retry):
    """Waits as ``Retry-After`` says, but never for hours."""

    def get_retry_after(self, response: Any) -> float | None:  # noqa: ANN401 - urllib3's own type
        """Return the seconds to wait."""
        seconds = super().get_retry_after(response)
        return None if seconds is None else min(seconds, MOST_WAIT_SECONDS)


def client() -> requests.Session:
    """Return a client that asks a busy server again."""
    session = requests.Session()
    patience = _Patience(
        total=TRIES,
        connect=1,
        read=1,
        backoff_factor=PAUSE_SECONDS,
        status_forcelist=BUSY,
        raise_on_status=False,
    )
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=patience))
    session.headers["User-Agent"] = AGENT
    return session


def address(url: str) -> str:
    """Return where a publisher's address is asked for: there, or at the mirror."""
    mirror = os.environ.get(MIRROR, "").rstrip("/")
    return f"{mirror}/{url.partition('://')[2]}" if mirror else url


def answer(
    session: requests.Session,
    url: str,
    name: str,
    *,
    headers: Mapping[str, str] | None = None,
    good: tuple[int, ...] = GOOD,
) -> requests.Response:
    """Return a server's answer, its body not yet read; ``name`` is the source in errors.

    Raise UnreachableError when the server cannot be reached. Raise AreaError when it stays busy, or answers
    with anything but what is good.
    """
    try:
        response = session.get(address(url), headers=headers, stream=True, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        raise UnreachableError(f"{name}: {url} cannot be reached ({type(error).__name__})") from None
    if response.status_code not in good:
        response.close()
        busy = f" {TRIES + 1} times; try again later" if response.status_code in BUSY else ""
        raise AreaError(f"{name}: {url} answered {response.status_code} {response.reason}{busy}")
    return response


def json_of(session: requests.Session, url: str, name: str) -> Any:  # noqa: ANN401 - what a server holds
    """Return an answer in JSON.

    Raise AreaError as ``answer``; or when it is cut, is no JSON, or is ArcGIS's error (which comes with
    status 200).
    """
    try:
        with answer(session, url, name) as response:
            content = response.json()
    except requests.exceptions.JSONDecodeError:
        raise AreaError(f"{name}: {url} answered with {_kind(response)}, not JSON") from None
    except requests.RequestException as error:
        raise AreaError(f"{name}: {url} was cut off half-way ({type(error).__name__})") from None
    if isinstance(content, dict) and "error" in content:
        raise AreaError(f"{name}: {url} answered with an error: {shown(content['error'])}")
    return content


def _kind(response: requests.Response) -> str:
    return "a web page" if "html" in response.headers.get("Content-Type", "") else "another thing"
