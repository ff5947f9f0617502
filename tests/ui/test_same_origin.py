import pytest

from ui.same_origin import is_ours


def scope(host: str, origin: str | None = None, server: str = "127.0.0.1") -> dict:
    headers = [(b"host", host.encode())]
    if origin:
        headers.append((b"origin", origin.encode()))
    return {"type": "websocket", "headers": headers, "server": (server, 8080)}


@pytest.mark.parametrize(
    "ours",
    [
        scope("127.0.0.1:8080"),
        scope("localhost:8080", "http://localhost:8080"),
        scope("[::1]:8080", "http://[::1]:8080", "::1"),
    ],
)
def test_our_own_page_is_let_in(ours):
    assert is_ours(ours)


@pytest.mark.parametrize(
    "foreign",
    [
        scope("127.0.0.1:8080", "https://evil.example"),
        scope("127.0.0.1:8080", "null"),
        scope("evil.example:8080", "http://evil.example:8080"),
        scope("evil.example:8080"),
        scope("stylist.example", "https://stylist.example", "10.0.0.5"),
        scope("[::1", "http://[::1"),
    ],
)
def test_another_site_and_a_name_pointed_at_this_machine_are_kept_out(foreign):
    assert not is_ours(foreign)


def test_a_page_with_a_name_of_its_own_is_let_in_under_it():
    names = frozenset({"stylist.example"})
    assert is_ours(scope("stylist.example", "https://stylist.example", "10.0.0.5"), names)
    assert not is_ours(scope("stylist.example", "https://evil.example", "10.0.0.5"), names)
