from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from stylist.errors import Forbidden
from tools.image_urls import ImageUrls

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = "owner/ab/photo.jpg"


def urls(now: datetime = NOW, secret: str = "secret") -> ImageUrls:
    return ImageUrls(SecretStr(secret), ttl_s=600, now=lambda: now)


def parts(url: str) -> tuple[int, str]:
    query = parse_qs(urlsplit(url).query)
    return int(query["expires"][0]), query["signature"][0]


def test_a_signed_url_is_accepted_until_it_expires() -> None:
    expires, signature = parts(urls().sign(KEY))
    assert NOW.timestamp() + 300 <= expires <= NOW.timestamp() + 900
    urls().check(KEY, expires=expires, signature=signature)
    with pytest.raises(Forbidden):
        urls(NOW + timedelta(hours=1)).check(KEY, expires=expires, signature=signature)


def test_another_key_a_longer_life_or_another_secret_is_refused() -> None:
    expires, signature = parts(urls().sign(KEY))
    with pytest.raises(Forbidden):
        urls().check("owner/ab/other.jpg", expires=expires, signature=signature)
    with pytest.raises(Forbidden):
        urls().check(KEY, expires=expires + 1, signature=signature)
    with pytest.raises(Forbidden):
        urls(secret="another").check(KEY, expires=expires, signature=signature)


def test_a_page_drawn_again_soon_has_the_same_urls() -> None:
    assert urls().sign(KEY) == urls(NOW + timedelta(seconds=1)).sign(KEY)


def test_no_image_has_no_url() -> None:
    assert urls().sign(None) is None


def test_a_signature_of_any_text_is_refused() -> None:
    expires, _ = parts(urls().sign(KEY))
    for signature in ("é", "💥", "", "0" * 5000):
        with pytest.raises(Forbidden):
            urls().check(KEY, expires=expires, signature=signature)
