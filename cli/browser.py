"""Finds a browser for the page's tests, or installs one: `python -m cli.browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from stylist.settings import child_environment

_NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge",
)  # fmt: skip
_APPS: Final = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
NO_BROWSER: Final = (
    "No browser on this machine, and none could be installed: the tests of the chat page do not "
    "run. Install Chrome or Chromium to run them."
)
_APT_INSTALL: Final = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
_INSTALL_TIMEOUT_S: Final = 600.0
"""Chromium is some 100 MB with what it needs; a slow mirror takes minutes."""


def find_browser() -> Path | None:
    """A Chrome or Chromium on this machine: on the PATH, as an application, or Playwright's own."""
    found = (shutil.which(name) for name in _NAMES)
    for path in (*(Path(name) for name in found if name), *_APPS, _playwrights_own()):
        if path is not None and path.is_file():
            return path
    return None


def ensure_browser() -> Path | None:
    """A browser, installed with apt (as root) or by Playwright when there was none."""
    return find_browser() or _with_apt() or _with_playwright()


def _with_apt() -> Path | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    _say("No browser found; installing chromium with apt-get.")
    _runs("apt-get", "update", "-qq")
    return find_browser() if _runs(*_APT_INSTALL) else None


def _with_playwright() -> Path | None:
    _say("Asking Playwright for its own Chromium.")
    _runs(sys.executable, "-m", "playwright", "install", "chromium")
    return find_browser()


def _playwrights_own() -> Path | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _runs(*command: str) -> bool:
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=child_environment({"DEBIAN_FRONTEND": "noninteractive"}),
            timeout=_INSTALL_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"{command[0]}: {error}")
        return False
    return ended.returncode == 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> None:
    """Print where the browser is, or say plainly that there is none."""
    if path := ensure_browser():
        sys.stdout.write(f"{path}\n")
    else:
        _say(NO_BROWSER)


if __name__ == "__main__":
    main()
