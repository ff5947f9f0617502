"""Slows down guessing of passwords: so many sign-ins per address and per machine in a minute."""

import hashlib
import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

from stylist.errors import RateLimited

log = logging.getLogger("stylist.api")
WINDOW_S = 60
MAX_TRIES = 10
"""Sign-ins of one email address from one network address within the window."""


class LoginLimit:
    """Counts sign-ins in Redis; without Redis nobody is locked out, and the log says so."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def check(self, *, email: str, peer: str) -> None:
        """Count one more try.

        Raises:
            RateLimited: too many in a short time.
        """
        who = hashlib.sha256(f"{email.strip().lower()}|{peer}".encode()).hexdigest()[:32]
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(f"login:{who}", 0, ex=WINDOW_S, nx=True)
                pipe.incr(f"login:{who}")
                pipe.ttl(f"login:{who}")
                _, tries, wait_s = await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("Sign-ins are not counted, Redis does not answer: %s", error)
            return
        if tries > MAX_TRIES:
            raise RateLimited("Too many tries; wait a minute.", retry_after_s=max(1, wait_s))

    async def ping(self) -> bool:
        """Whether Redis answers.

        Raises:
            RedisError, OSError: it does not.
        """
        return bool(await self._redis.ping())
