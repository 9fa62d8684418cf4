# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's Chromium, installed where it is missing (make browser) and driven by its own WebDriver.

WebDriver is JSON over HTTP, so a hundred lines stand for a library and all that it brings.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import typing as t
import urllib.error
import urllib.request
from pathlib import Path

BROWSER, DRIVER = "chromium", "chromedriver"
PACKAGES = ("chromium", "chromium-driver")
MISSING = f"Chromium is not installed: make browser installs it (Debian: apt-get install {' '.join(PACKAGES)})"
QUIET = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
# the element's key in WebDriver's JSON, as its standard has it
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class BrowserError(Exception):
    """The browser is missing, or refuses what it was asked."""


class Browser:
    """One window of a browser with a profile of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def open(self, path: Path) -> None:
        """Load a file from disk, as a reader does."""
        self.ask("POST", "/url", {"url": path.resolve().as_uri()})

    def run(self, script: str, *arguments: t.Any) -> t.Any:
        """What a script returns."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command: str, **parameters: t.Any) -> t.Any:
        """A command of the DevTools protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def console(self) -> list[str]:
        """What the console has shown since it was last asked."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def press(self, *keys: str) -> None:
        """Keys, one after the other, to whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def click(self, selector: str) -> None:
        """The first element that a CSS selector finds, which must be visible."""
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        self.ask("POST", f"/element/{found[ELEMENT]}/click", {})

    def picture(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self.ask("GET", "/screenshot"))

    def ask(self, method: str, path: str, body: t.Any = None) -> t.Any:
        """One request to the driver."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  the driver's own address
            self._url + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with self._opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise BrowserError(f"{method} {path}: {error.read().decode(errors='replace')[:600]}") from error


@contextlib.contextmanager
def browser(width: int = 1280, height: int = 900) -> t.Iterator[Browser]:
    """A browser that ends with the block."""
    binary, driver = shutil.which(BROWSER), shutil.which(DRIVER)
    if not binary or not driver:
        raise BrowserError(MISSING)
    with (
        tempfile.TemporaryDirectory(prefix="kcna-labs-browser-", ignore_cleanup_errors=True) as profile,
        subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process,
    ):
        try:
            base = f"http://127.0.0.1:{_port(process)}/session"
            # as root there is no sandbox to be had
            flags = [*QUIET, f"--user-data-dir={profile}", f"--window-size={width},{height}"]
            options = {"binary": binary, "args": [*flags, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}
            wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
            session = Browser(base).ask("POST", "", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
            found = Browser(f"{base}/{session}")
            try:
                yield found
            finally:
                found.ask("DELETE", "")
        finally:
            process.terminate()


def _port(process: subprocess.Popen[str]) -> int:
    """The port that the driver has chosen."""
    for line in process.stdout or ():
        found = re.search(r"started successfully on port (\d+)", line)
        if found:
            return int(found[1])
    raise BrowserError(f"{DRIVER} ended before it said its port")


def main() -> int:
    """Install what is missing."""
    if shutil.which(BROWSER) and shutil.which(DRIVER):
        return 0
    if not shutil.which("apt-get"):
        print(f"{MISSING}; there is no apt-get here", file=sys.stderr)
        return 1
    root = [] if os.geteuid() == 0 else ["sudo"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    print(f"==> installing {' '.join(PACKAGES)}")
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *PACKAGES]):
        code = subprocess.run(
            [*root, *environment, "apt-get", *words], check=False, stdout=subprocess.DEVNULL
        ).returncode
        if code != 0:
            print(f"{MISSING}; apt-get {words[0]} failed", file=sys.stderr)
            return 1
    return 0 if shutil.which(BROWSER) and shutil.which(DRIVER) else 1


if __name__ == "__main__":
    sys.exit(main())
