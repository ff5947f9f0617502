import os
import sys
from pathlib import Path

import pytest

from cli import browser
from cli.browser import ensure_browser, find_browser

APT = """#!/bin/sh
echo "apt-get $* ($DEBIAN_FRONTEND)" >> "{log}"
{then}
"""
FINDS = """case "$1" in
install) printf '#!/bin/sh' > "{bin}/chromium"; /bin/chmod 755 "{bin}/chromium";;
esac"""
UPDATE = "apt-get update -qq (noninteractive)"
INSTALL = "apt-get install -y -qq --no-install-recommends chromium (noninteractive)"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it, no application, and no browser of Playwright's own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setattr(browser, "_APPS", ())
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def add(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def test_a_browser_on_the_path_is_found(bare: Path) -> None:
    chrome = add(bare, "google-chrome", "#!/bin/sh\n")
    assert find_browser() == chrome


def test_as_root_apt_installs_chromium_without_asking(bare: Path) -> None:
    log = bare / "log"
    add(bare, "apt-get", APT.format(log=log, then=FINDS.format(bin=bare)))
    assert ensure_browser() == bare / "chromium"
    assert log.read_text().splitlines() == [UPDATE, INSTALL]


def test_a_way_that_fails_gives_way_to_the_next(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = bare / "log"
    add(bare, "apt-get", APT.format(log=log, then="exit 100"))
    playwright = add(bare, "python", f'#!/bin/sh\necho "python $*" >> "{log}"\nexit 1\n')
    monkeypatch.setattr(sys, "executable", str(playwright))
    assert ensure_browser() is None
    assert log.read_text().splitlines() == [
        UPDATE,
        INSTALL,
        "python -m playwright install chromium",
    ]


def test_without_root_apt_is_not_tried(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = bare / "log"
    add(bare, "apt-get", APT.format(log=log, then=FINDS.format(bin=bare)))
    monkeypatch.setattr(sys, "executable", str(add(bare, "python", "#!/bin/sh\nexit 1\n")))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert ensure_browser() is None
    assert not log.exists()
