"""Take the README's picture: `python tests/ui/take_screenshot.py [--page URL] [--out FILE]`.

With `--page` from a running stack; without, from the page before the tests' own small API.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from chat_page import chat_page
from fake_api import FakeApi, serving
from page_driver import CARD, browser, window
from PIL import Image

OUT = Path(__file__).parents[2] / "docs" / "images" / "stylist.png"
QUESTION = "Smart casual for a rainy 12 °C day, no black, not the boots"
TO_TOP = f"""() => {{
  let box = document.querySelector('{CARD}');
  while (box && box.scrollHeight <= box.clientHeight + 4) box = box.parentElement;
  if (box) box.scrollTop = 0;
}}"""


def take(page_url: str, out: Path) -> None:
    """Ask once on the page and keep what stands on it."""
    with browser() as running, window(running) as driver:
        driver.page.set_viewport_size({"width": 1120, "height": 1060})
        driver.open(page_url)
        driver.write(QUESTION)
        driver.wait_cards(3)
        driver.loaded_widths()
        driver.page.wait_for_timeout(4000)
        driver.page.evaluate(TO_TOP)
        driver.page.wait_for_timeout(600)
        out.parent.mkdir(parents=True, exist_ok=True)
        driver.page.screenshot(path=out)
    Image.open(out).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", help="address of a running chat page")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    if asked.page:
        take(asked.page, asked.out)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(FakeApi(drawn=True)) as api_url,
        chat_page(Path(folder), api_url) as page_url,
    ):
        take(page_url, asked.out)


if __name__ == "__main__":
    main()
