"""A small API that speaks the real wire format over real HTTP, for tests of the page alone."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from uuid import UUID, uuid4, uuid5

import cv2
import numpy as np
import uvicorn
from fake_accounts import FakeAccounts
from fake_batches import FakeBatches
from fake_speech import FakeSpeech
from fake_tastes import FakeTastes
from fake_wardrobe import FakeWardrobe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from ml.demo.wardrobe import draw_piece, pieces
from stylist.events import (
    ConstraintsUpdated,
    MessageDelta,
    MessageFinished,
    OutfitsShown,
    RunCancelled,
    RunFinished,
    RunStarted,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from stylist.frame import ConstraintFrame, Delta
from stylist.garments import ColorShare, GarmentAttributes, GarmentView
from stylist.outfits import OutfitCard, OutfitItem, ScorePart
from stylist.vocabulary import kinds

SPACE = UUID(int=7)
LOOKS = (
    ("Navy merino crew neck", "Khaki chinos", "Burgundy penny loafers", "Navy hooded raincoat"),
    ("White Oxford shirt", "Charcoal pleated trousers", "Brown leather Oxfords",
     "Beige trench coat"),
    ("Light-blue banker stripe shirt", "Forest green cardigan", "Indigo straight jeans",
     "White leather sneakers", "Camel wool coat"),
)  # fmt: skip
WHY = (
    "The raincoat keeps the wet out; navy over khaki stays calm, and the loafers lift it.",
    "A trench over a crisp shirt: dressed enough for a meeting, dry enough for the walk there.",
    "Three light layers for twelve degrees; the camel coat warms the blues and greens.",
)
REPLY = (
    "Here are three outfits for a rainy 12 °C day, all smart casual. The first is the driest, "
    "the second the dressiest; tell me what to change."
)


def index_of(name: str) -> int:
    return [row["name"] for row in pieces()].index(name)


def item(name: str) -> OutfitItem:
    row = pieces()[index_of(name)]
    kind = kinds()[row["kind"]]
    return OutfitItem(
        garment_id=uuid5(SPACE, name),
        name=name,
        slot=kind.slot,
        layer=kind.layer,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        colors=[ColorShare(name=n, hex=h, share=s) for n, h, s in row["colors"]],
        pattern=row.get("pattern", "solid"),
        thumbnail_url=f"/v1/images/{index_of(name)}?sig=abc",
    )


def outfit(number: int) -> OutfitCard:
    items = [item(name) for name in LOOKS[number]]
    return OutfitCard(
        id=uuid5(SPACE, f"outfit {number}"),
        score=0.91 - 0.05 * number,
        score_breakdown={
            "color": ScorePart(score=0.93, weight=0.3, reason="Two neutrals and one accent."),
            "formality": ScorePart(score=0.88, weight=0.25, reason="All pieces are smart casual."),
            "weather": ScorePart(score=0.9, weight=0.3, reason="Warm enough for 12 °C, and dry."),
        },
        slots={i.slot: [i.garment_id] for i in items},
        garment_ids=[i.garment_id for i in items],
        items=items,
        explanation=WHY[number],
        exploratory=number == 2,
    )


@cache
def drawing(index: int) -> bytes:
    picture = cv2.imdecode(np.frombuffer(draw_piece(index).jpeg, np.uint8), cv2.IMREAD_COLOR)
    small = cv2.resize(picture, (384, 512), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small)[1].tobytes()


def swatch(index: int) -> bytes:
    color = bytes.fromhex(pieces()[index]["colors"][0][1][1:])[::-1]
    return cv2.imencode(".jpg", np.full((512, 384, 3), list(color), np.uint8))[1].tobytes()


class FakeApi:
    """State of the fake: what it was told, and how it shall misbehave."""

    def __init__(
        self,
        *,
        drop_after: int | None = None,
        slow_s: float = 0.0,
        lost_answers: int = 0,
        drawn: bool = False,
        accounts: FakeAccounts | None = None,
    ) -> None:
        self.accounts = accounts
        self.refuse_next: dict[str, str] | None = None
        self.talks: dict[str, list[dict]] = {}
        self.drawn = drawn
        self.lost_answers = lost_answers
        self.drop_after = drop_after
        self.slow_s = slow_s
        self.runs: dict[UUID, list] = {}
        self.keys: list[str] = []
        self.said: list[str] = []
        self.resumed_after: list[str | None] = []
        self.cancelled: list[str] = []
        self.feedback: list[dict] = []
        self.photos: dict[str, int] = {}
        self.wardrobe = FakeWardrobe()
        self.batches = FakeBatches()
        self.speech = FakeSpeech()
        self.tastes = FakeTastes()

    def app(self) -> ASGIApp:
        app = Starlette(
            routes=[
                *(self.accounts.routes() if self.accounts else ()),
                Route("/v1/me", self.me),
                Route("/v1/conversations", self.converse, methods=["POST"]),
                Route("/v1/conversations", self.list_talks),
                Route("/v1/conversations/{id}", self.read_talk),
                Route("/v1/runs/{id}", self.read_run),
                Route("/v1/conversations/{id}/messages", self.say, methods=["POST"]),
                Route("/v1/runs/{id}/events", self.events),
                Route("/v1/runs/{id}/cancel", self.cancel, methods=["POST"]),
                Route("/v1/garments", self.add, methods=["POST"]),
                *self.wardrobe.routes(),
                *self.batches.routes(),
                *self.speech.routes(),
                *self.tastes.routes(),
                Route("/v1/garments/{id}", self.garment),
                Route("/v1/jobs/{id}", self.job),
                Route("/v1/outfits/{id}/feedback", self.judge, methods=["POST"]),
                Route("/v1/images/{index:int}", self.image),
            ]
        )
        return self.accounts.guard(app) if self.accounts else app

    async def me(self, request: Request) -> Response:
        return JSONResponse({"id": str(SPACE), "local": self.accounts is None})

    async def converse(self, request: Request) -> Response:
        made = str(uuid4())
        self.talks[made] = []
        return JSONResponse({"id": made, "title": None}, status_code=201)

    async def list_talks(self, request: Request) -> Response:
        latest = list(self.talks.items())[::-1][: int(request.query_params["limit"])]
        items = [{"id": id_, "title": said[0]["content"]} for id_, said in latest if said]
        return JSONResponse({"items": items, "next_cursor": None})

    async def read_talk(self, request: Request) -> Response:
        return JSONResponse({"messages": self.talks[request.path_params["id"]]})

    async def read_run(self, request: Request) -> Response:
        return JSONResponse({"outfits": [json.loads(outfit(0).model_dump_json())]})

    def note(self, conversation: str, run_id: UUID, content: str) -> None:
        asked = {"role": "user", "content": content, "run_id": str(run_id), "outfit_ids": None}
        shown = [str(outfit(number).id) for number in range(3)]
        told = {"role": "assistant", "content": REPLY, "outfit_ids": shown}
        self.talks.setdefault(conversation, []).extend([asked, {**asked, **told}])

    async def say(self, request: Request) -> Response:
        content = (await request.json())["content"]
        if self.refuse_next:
            problem, self.refuse_next = self.refuse_next, None
            return JSONResponse(problem, status_code=429)
        self.keys.append(request.headers["idempotency-key"])
        self.said.append(content)
        run_id = uuid4()
        self.runs[run_id] = script(run_id, UUID(request.path_params["id"]))
        self.note(request.path_params["id"], run_id, content)
        if self.lost_answers:
            self.lost_answers -= 1
            problem = {"code": "backend_unavailable", "detail": "Starting."}
            return JSONResponse(problem, status_code=503)
        return JSONResponse({"message_id": str(uuid4()), "run_id": str(run_id)}, status_code=202)

    async def events(self, request: Request) -> Response:
        last = request.headers.get("last-event-id")
        self.resumed_after.append(last)
        run_id = UUID(request.path_params["id"])
        if last:
            return self.stream(run_id, int(last.partition("-")[0]), drop_after=None)
        return self.stream(run_id, 0, drop_after=self.drop_after)

    def stream(self, run_id: UUID, start: int, *, drop_after: int | None) -> Response:
        async def frames() -> AsyncIterator[bytes]:
            yield b": ping\n\n"
            for number, event in enumerate(self.runs[run_id][start:], start=start + 1):
                if drop_after is not None and number > drop_after:
                    return
                await asyncio.sleep(self.slow_s)
                body = event.model_dump_json()
                yield f"id: {number}-0\nevent: {event.type}\ndata: {body}\n\n".encode()

        return StreamingResponse(frames(), media_type="text/event-stream")

    async def cancel(self, request: Request) -> Response:
        run_id = UUID(request.path_params["id"])
        self.cancelled.append(str(run_id))
        self.runs[run_id].append(RunCancelled(run_id=run_id))
        return JSONResponse({"id": str(run_id), "status": "cancelled"}, status_code=202)

    async def add(self, request: Request) -> Response:
        form = await request.form()
        upload = form["files"]
        if not (await upload.read(3)).startswith(b"\xff\xd8"):
            problem = {"code": "unsupported_media", "detail": "This is not a photo I can read."}
            return JSONResponse(problem, status_code=415)
        garment_id = str(uuid4())
        self.photos[garment_id] = 0
        result = {
            "filename": upload.filename,
            "garment": {"id": garment_id, "status": "pending"},
            "job_id": garment_id,
            "duplicate_of": None,
            "problem": None,
        }
        return JSONResponse({"results": [result]}, status_code=202)

    async def garment(self, request: Request) -> Response:
        garment_id = request.path_params["id"]
        self.photos[garment_id] += 1
        ready = self.photos[garment_id] > 2
        now = datetime(2026, 1, 1, tzinfo=UTC)
        view = GarmentView(
            id=UUID(garment_id),
            status="ready" if ready else "processing",
            name="Polo",
            category="t-shirt" if ready else None,
            subcategory="polo" if ready else None,
            attributes=GarmentAttributes(color_primary="burgundy" if ready else None),
            created_at=now,
            updated_at=now,
        )
        url = f"/v1/images/{index_of('Burgundy pique polo')}?sig=abc" if ready else None
        return JSONResponse({**json.loads(view.model_dump_json()), "thumbnail_url": url})

    async def job(self, request: Request) -> Response:
        job_id = request.path_params["id"]
        body = {"id": job_id, "status": "processing", "progress": 0.5, "stage": "cut_out"}
        return JSONResponse(body)

    async def judge(self, request: Request) -> Response:
        told = {"outfit_id": request.path_params["id"], **(await request.json())}
        self.feedback.append(told)
        return JSONResponse(told, status_code=201)

    async def image(self, request: Request) -> Response:
        index = request.path_params["index"]
        picture = await asyncio.to_thread(drawing if self.drawn else swatch, index)
        return Response(picture, media_type="image/jpeg")


def script(run_id: UUID, conversation_id: UUID) -> list:
    message_id = uuid4()
    words = REPLY.split(" ")
    return [
        RunStarted(
            run_id=run_id, conversation_id=conversation_id, message_id=uuid4(), model="offline"
        ),
        ConstraintsUpdated(constraints=ConstraintFrame(), delta=Delta(), acts=["request"]),
        ToolStarted(tool_call_id="1", name="recommend_outfits", arguments={"count": 3}),
        ToolProgress(tool_call_id="1", name="recommend_outfits", label="scoring", fraction=0.5),
        ToolFinished(
            tool_call_id="1",
            name="recommend_outfits",
            ok=True,
            summary="3 outfits from 38 pieces.",
            duration_ms=84,
        ),
        OutfitsShown(outfits=[outfit(number) for number in range(3)]),
        *(MessageDelta(message_id=message_id, text=f"{word} ") for word in words),
        MessageFinished(message_id=message_id, text=REPLY),
        RunFinished(run_id=run_id, degraded=[]),
    ]


@contextmanager
def serving(api: FakeApi) -> Iterator[str]:
    """Serve the fake on a free port of this machine; gives its base URL."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(api.app(), log_level="error"))
    asked = {"sockets": [listener]}
    thread = threading.Thread(target=server.run, kwargs=asked, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
