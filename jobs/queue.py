"""The queue's port: what the rest of Stylist knows of arq."""

from typing import Literal, Protocol
from uuid import UUID

QueueName = Literal["interactive", "batch"]
"""`interactive` is work that somebody waits for; `batch` is imports."""


class JobQueue(Protocol):
    """Tells workers that a job row is waiting. The row is the authority, so a loss is mended."""

    async def deliver(self, job_id: UUID, *, queue: QueueName) -> bool:
        """Put the job on its queue; False when the queue does not answer (the sweeper will)."""
        ...
