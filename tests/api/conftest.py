"""The real application over the session's real servers, and signed-in people to use it."""

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

import httpx
import pytest
from chat_frames import Turn
from fastapi import FastAPI
from ollama_server import OllamaServer, OllamaSite, open_site
from photo_files import photo
from pydantic import SecretStr
from wardrobe_rows import hang_up

from agent.lifespan import open_agent
from agent.tail import follow_run
from api.app import create_app
from db import conversations, garments, runs, users
from stylist.settings import (
    AgentSettings,
    AuthSettings,
    BlobSettings,
    ChromaSettings,
    DatabaseSettings,
    OllamaSettings,
    RedisSettings,
    Settings,
    UploadSettings,
)
from tools.deps import Deps, Services
from tools.tokens import sign_access

SECRET = SecretStr("a secret that only the tests know")
MAX_BYTES = 3_000_000


@dataclass
class Person:
    """A signed-in user: an HTTP client with their token, and their world."""

    id: UUID
    client: httpx.AsyncClient
    deps: Deps


@pytest.fixture(scope="session")
def make_settings(
    make_database: Callable[[str], str],
    valkey_url: str,
    chroma_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Settings]:
    database = make_database("api")
    root = tmp_path_factory.mktemp("api")

    def make(**changes: Any) -> Settings:
        given: dict[str, Any] = {
            "data_dir": root,
            "models_dir": root / "models",
            "database": DatabaseSettings(url=database, pool_size=5),
            "redis": RedisSettings(url=valkey_url),
            "chroma": ChromaSettings(url=chroma_url),
            "blobs": BlobSettings(min_free_mb=0),
            "auth": AuthSettings(secret=SECRET),
            "uploads": UploadSettings(max_bytes=MAX_BYTES, max_files=5),
            "agent": AgentSettings(model="offline"),
        }
        return Settings(**{**given, **changes})

    return make


@pytest.fixture(scope="session")
async def run_app() -> AsyncIterator[Callable[[Settings], Awaitable[FastAPI]]]:
    """Starts an application, and stops it when the session ends."""
    async with AsyncExitStack() as stack:

        async def run(settings: Settings) -> FastAPI:
            app = create_app(settings)
            await stack.enter_async_context(app.router.lifespan_context(app))
            return app

        yield run


@pytest.fixture(scope="session")
async def app(run_app, make_settings) -> FastAPI:
    return await run_app(make_settings())


@pytest.fixture(scope="session")
async def local_app(run_app, make_settings) -> FastAPI:
    return await run_app(make_settings(auth=AuthSettings(secret=SECRET, local_user=True)))


@pytest.fixture(scope="session")
def services(app: FastAPI) -> Services:
    return app.state.services


def connect(app: FastAPI, **settings: Any) -> httpx.AsyncClient:
    peer = settings.pop("peer", "127.0.0.1")
    transport = httpx.ASGITransport(app, client=(peer, 40_000), raise_app_exceptions=False)
    return httpx.AsyncClient(
        transport=transport, **{"base_url": "http://api.example", "timeout": 30, **settings}
    )


@pytest.fixture
async def anyone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is not signed in."""
    async with connect(app) as client:
        yield client


@pytest.fixture
async def sign_in(
    app: FastAPI, services: Services
) -> AsyncIterator[Callable[[], Awaitable[Person]]]:
    """Makes a new user with a token of their own."""
    async with AsyncExitStack() as stack:

        async def make() -> Person:
            async with services.sessions.begin() as session:
                user = await users.add_user(
                    session, email=f"{uuid4()}@example.org", password_hash="no password"
                )
            assert user is not None
            token = sign_access(user.id, secret=SECRET, now=datetime.now(UTC), ttl_s=600)
            client = connect(app, headers={"Authorization": f"Bearer {token}"})
            await stack.enter_async_context(client)
            return Person(user.id, client, services.for_owner(user.id))

        yield make


@pytest.fixture
async def person(sign_in) -> Person:
    return await sign_in()


@pytest.fixture
async def other(sign_in) -> Person:
    return await sign_in()


SHIRT = {
    "pattern": "striped",
    "formality": 0.3,
    "warmth_clo": 0.08,
    "seasons": ["summer"],
    "style_tags": [],
}


FRAMED = (1, 2, 30, 40)


@pytest.fixture
def make_ready(services: Services) -> Callable[..., Awaitable[UUID]]:
    """Makes a garment as a worker leaves it: blobs, row and prediction.

    The same seed makes the same three pictures; neighbouring seeds share some.
    """

    async def make(
        owner: UUID,
        *,
        seed: int = 0,
        category: str = "t-shirt",
        color: str = "navy",
        box_xywh: tuple[int, int, int, int] | None = None,
        **attributes: Any,
    ) -> UUID:
        pictures = [photo(seed + n) for n in range(3)]
        keys = [
            services.blobs.put(picture, owner_id=owner, extension=extension)
            for picture, extension in zip(pictures, ("jpg", "webp", "webp"), strict=True)
        ]
        looks = {
            "color_primary": color,
            "colors": [{"name": color, "hex": "#1f2a44", "share": 0.8}],
        }
        async with services.sessions.begin() as session:
            garment = await garments.add_garment(
                session,
                owner_id=owner,
                image_key=keys[0],
                content_sha256=hashlib.sha256(pictures[0]).hexdigest(),
                source_name=f"IMG_{seed}.jpg",
            )
            await garments.add_prediction(
                session,
                garment.id,
                category=category,
                subcategory=None,
                attributes={**SHIRT, **looks, **attributes},
                confidence={"category": 0.9, "pattern": 0.6},
                backend={"category": "test"},
                box_xywh=box_xywh,
            )
            await garments.set_status(
                session,
                garment.id,
                owner_id=owner,
                status="ready",
                cutout_key=keys[1],
                thumbnail_key=keys[2],
            )
        return garment.id

    return make


@pytest.fixture
def blob_root(services: Services) -> Path:
    return services.settings.blob_dir


@pytest.fixture
async def wardrobe(person, make_ready) -> list[UUID]:
    """Three garments with everything a person can do to them."""
    shirt, boots, coat = (
        await make_ready(person.id, seed=1010, box_xywh=FRAMED),
        await make_ready(person.id, seed=1020, category="boots", color="black", box_xywh=FRAMED),
        await make_ready(person.id, seed=1030, category="coat", color="gray", box_xywh=FRAMED),
    )
    for garment, change in (
        (shirt, {"pattern": "plaid", "name": "Sunday shirt", "notes": "from Åsa"}),
        (shirt, {"material": None, "seasons": ["fall"]}),
        (boots, {"subcategory": "ankle-boots", "brand": "Kin", "size": "42"}),
        (boots, {"price": 49.9, "currency": "EUR", "purchased_on": "2025-03-01"}),
        (boots, {"availability": "laundry"}),
        (coat, {"color_primary": "red"}),
    ):
        answer = await person.client.patch(f"/v1/garments/{garment}", json=change)
        assert answer.status_code == 200, answer.text
    assert (await person.client.post(f"/v1/garments/{coat}/undo")).status_code == 200
    return [shirt, boots, coat]


@pytest.fixture(scope="session")
async def ollama_site() -> AsyncIterator[OllamaSite]:
    """One listener for the session: to open and close one takes longer than most turns."""
    async with open_site() as site:
        yield site


@pytest.fixture
def ollama(ollama_site: OllamaSite) -> OllamaServer:
    """A server of the test's own, with nothing in its script."""
    return ollama_site.begin_anew()


@pytest.fixture
def talk_with(
    person: Person, services: Services, make_settings: Callable[..., Settings]
) -> Callable[..., AbstractAsyncContextManager[Callable[[str], Awaitable[Turn]]]]:
    """Opens an agent on an Ollama server's settings; it says something and gives the turn."""

    @asynccontextmanager
    async def opened(
        *, extraction: Literal["auto", "off"] = "auto", max_steps: int = 5, **server: Any
    ) -> AsyncIterator[Callable[[str], Awaitable[Turn]]]:
        patient = {"connect_timeout_s": 20, "retry_wait_s": 0}
        settings = make_settings(
            agent=AgentSettings(model="ollama", max_steps=max_steps, extraction=extraction),
            ollama=OllamaSettings.model_validate({**patient, **server}),
        )
        async with services.sessions.begin() as session:
            await hang_up(session, person.id)
            made = await conversations.add_conversation(session, owner_id=person.id)
        deps = replace(services, settings=settings).for_owner(person.id)
        async with open_agent(deps.services) as agent:

            async def say(content: str) -> Turn:
                async with deps.sessions.begin() as session:
                    run, _ = await runs.post_message(
                        session, made.id, owner_id=person.id, content=content
                    )
                agent.engine.start(run.id)
                frames = [f async for f in follow_run(deps, run.id, after=None)]
                return Turn([(f.id, f.type, json.loads(f.data)) for f in frames])

            yield say

    return opened


@pytest.fixture
async def talk(
    talk_with: Callable[..., AbstractAsyncContextManager[Callable[[str], Awaitable[Turn]]]],
    ollama: OllamaServer,
) -> AsyncIterator[Callable[[str], Awaitable[Turn]]]:
    """Talks to an agent whose model is that server."""
    async with talk_with(host=ollama.url) as say:
        yield say
