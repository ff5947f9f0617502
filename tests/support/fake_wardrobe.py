"""The doubts of a small wardrobe as the API tells them, for tests of the page alone."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stylist.garments import ColorShare, GarmentAttributes, GarmentView


def garment_json(name: str, category: str, color: str, picture: int) -> dict:
    """A ready garment as the API gives it."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    view = GarmentView(
        id=uuid4(), status="ready", name=name, custom_name=name, category=category,
        attributes=GarmentAttributes(
            color_primary=color, colors=[ColorShare(name=color, hex="#112233", share=0.9)],
            pattern="solid", material="wool",
        ),
        confidence={"color:black": 0.3, "color:gray": 0.1, "kind:coat": 0.2},
        created_at=now, updated_at=now,
    )  # fmt: skip
    url = f"/v1/images/{picture}?sig=abc"
    return {**json.loads(view.model_dump_json()), "thumbnail_url": url}


@dataclass
class FakeWardrobe:
    """Garments of which the category is in doubt, and what the page said of them."""

    garments: dict[UUID, dict] = field(default_factory=dict)
    doubted: list[UUID] = field(default_factory=list)
    undone: list[UUID] = field(default_factory=list)
    patched: list[dict] = field(default_factory=list)

    def doubt(self, garment: dict) -> UUID:
        """Put a garment at the end of the queue."""
        id_ = UUID(garment["id"])
        self.garments[id_] = garment
        self.doubted.append(id_)
        return id_

    def routes(self) -> list[Route]:
        """What the API has of it."""
        one = "/v1/garments/{id:uuid}"
        return [
            Route("/v1/garments/review", self.review),
            Route(f"{one}/confirm", self.confirm, methods=["POST"]),
            Route(f"{one}/undo", self.undo, methods=["POST"]),
            Route(one, self.correct, methods=["PATCH"]),
        ]

    async def review(self, request: Request) -> Response:
        items = [
            {
                "kind": "attributes",
                "garment": self.garments[id_],
                "doubt": 0.5,
                "doubts": ["blurred"],
                "fields": [
                    {
                        "field": "category",
                        "value": self.garments[id_]["category"],
                        "confidence": 0.5,
                        "alternatives": [
                            {"value": "coat", "confidence": 0.3},
                            {"value": "cardigan", "confidence": 0.1},
                        ],
                    }
                ],
            }
            for id_ in self.doubted
        ]
        return JSONResponse({"items": items, "open": len(items), "next_cursor": None})

    async def confirm(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        self.doubted.remove(id_)
        return JSONResponse(self.garments[id_])

    async def undo(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        self.undone.append(id_)
        self.doubted.insert(0, id_)
        return JSONResponse(self.garments[id_])

    async def correct(self, request: Request) -> Response:
        id_, change = request.path_params["id"], await request.json()
        if change.get("category") == "zorp":
            said = "Value error, “zorp” is not a category we know. Known are: coat."
            problem = {"code": "invalid_request", "detail": f"category: {said}"}
            errors = [{"field": "category", "message": said}]
            return JSONResponse({**problem, "errors": errors}, status_code=422)
        self.patched.append(change)
        self.garments[id_] |= change
        self.doubted.remove(id_)
        return JSONResponse(self.garments[id_])
