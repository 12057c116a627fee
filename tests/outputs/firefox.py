"""Firefox, driven by its own protocol (Marionette: JSON over a socket), so that no driver is needed."""

import base64
import json
import shutil
import socket
import subprocess
import time

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
PREFERENCES = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
}
STARTS_WITHIN = 60


class Firefox:
    """One headless Firefox with a profile of its own, and no way to any network."""

    def __init__(self, folder):
        self.number, self.folder = 0, folder
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        ]
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        words = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = socket.create_connection(("127.0.0.1", self.port()), timeout=60)
        self.file = self.socket.makefile("rb")
        self.read()
        self.ask("WebDriver:NewSession", {})

    def port(self):
        place, started = self.folder / "MarionetteActivePort", time.monotonic()
        while not (place.exists() and place.read_text()):
            assert time.monotonic() - started < STARTS_WITHIN, "Firefox did not start"
            time.sleep(0.1)
        return int(place.read_text())

    def read(self):
        digits = b""
        while (sign := self.file.read(1)) != b":":
            digits += sign
        return json.loads(self.file.read(int(digits)))

    def ask(self, command, words):
        self.number += 1
        message = json.dumps([0, self.number, command, words])
        self.socket.sendall(f"{len(message)}:{message}".encode())
        _, _, error, result = self.read()
        assert error is None, error
        return result

    def open(self, path, width=1280, height=800):
        self.ask("WebDriver:SetWindowRect", {"width": width, "height": height + 90})
        self.ask("WebDriver:Navigate", {"url": path.as_uri()})
        self.until("document.documentElement.dataset.settled === 'true'")

    def run(self, script):
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def until(self, condition):
        started = time.monotonic()
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() - started < STARTS_WITHIN, condition
            time.sleep(0.05)

    def picture(self, path):
        raw = self.ask("WebDriver:TakeScreenshot", {"full": False})["value"]
        path.write_bytes(base64.b64decode(raw))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=30)
