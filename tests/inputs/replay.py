"""A server on this machine that answers as publishers do: parts of files, tags, pages, and everything amiss."""

import http.server
import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers a path out of ``server.files`` (bytes, or a function of the query) and does what is ``amiss``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server, parts = self.server, urlsplit(self.path)
        server.asked.append((self.path, self.headers.get("Range")))
        with server.counting:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        time.sleep(server.slow)
        try:
            self._answer(parts)
        finally:
            with server.counting:
                server.at_once -= 1

    def _answer(self, parts):
        server = self.server
        amiss = server.amiss.get(parts.path, [])
        fault = amiss.pop(0) if amiss else {}
        content = server.files.get(parts.path)
        if "status" in fault:
            self._send(fault["status"], b"busy", {"Retry-After": "0"})
        elif content is None:
            self._send(404, b"nothing here", {})
        elif callable(content):
            self._send(
                200, json.dumps(content(parse_qs(parts.query))).encode(), {"Content-Type": "application/json"}
            )
        else:
            self._file(content, fault)

    def _file(self, content, fault):
        etag = fault.get("etag", f'"{len(content)}-{sum(content) % 9973}"')
        headers = {"ETag": etag, "Content-Type": fault.get("type", "application/octet-stream")}
        start, end = 0, len(content)
        asked = self.headers.get("Range")
        same = self.headers.get("If-Range", etag) == etag
        status = 200
        if asked and same and not self.server.no_ranges:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(content) - 1), len(content) - 1) + 1
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
            status = 206
        self._send(status, content[start:end], headers, **fault)

    def _send(self, status, body, headers, *, cut=None, told=None, **_):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(told or len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, *_):
        """Say nothing."""


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.files, server.amiss, server.asked = {}, {}, []
    server.counting, server.at_once, server.most_at_once = threading.Lock(), 0, 0
    server.slow, server.no_ranges = 0.0, False
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def asked_instead(server, patch):
    """Have the server asked in every publisher's place, without pauses."""
    patch.setenv("ESTATE_MODEL_MIRROR", f"http://127.0.0.1:{server.server_port}")
    patch.setattr("estate_model.inputs.fetch.web.PAUSE_SECONDS", 0.0)
    patch.setattr("estate_model.inputs.fetch.pages.SECONDS_BETWEEN", 0.0)


@pytest.fixture
def publishers(monkeypatch):
    """The server, asked in every publisher's place."""
    server = serve()
    asked_instead(server, monkeypatch)
    yield server
    server.shutdown()
    server.server_close()


def layer(rows, *, page=2, key="OBJECTID", count=None):
    """An ArcGIS layer's two answers: what it is, and its rows by the page (``features`` as they stand)."""

    def query(asked):
        if "returnCountOnly" in asked:
            return {"count": len(rows) if count is None else count}
        offset, most = int(asked["resultOffset"][0]), int(asked["resultRecordCount"][0])
        return {"features": rows[offset : offset + most], "exceededTransferLimit": False}

    return (lambda _: {"objectIdField": key, "maxRecordCount": page}), query
