"""`/health`: whether the API can serve, and what is not at its best."""

import asyncio
import shutil
from typing import Literal

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.auth import ApiServices
from api.login_limit import LoginLimit
from tools.deps import Services

router = APIRouter(prefix="/health", tags=["health"])
PATIENCE_S = 2.0


class Health(BaseModel):
    """`ok`, or `degraded` with the reasons, or `unavailable` when nothing can be served."""

    status: Literal["ok", "degraded", "unavailable"]
    components: dict[str, bool] = Field(
        examples=[{"database": True, "redis": True, "vectors": True, "disk": True}]
    )
    degraded: list[str]


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


async def _database(services: Services) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_S), services.sessions() as session:
            return bool(await session.scalar(text("SELECT to_regclass('garments') IS NOT NULL")))
    except (SQLAlchemyError, OSError):
        return False


async def _redis(limit: LoginLimit) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await limit.ping()
    except (RedisError, OSError):
        return False


async def _vectors(services: Services) -> bool:
    url = f"{services.settings.chroma.url.rstrip('/')}/api/v2/heartbeat"
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:
            return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False


def _disk(services: Services) -> bool:
    settings = services.settings
    if settings.blobs.backend != "local":
        return True
    free = shutil.disk_usage(settings.blob_dir).free
    return free >= settings.blobs.min_free_mb * 1_000_000


@router.get("", responses={503: {"model": Health}})
async def health(request: Request, services: ApiServices) -> JSONResponse:
    """200 when the API can serve, 503 when the database does not answer."""
    database, redis, vectors = await asyncio.gather(
        _database(services), _redis(request.app.state.login_limit), _vectors(services)
    )
    disk = _disk(services)
    components = {"database": database, "redis": redis, "vectors": vectors, "disk": disk}
    away = {"redis": "redis", "vectors": "vector-index-missing", "disk": "disk-full"}
    degraded = [said for name, said in away.items() if not components[name]]
    degraded += services.degraded
    status: Literal["ok", "degraded", "unavailable"] = "degraded" if degraded else "ok"
    answer = Health(
        status=status if database else "unavailable", components=components, degraded=degraded
    )
    return JSONResponse(answer.model_dump(), 200 if database else 503)


@router.get("/live")
async def live() -> Alive:
    """200 as long as the process answers at all."""
    return Alive()
