"""Short-lived signed URLs of blobs, so that an `<img>` needs no token and a key proves nothing."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from pydantic import SecretStr

from stylist.errors import Forbidden


class ImageUrls:
    """Signs `/v1/images/KEY?expires=…&signature=…` with HMAC-SHA256."""

    def __init__(self, secret: SecretStr, *, ttl_s: int, now: Callable[[], datetime]) -> None:
        self._key = hashlib.sha256(b"image-urls:" + secret.get_secret_value().encode()).digest()
        self._ttl_s = ttl_s
        self._now = now

    def sign(self, key: str | None) -> str | None:
        """Return the URL path of a blob; None for no blob."""
        if key is None:
            return None
        # Rounded, so that a page that is drawn again finds its pictures in the browser's cache.
        period = max(1, self._ttl_s // 2)
        expires = (int(self._now().timestamp()) // period + 2) * period
        return f"/v1/images/{key}?expires={expires}&signature={self._signature(key, expires)}"

    def check(self, key: str, *, expires: int, signature: str) -> None:
        """Accept a URL that we signed and that has not expired.

        Raises:
            Forbidden: forged or expired.

        """
        # As bytes: a text with anything but ASCII cannot be compared.
        genuine = hmac.compare_digest(self._signature(key, expires).encode(), signature.encode())
        if not genuine or expires < self._now().timestamp():
            raise Forbidden("This image link is not valid any more.")

    def _signature(self, key: str, expires: int) -> str:
        return hmac.new(self._key, f"{key}:{expires}".encode(), hashlib.sha256).hexdigest()[:32]
