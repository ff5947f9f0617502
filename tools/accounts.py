"""Accounts: register, sign in, stay signed in, sign out, settings, keys for apps."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from db import users
from db.models import ApiKey, User
from db.session import autocommit
from stylist.errors import BadRequest, Conflict, Unauthenticated
from stylist.settings import Settings
from tools.deps import Deps, Services
from tools.email_address import normalise_email
from tools.passwords import hash_password, needs_rehash, verify_password
from tools.tokens import digest, read_access, sign_access

log = logging.getLogger("stylist.accounts")
KEY_PREFIX = "stk_"
SHOWN_CHARS = 12
"""How much of a key stays readable, so that a person can tell theirs apart."""
WRONG = "The email address or the password is wrong."
NOT_VALID = "This refresh token is not valid any more; sign in again."


@dataclass(frozen=True, slots=True)
class Tokens:
    """A short-lived access token and the refresh token that renews it once."""

    access_token: str
    refresh_token: str
    expires_in: int


def _secret(settings: Settings) -> SecretStr:
    assert settings.auth.secret is not None, "open_services fills it in"
    return settings.auth.secret


async def register(services: Services, *, email: str, password: str) -> tuple[User, Tokens]:
    """Make an account and sign it in.

    Raises:
        BadRequest: not an email address.
        Conflict: the address has an account.
    """
    address = normalise_email(email)
    hashed = await hash_password(password)
    async with services.sessions.begin() as session:
        user = await users.add_user(session, email=address, password_hash=hashed)
        if user is None:
            raise Conflict("This email address already has an account.")
        return user, await _issue(services, session, owner_id=user.id, family_id=uuid4())


async def login(services: Services, *, email: str, password: str) -> Tokens:
    """Sign in; an unknown address takes as long and answers the same as a wrong password.

    Raises:
        Unauthenticated: address or password is wrong.
    """
    try:
        address = normalise_email(email)
    except BadRequest:
        # Not an address: nobody has it, and the answer must not differ.
        address = ""
    async with services.sessions.begin() as session:
        user = await users.find_user(session, email=address)
    hashed = user.password_hash if user else None
    right = await verify_password(password, hashed)
    if user is None or hashed is None or not right:
        raise Unauthenticated(WRONG)
    newer = await hash_password(password) if needs_rehash(hashed) else None
    async with services.sessions.begin() as session:
        if newer is not None:
            await users.set_password_hash(session, owner_id=user.id, password_hash=newer)
        return await _issue(services, session, owner_id=user.id, family_id=uuid4())


async def _issue(
    services: Services, session: AsyncSession, *, owner_id: UUID, family_id: UUID
) -> Tokens:
    settings, now = services.settings, services.now()
    jti = str(uuid4())
    refresh_token = f"{jti}.{secrets.token_urlsafe(32)}"
    await users.add_refresh_token(
        session,
        owner_id=owner_id,
        jti=jti,
        family_id=family_id,
        token_hash=digest(refresh_token),
        expires_at=now + timedelta(seconds=settings.auth.refresh_ttl_s),
    )
    access_token = sign_access(
        owner_id, secret=_secret(settings), now=now, ttl_s=settings.auth.access_ttl_s
    )
    return Tokens(access_token, refresh_token, settings.auth.access_ttl_s)


async def refresh(services: Services, *, refresh_token: str) -> Tokens:
    """Trade a refresh token for a new pair; one that was traded before ends its whole family.

    Raises:
        Unauthenticated: unknown, expired, signed out or replayed.
    """
    async with services.sessions.begin() as session:
        tokens = await _rotate(services, session, refresh_token)
    # Raised after the commit: a replay must leave the family revoked.
    if tokens is None:
        raise Unauthenticated(NOT_VALID)
    return tokens


async def _rotate(services: Services, session: AsyncSession, token: str) -> Tokens | None:
    row = await users.lock_refresh_token(session, jti=token.partition(".")[0][:36])
    if row is None or not secrets.compare_digest(row.token_hash, digest(token)):
        return None
    if row.revoked_at is not None:
        log.warning("A refresh token of user %s was used twice; its family ends.", row.user_id)
        await users.revoke_family(session, family_id=row.family_id)
        return None
    if row.expires_at <= services.now():
        return None
    tokens = await _issue(services, session, owner_id=row.user_id, family_id=row.family_id)
    row.revoked_at = services.now()
    row.replaced_by_jti = tokens.refresh_token.partition(".")[0]
    return tokens


async def logout(services: Services, *, refresh_token: str) -> None:
    """End the sign-in that a refresh token belongs to; an unknown one is fine."""
    async with services.sessions.begin() as session:
        jti = refresh_token.partition(".")[0][:36]
        row = await users.lock_refresh_token(session, jti=jti)
        if row is not None and secrets.compare_digest(row.token_hash, digest(refresh_token)):
            await users.revoke_family(session, family_id=row.family_id)


async def authenticate_token(services: Services, token: str) -> UUID:
    """Whose access token this is.

    Raises:
        Unauthenticated: not valid, or the account is gone.
    """
    owner_id = read_access(token, secret=_secret(services.settings))
    async with autocommit(services.sessions) as session:
        if not await users.is_user(session, owner_id=owner_id):
            raise Unauthenticated("This account does not exist any more.")
    return owner_id


async def authenticate_key(services: Services, key: str) -> UUID:
    """Whose API key this is.

    Raises:
        Unauthenticated: unknown or revoked.
    """
    async with services.sessions.begin() as session:
        owner_id = await users.find_key_owner(session, key_hash=digest(key))
    if owner_id is None:
        raise Unauthenticated("This API key is not valid.")
    return owner_id


async def local_owner(services: Services) -> UUID:
    """The one user of embedded mode, made on first need."""
    async with services.sessions.begin() as session:
        return await users.get_local_user_id(session)


async def get_me(deps: Deps) -> User:
    """The signed-in user."""
    async with deps.sessions.begin() as session:
        return await users.get_user(session, owner_id=deps.owner_id)


async def change_settings(deps: Deps, changes: dict[str, Any]) -> User:
    """Change home place, time zone or units; a null forgets one."""
    async with deps.sessions.begin() as session:
        return await users.update_settings(session, owner_id=deps.owner_id, changes=changes)


async def create_api_key(deps: Deps, *, name: str) -> tuple[ApiKey, str]:
    """Make a key for an app; the key itself is told once and kept only as a hash."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    async with deps.sessions.begin() as session:
        row = await users.add_api_key(
            session,
            owner_id=deps.owner_id,
            name=name,
            prefix=key[:SHOWN_CHARS],
            key_hash=digest(key),
        )
    return row, key


async def list_api_keys(deps: Deps) -> list[ApiKey]:
    """The keys that still work."""
    async with deps.sessions.begin() as session:
        return await users.list_api_keys(session, owner_id=deps.owner_id)


async def revoke_api_key(deps: Deps, key_id: UUID) -> None:
    """End a key.

    Raises:
        NotFound: no such key.
    """
    async with deps.sessions.begin() as session:
        await users.revoke_api_key(session, key_id, owner_id=deps.owner_id)
