import re

from api.app import create_app
from api.reference import page
from stylist.settings import Settings


def test_the_reference_tells_every_route_and_asks_no_other_host() -> None:
    app = create_app(Settings())
    told = page(app.openapi())
    for path in app.openapi()["paths"]:
        assert f"<code>{path}</code>" in told
    assert not re.search(r"<script|(?:src|href)=[\"']?(?:https?:)?//", told)
    linked = set(re.findall(r'href="#([^"]+)"', told))
    assert linked
    assert linked <= set(re.findall(r'id="([^"]+)"', told))


async def test_the_reference_is_served_where_the_start_says(person) -> None:
    answer = await person.client.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (await person.client.get("/redoc")).status_code == 404


def test_what_a_description_says_is_text() -> None:
    shape = {"description": "<b>`x`</b>", "type": "object"}
    document = {"info": {"title": "T"}, "paths": {}, "components": {"schemas": {"A": shape}}}
    assert "&lt;b&gt;<code>x</code>&lt;/b&gt;" in page(document)
