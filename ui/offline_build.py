"""Chainlit's page without anything from another host.

The page that Chainlit ships asks Google for a font and jsDelivr for a stylesheet, and its video
players ask their vendors for scripts. The copy made here has neither, and carries a content
security policy, so that the browser itself refuses whatever a reply might ask for.
"""

import re
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from stylist.errors import BackendUnavailable

POLICY: Final = (
    "default-src 'self'; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
"""`unsafe-eval` because Chainlit compiles our own card elements in the browser; `blob:` among the
scripts because it makes the microphone's worklet of its own text."""
_VENDOR_PLAYERS: Final = (
    "DailyMotion", "Facebook", "FilePlayer", "Kaltura", "Mixcloud", "Mux", "SoundCloud",
    "Streamable", "Twitch", "Vidyard", "Vimeo", "Wistia", "YouTube",
)  # fmt: skip
_LINK: Final = re.compile(r"\s*<link\b[^>]*?href=\"https?://[^>]*>", re.DOTALL)
_LOADED: Final = re.compile(
    r"""(?:src|href)\s*=\s*["'](https?://[^"']+)|url\(\s*["']?(https?://[^)"']+)|@import\s+["'](https?://[^"']+)"""
)


def packaged_page() -> Path:
    """The folder of the page inside the installed Chainlit, found without importing it.

    Raises:
        BackendUnavailable: Chainlit is not installed.
    """
    spec = find_spec("chainlit")
    if spec is None or not spec.submodule_search_locations:
        raise BackendUnavailable("Chainlit is not installed.")
    return Path(spec.submodule_search_locations[0]) / "frontend" / "dist"


def build(target: Path, *, source: Path | None = None) -> Path:
    """Make `target` the offline copy of the page; a finished copy of this release is kept.

    Raises:
        BackendUnavailable: the page still asks another host for something.
    """
    stamp = target / "made-from"
    made_from = f"chainlit {version('chainlit')}; {POLICY}"
    if stamp.is_file() and stamp.read_text("utf-8") == made_from:
        return target
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source or packaged_page(), target, ignore=_unwanted)
    index = target / "index.html"
    index.write_text(offline_html(index.read_text("utf-8")), "utf-8")
    if left := external_urls(target):
        raise BackendUnavailable(f"Chainlit's page asks other hosts: {', '.join(sorted(left))}")
    stamp.write_text(made_from, "utf-8")
    return target


def _unwanted(folder: str, names: list[str]) -> set[str]:
    players = tuple(f"{player}-" for player in _VENDOR_PLAYERS)
    return {name for name in names if name.endswith(".map") or name.startswith(players)}


def offline_html(page: str) -> str:
    """The page without links to other hosts, with our content security policy."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
    return _LINK.sub("", page).replace("<head>", f"<head>\n    {policy}", 1)


def external_urls(folder: Path) -> set[str]:
    """Every address on another host that the page or its stylesheets load."""
    files = [path for kind in ("*.html", "*.css") for path in folder.rglob(kind)]
    found = (_LOADED.findall(path.read_text("utf-8")) for path in files)
    return {url for groups in found for group in groups for url in group if url}
