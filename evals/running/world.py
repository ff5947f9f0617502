"""The fixed world at work: the real services and agent, with a clock and a forecast of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from agent.chat import Agent
from agent.lifespan import open_agent
from agent.models import ChosenModel, ModelChooser
from db import conversations, garments, users
from db.blobs import blob_key
from db.effective_garments import list_effective
from evals.running.memory_vectors import MemoryVectors
from evals.wardrobe import NOW, FixedForecast, Garment
from jobs.vector_index import words_index
from ml.embed import TextEmbedder
from stylist.arrays import Floats
from stylist.errors import Conflict
from stylist.settings import Settings
from tools.deps import Deps, Services
from tools.services import open_services


class OneModel(ModelChooser):
    """Chooses the model under evaluation, always."""

    def __init__(self, settings: Settings, model: ChosenModel) -> None:
        super().__init__(settings)
        self._model = model

    async def choose(self) -> ChosenModel:
        """The model."""
        return self._model


class RememberingEmbedder:
    """An embedder that works each text out once: every case hangs up the same wardrobe."""

    def __init__(self, inner: TextEmbedder) -> None:
        self.name, self.dim = inner.name, inner.dim
        self._inner = inner
        self._known: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """(N, D) float32, each row of unit length."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._inner.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


@dataclass(frozen=True, slots=True)
class World:
    """What conversations are carried out with."""

    services: Services
    agent: Agent


@asynccontextmanager
async def open_world(settings: Settings, model: ChosenModel) -> AsyncIterator[World]:
    """Open the real services and agent; PostgreSQL and Valkey are there by the settings."""
    traced = settings.agent.model_copy(update={"trace_contents": True})
    settings = settings.model_copy(update={"agent": traced})
    async with open_services(settings) as real:
        services = replace(
            real,
            weather=FixedForecast(),
            now=lambda: NOW,
            vectors=MemoryVectors(),
            embedder=RememberingEmbedder(real.embedder),
        )
        async with open_agent(services, chooser=OneModel(settings, model)) as agent:
            yield World(services, agent)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the fixed wardrobe: their world, a conversation, the ids of garments by `n`."""

    deps: Deps
    conversation_id: UUID
    garments: dict[str, str]


async def dress(world: World, wardrobe: Sequence[Garment], *, units: str) -> Person:
    """Make a new person with a wardrobe, and begin a conversation."""
    async with world.services.sessions.begin() as session:
        user = await users.add_user(session, email=f"{uuid4()}@evals.invalid", password_hash="")
        if user is None:
            raise Conflict("An address was made twice.")
        deps = world.services.for_owner(user.id)
        settings = {"home_place": FixedForecast().home, "time_zone": "UTC", "units": units}
        await users.update_settings(session, owner_id=user.id, changes=settings)
        ids = {garment.n: made_id(user.id, at) for at, garment in enumerate(wardrobe)}
        for garment in wardrobe:
            await _hang(deps, session, garment, ids[garment.n])
        conversation = await conversations.add_conversation(session, owner_id=user.id)
    services = world.services
    index = words_index(services.sessions, services.vectors, services.embedder)
    await index.write(list(ids.values()), owner_id=user.id)
    return Person(deps, conversation.id, {n: str(id_) for n, id_ in ids.items()})


def made_id(owner_id: UUID, at: int) -> UUID:
    """An id of the owner's own that sorts as the wardrobe does, so that ties end alike."""
    return UUID(int=(owner_id.int >> 64 << 64) | (at + 1))


async def _hang(deps: Deps, session: AsyncSession, garment: Garment, id_: UUID) -> None:
    owner_id = deps.owner_id
    await garments.add_garment(
        session,
        owner_id=owner_id,
        garment_id=id_,
        image_key=blob_key(garment.n.encode(), owner_id=owner_id, extension="jpg"),
        content_sha256=f"{id_.int:064x}",
        custom_name=garment.name if garment.custom else None,
    )
    kind = garment.kind
    await garments.add_prediction(
        session,
        id_,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=garment.looks.model_dump(mode="json"),
        confidence={"category": 0.99},
        backend={"category": "evals"},
    )
    told = {"custom_notes": garment.notes, "brand": garment.brand}
    if facts := {name: value for name, value in told.items() if value is not None}:
        await garments.tell_facts(session, id_, owner_id=owner_id, facts=facts)
    await garments.set_status(session, id_, owner_id=owner_id, status="ready")


async def wardrobe_now(person: Person) -> dict[str, str]:
    """Every garment of the person by id, as it is; equal as long as nothing has changed."""
    async with person.deps.sessions() as session:
        views = await list_effective(session, owner_id=person.deps.owner_id, status=None)
    return {str(view.id): view.model_dump_json(exclude={"updated_at"}) for view in views}
