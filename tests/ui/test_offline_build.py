from pathlib import Path

import pytest

from stylist.errors import BackendUnavailable
from ui import offline_build
from ui.site_root import prepare


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("site"))


def test_the_packaged_page_asks_other_hosts_and_ours_does_not(site):
    assert offline_build.external_urls(offline_build.packaged_page())
    assert offline_build.external_urls(site / "public") == set()


def test_the_page_carries_the_policy_and_still_loads_its_own_assets(site):
    page = (site / "public" / "build" / "index.html").read_text("utf-8")
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert 'src="/assets/index-' in page
    assert "<!-- TAG INJECTION PLACEHOLDER -->" in page


def test_links_to_other_hosts_go_whatever_their_shape():
    page = """<head><link rel="preconnect" href="https://fonts.example" />
    <link
      href="https://cdn.example/a.css"
      rel="stylesheet"
    /><link rel="stylesheet" href="/assets/ours.css"></head>"""
    kept = offline_build.offline_html(page)
    assert "example" not in kept
    assert "/assets/ours.css" in kept


def test_a_page_that_still_asks_another_host_is_refused(tmp_path):
    source = tmp_path / "dist"
    source.mkdir()
    (source / "index.html").write_text('<head></head><script src="https://cdn.example/a.js">')
    with pytest.raises(BackendUnavailable, match=r"cdn\.example"):
        offline_build.build(tmp_path / "build", source=source)


def test_vendor_players_and_source_maps_are_left_out(site):
    names = {path.name for path in (site / "public" / "build" / "assets").iterdir()}
    assert not [name for name in names if name.startswith("YouTube") or name.endswith(".map")]
    assert any(name.startswith("index-") for name in names)


def test_a_second_start_keeps_the_finished_copy(site):
    index = site / "public" / "build" / "index.html"
    before = index.stat().st_mtime_ns
    prepare(site)
    assert index.stat().st_mtime_ns == before
