"""Finds the Chromium or Chrome that the browser tests drive.

As a module, ``find()`` is the path of one. As a command, ``python tests/browser/chromium.py`` prints that
path, and with ``--install`` it first installs a browser where there is none: Playwright's own download, else
the system's package where this user may install one. It needs nothing but the standard library.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
)
PACKAGES = (
    (("apt-get", "install", "-y", "--no-install-recommends", "chromium"), ("apt-get", "update")),
    (("dnf", "install", "-y", "chromium"), None),
    (("zypper", "--non-interactive", "install", "chromium"), None),
    (("pacman", "-S", "--noconfirm", "chromium"), None),
    (("apk", "add", "chromium"), None),
)
"""How each system installs its package, with what has to run first."""

MISSING = (
    "No Chromium or Chrome was found for the browser tests: install one (Debian: apt-get install chromium), "
    "or set QUOTH_CHROMIUM to the path of one."
)


class NoBrowserError(Exception):
    """There is no browser to drive; the message says what to install."""


def find() -> str:
    """Path of a Chromium or Chrome that starts: QUOTH_CHROMIUM's, the machine's, or Playwright's own.

    Raises ``NoBrowserError``, whose message is one line for the person who runs the tests.
    """
    named = os.environ.get("QUOTH_CHROMIUM")
    if named:
        path = shutil.which(str(Path(named).expanduser()))
        if path and _starts(path):
            return path
        raise NoBrowserError(f"QUOTH_CHROMIUM names {named!r}, which is not a browser that starts.")
    for path in _candidates():
        if _starts(path):
            return path
    raise NoBrowserError(MISSING)


def install() -> str:
    """Path of a browser as ``find`` gives it, after installing one where there is none.

    Raises ``NoBrowserError`` where none can be had.
    """
    try:
        return find()
    except NoBrowserError:
        if os.environ.get("QUOTH_CHROMIUM"):
            raise
    print("No Chromium or Chrome here: installing one for the browser tests.", file=sys.stderr)
    for command in _installers():
        if not _run(command):
            continue
        try:
            return find()
        except NoBrowserError:
            continue
    raise NoBrowserError(MISSING)


def _candidates() -> Iterator[str]:
    for command in COMMANDS:
        path = shutil.which(command)
        if path:
            yield path
    for name in APPLICATIONS:
        application = Path(name).expanduser()
        if application.is_file():
            yield str(application)
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[str]:
    """Browsers that ``playwright install`` has put where Playwright keeps them, newest first."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if sys.platform == "darwin":
        usual = Path("~/Library/Caches/ms-playwright").expanduser()
    elif sys.platform == "win32":
        usual = Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "ms-playwright"
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "ms-playwright"
    root = Path(folder) if folder and folder != "0" else usual
    names = ("chrome", "chrome.exe", "Chromium", "Google Chrome for Testing")
    found = [path for path in root.glob("chromium-*/**/*") if path.name in names and path.is_file()]
    yield from (str(path) for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True))


def _starts(path: str) -> bool:
    """Whether the program runs at all: a package's stub that only says "install the snap" does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _installers() -> Iterator[tuple[str, ...]]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    playwright = (sys.executable, "-m", "playwright", "install", "chromium")
    # Chromium's libraries are system packages, which only root may add.
    if root:
        yield (*playwright, "--with-deps")
    yield playwright
    if root:
        for command, first in PACKAGES:
            if shutil.which(command[0]):
                if first:
                    _run(first)
                yield command


def _run(command: tuple[str, ...]) -> bool:
    try:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(command, stdout=sys.stderr, env=quiet, check=False).returncode == 0
    except OSError:
        return False


def main() -> int:
    """Print the browser's path; exit 1 with one line on stderr where there is none."""
    try:
        print(install() if "--install" in sys.argv[1:] else find())
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
