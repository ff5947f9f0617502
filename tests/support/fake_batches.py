"""A bulk upload as the API tells it, whose photos are looked at only when the test says so."""

from dataclasses import dataclass, field
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class FakeBatches:
    """The one batch that was opened last."""

    id: str = field(default_factory=lambda: str(uuid4()))
    names: list[str] = field(default_factory=list)
    cancelled: bool = False

    def routes(self) -> list[Route]:
        """What the API has of it."""
        one = "/v1/garments/batches/{id}"
        return [
            Route("/v1/garments/batches", self.open, methods=["POST"]),
            Route(one, self.read),
            Route(f"{one}/photos", self.take, methods=["POST"]),
            Route(f"{one}/cancel", self.cancel, methods=["POST"]),
        ]

    def answer(self) -> Response:
        waiting = {"cancelled" if self.cancelled else "pending": len(self.names)}
        counts = {"received": len(self.names), **waiting}
        done = self.cancelled or not self.names
        told = {"id": self.id, "cancelled": self.cancelled, "done": done, "problems": []}
        return JSONResponse({**told, "counts": counts})

    async def open(self, request: Request) -> Response:
        return self.answer()

    async def read(self, request: Request) -> Response:
        return self.answer()

    async def take(self, request: Request) -> Response:
        form = await request.form()
        self.names += [upload.filename for upload in form.getlist("files")]
        return JSONResponse({"results": []}, status_code=202)

    async def cancel(self, request: Request) -> Response:
        self.cancelled = True
        return self.answer()
