"""Users, the one local user, refresh tokens and API keys."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApiKey, RefreshToken, User
from stylist.errors import NotFound

LOCAL_EMAIL = "local@stylist.invalid"
"""Address of the one user of embedded mode; `.invalid` can never receive or register."""
USED_EVERY = timedelta(minutes=1)
"""A key's last use is noted at most this often, so that reading does not mean writing."""


async def add_user(session: AsyncSession, *, email: str, password_hash: str) -> User | None:
    """Add a user; None when the address is taken."""
    return await session.scalar(
        insert(User)
        .values(email=email, password_hash=password_hash)
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(User)
    )


async def find_user(session: AsyncSession, *, email: str) -> User | None:
    """The user with this (normalised) address."""
    return await session.scalar(select(User).where(User.email == email))


async def get_user(session: AsyncSession, *, owner_id: UUID) -> User:
    """One user.

    Raises:
        NotFound: the account is gone.
    """
    user = await session.get(User, owner_id)
    if user is None:
        raise NotFound("This account does not exist any more.")
    return user


async def is_user(session: AsyncSession, *, owner_id: UUID) -> bool:
    """Whether the account is there."""
    return await session.scalar(select(User.id).where(User.id == owner_id)) is not None


async def get_local_user_id(session: AsyncSession) -> UUID:
    """The local user's id; two first requests at once make one row."""
    wanted = select(User.id).where(User.email == LOCAL_EMAIL)
    found = await session.scalar(wanted)
    if found is None:
        adding = insert(User).values(email=LOCAL_EMAIL)
        await session.execute(adding.on_conflict_do_nothing(index_elements=["email"]))
        found = (await session.scalars(wanted)).one()
    return found


async def set_password_hash(session: AsyncSession, *, owner_id: UUID, password_hash: str) -> None:
    """Replace a password's hash."""
    await session.execute(
        update(User).where(User.id == owner_id).values(password_hash=password_hash)
    )


async def update_settings(
    session: AsyncSession, *, owner_id: UUID, changes: dict[str, Any]
) -> User:
    """Merge changes into the user's settings; a null forgets one."""
    user = await get_user(session, owner_id=owner_id)
    merged = {**user.settings, **changes}
    user.settings = {key: value for key, value in merged.items() if value is not None}
    await session.flush()
    await session.refresh(user)
    return user


async def delete_user(session: AsyncSession, *, owner_id: UUID) -> None:
    """Delete a user and, by the foreign keys, every row that was theirs."""
    await session.execute(delete(User).where(User.id == owner_id))


async def add_refresh_token(
    session: AsyncSession,
    *,
    owner_id: UUID,
    jti: str,
    family_id: UUID,
    token_hash: str,
    expires_at: datetime,
) -> None:
    """Note a refresh token by its hash."""
    session.add(
        RefreshToken(
            user_id=owner_id,
            jti=jti,
            family_id=family_id,
            token_hash=token_hash,
            expires_at=expires_at,
        )
    )
    await session.flush()


async def lock_refresh_token(session: AsyncSession, *, jti: str) -> RefreshToken | None:
    """Read a refresh token and hold it, so that of two rotations at once one comes second."""
    return await session.scalar(
        select(RefreshToken).where(RefreshToken.jti == jti).with_for_update()
    )


async def revoke_family(session: AsyncSession, *, family_id: UUID) -> None:
    """End every refresh token that came from one sign-in."""
    await session.execute(
        update(RefreshToken)
        .where(RefreshToken.family_id == family_id, RefreshToken.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )


async def add_api_key(
    session: AsyncSession, *, owner_id: UUID, name: str, prefix: str, key_hash: str
) -> ApiKey:
    """Note an API key by its hash."""
    key = ApiKey(user_id=owner_id, name=name, prefix=prefix, key_hash=key_hash)
    session.add(key)
    await session.flush()
    await session.refresh(key)
    return key


async def list_api_keys(session: AsyncSession, *, owner_id: UUID) -> list[ApiKey]:
    """The owner's keys that still work, newest first."""
    wanted = select(ApiKey).where(ApiKey.user_id == owner_id, ApiKey.revoked_at.is_(None))
    return list(await session.scalars(wanted.order_by(ApiKey.created_at.desc(), ApiKey.id)))


async def revoke_api_key(session: AsyncSession, key_id: UUID, *, owner_id: UUID) -> None:
    """End a key.

    Raises:
        NotFound: no such key, or it is somebody else's.
    """
    found = await session.scalar(
        update(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.user_id == owner_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=func.now())
        .returning(ApiKey.id)
    )
    if found is None:
        raise NotFound("There is no such key.")


async def find_key_owner(session: AsyncSession, *, key_hash: str) -> UUID | None:
    """Whose working key has this hash; notes that it was used."""
    key = await session.scalar(
        select(ApiKey).where(ApiKey.key_hash == key_hash, ApiKey.revoked_at.is_(None))
    )
    if key is None:
        return None
    long_ago = func.now() - USED_EVERY
    await session.execute(
        update(ApiKey)
        .where(ApiKey.id == key.id)
        .where(or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < long_ago))
        .values(last_used_at=func.now())
    )
    return key.user_id
