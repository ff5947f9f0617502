"""The HTTP API: builds the application and what it lives on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi

from agent.lifespan import open_agent
from api.body_limit import BodyLimit
from api.login_limit import LoginLimit
from api.problems import RESPONSES, Problem, add_handlers
from api.reference import add_reference
from api.routes import (
    account,
    audio,
    auth,
    batches,
    confirmations,
    conversations,
    demo,
    garment_availability,
    garment_photos,
    garment_review,
    garments,
    health,
    images,
    jobs,
    outfit_marks,
    outfits,
    preferences,
    runs,
    search,
    similar,
    wardrobe,
    wardrobe_statistics,
)
from stylist.settings import Settings
from tools.services import connect_redis, open_services

ROUTES = (
    health,
    auth,
    account,
    audio,
    batches,
    garment_availability,
    garment_photos,
    garment_review,
    search,
    similar,
    garments,
    images,
    jobs,
    outfits,
    outfit_marks,
    preferences,
    demo,
    wardrobe,
    wardrobe_statistics,
    conversations,
    confirmations,
    runs,
)


def create_app(settings: Settings) -> FastAPI:
    """Build the application; it opens its services when it is started."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            open_services(settings) as services,
            open_agent(services) as agent,
            connect_redis(settings.redis) as redis,
        ):
            app.state.services, app.state.agent = services, agent
            app.state.login_limit = LoginLimit(redis)
            yield

    app = FastAPI(
        title="Stylist",
        version="0.1.0",
        summary="A conversational stylist over a person's own wardrobe.",
        lifespan=lifespan,
        responses=RESPONSES,
        docs_url=None,
        redoc_url=None,
    )
    add_handlers(app)
    app.add_middleware(BodyLimit, uploads=settings.uploads)
    if settings.api.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.api.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Location", "Content-Location", "Retry-After"],
        )
    for module in ROUTES:
        app.include_router(module.router)
    _document_problems(app)
    add_reference(app)
    return app


def _document_problems(app: FastAPI) -> None:
    """Let OpenAPI know what a problem looks like; every route refers to it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version=app.version, summary=app.summary, routes=app.routes
            )
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            known = schema.setdefault("components", {}).setdefault("schemas", {})
            known.update(shape.pop("$defs", {}))
            known["Problem"] = shape
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
