"""Access tokens (short-lived JWT) and opaque secrets that are kept by their hash."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

import jwt
from pydantic import SecretStr

from stylist.errors import Unauthenticated

ALGORITHM = "HS256"
ISSUER = "stylist"


def _key(secret: SecretStr) -> bytes:
    return hashlib.sha256(b"access-tokens:" + secret.get_secret_value().encode()).digest()


def sign_access(owner_id: UUID, *, secret: SecretStr, now: datetime, ttl_s: int) -> str:
    """Sign an access token of one user."""
    claims = {
        "iss": ISSUER,
        "sub": str(owner_id),
        "iat": now,
        "exp": now + timedelta(seconds=ttl_s),
        "jti": secrets.token_hex(8),
    }
    return jwt.encode(claims, _key(secret), algorithm=ALGORITHM)


def looks_like_token(given: str) -> bool:
    """Whether this may be a token of ours, good or not: a JWT in its compact form (RFC 7515)."""
    return given.count(".") == 2


def read_access(token: str, *, secret: SecretStr) -> UUID:
    """Whose access token this is.

    Raises:
        Unauthenticated: forged, expired, or no token at all.
    """
    try:
        claims = jwt.decode(
            token,
            _key(secret),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": ["exp", "sub", "iss"]},
        )
        return UUID(claims["sub"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise Unauthenticated("This access token is not valid any more.") from error


def digest(secret: str) -> str:
    """The hash that an opaque secret is kept by; with 256 random bits it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
