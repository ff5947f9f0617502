"""The folder Chainlit runs in: our settings, theme, cards and the offline page."""

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from ui import offline_build

_WORDS: Final = {
    "watermark": "Stylist dresses you from your own wardrobe. Everything stays on this machine.",
    "placeholder": "Ask for an outfit, or drop photos of your clothes here…",
    "sign_in": "Sign in to Stylist",
    "refused": "That did not sign you in. No account yet? Run: stylist account create EMAIL",
}


def prepare(root: Path) -> Path:
    """Make `root` ready for Chainlit and return it; what a user's session left there is kept."""
    root.mkdir(parents=True, exist_ok=True)
    with as_file(files("ui").joinpath("static")) as static:
        shutil.copytree(static / "public", root / "public", dirs_exist_ok=True)
        (root / ".chainlit").mkdir(exist_ok=True)
        shutil.copy(static / "config.toml", root / ".chainlit" / "config.toml")
        shutil.copy(static / "chainlit.md", root / "chainlit.md")
    _write_words(root / ".chainlit" / "translations")
    offline_build.build(root / "public" / "build")
    return root


def _write_words(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    packaged = offline_build.packaged_page().parents[1] / "translations" / "en-US.json"
    words: dict[str, Any] = json.loads(packaged.read_text("utf-8"))
    words["chat"]["watermark"] = _WORDS["watermark"]
    words["chat"]["input"]["placeholder"] = _WORDS["placeholder"]
    words["chat"]["speech"]["start"] = "Speak"
    words["chat"]["speech"]["stop"] = "Done speaking"
    words["chat"]["messages"]["status"] = {"using": "", "used": ""}
    words["navigation"]["header"]["readme"] = "Help"
    words["auth"]["login"]["title"] = _WORDS["sign_in"]
    words["auth"]["login"]["errors"]["default"] = _WORDS["refused"]
    (folder / "en-US.json").write_text(json.dumps(words, indent=2), "utf-8")
