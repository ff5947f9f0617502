"""The page of an evaluation, in a real browser: it opens from a file and asks nobody anything."""

from pathlib import Path

import pytest
from page_driver import ChatDriver, browser, window
from typer.testing import CliRunner

from cli.app import build_app

pytestmark = pytest.mark.browser


def test_the_report_opens_from_a_file_with_its_plots(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        build_app(["eval"]), ["eval", "run", "harness", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    told: list[str] = []
    with browser() as running, window(running) as driver:
        assert isinstance(driver, ChatDriver)
        driver.page.on("console", lambda message: told.append(message.text))
        driver.page.on("pageerror", lambda error: told.append(str(error)))
        driver.page.goto((tmp_path / "report.html").as_uri())
        plots = driver.page.locator("svg")
        assert plots.count() >= 2
        sizes = [plots.nth(at).bounding_box() for at in range(plots.count())]
        assert all(size and size["width"] > 50 and size["height"] > 10 for size in sizes)
        assert "harness" in driver.page.inner_text("body")
        assert [url for url in driver.asked if not url.startswith("file:")] == []
    assert told == []
