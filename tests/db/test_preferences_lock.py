"""Two who learn for the same person at once wait for each other in turn, and never for ever."""

from uuid import uuid4

from sqlalchemy import text

from db import conversations, preferences, users
from db.session import build_engine, build_sessions
from stylist.settings import DatabaseSettings


async def test_a_row_that_another_is_writing_does_not_hold_the_lock_back(make_database) -> None:
    engine = build_engine(DatabaseSettings(url=make_database("locks"), pool_size=2))
    sessions = build_sessions(engine)
    async with sessions.begin() as session:
        user = await users.add_user(session, email=f"{uuid4()}@example.org", password_hash="none")
    async with sessions() as first, sessions() as second:
        await second.execute(text("SET LOCAL lock_timeout = '2s'"))
        for session in (first, second):
            await conversations.add_conversation(session, owner_id=user.id)
        await preferences.lock(second, owner_id=user.id)
        await second.commit()
        await preferences.lock(first, owner_id=user.id)
        await first.commit()
    await engine.dispose()
