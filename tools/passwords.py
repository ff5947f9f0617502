"""Passwords: argon2id, with bcrypt hashes of an older system still accepted."""

import asyncio
from functools import cache

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""Argon2id with 64 MiB, 3 passes, 4 lanes (RFC 9106, section 4, second choice)."""
BCRYPT_MARKS = ("$2a$", "$2b$", "$2y$")
BCRYPT_BYTES = 72
"""Bcrypt reads no further; longer passwords were cut when they were hashed."""


async def hash_password(password: str) -> str:
    """Hash a password, off the event loop."""
    return await asyncio.to_thread(HASHER.hash, password)


async def verify_password(password: str, hashed: str | None) -> bool:
    """Whether the password is right; takes as long when there is no hash to compare with."""
    return await asyncio.to_thread(_verify, password, hashed or _nobody())


def needs_rehash(hashed: str) -> bool:
    """Whether a hash is of an older kind than we make now."""
    return hashed.startswith(BCRYPT_MARKS) or HASHER.check_needs_rehash(hashed)


def _verify(password: str, hashed: str) -> bool:
    if hashed.startswith(BCRYPT_MARKS):
        return bcrypt.checkpw(password.encode()[:BCRYPT_BYTES], hashed.encode())
    try:
        return HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password, and its verification is never believed")
