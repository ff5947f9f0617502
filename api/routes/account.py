"""`/v1/me` and `/v1/api-keys`: the signed-in user, their settings, their apps' keys."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.auth import CurrentDeps, PersonalDeps
from db.models import User
from db.users import LOCAL_EMAIL
from tools import accounts
from tools.delete_account import delete_account

router = APIRouter(prefix="/v1", tags=["accounts"])


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("This is not an IANA time zone, such as Europe/Berlin.")
    return name


class SettingsChange(BaseModel):
    """Settings to change; what is left out stays, null forgets."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"home_place": "Berlin", "time_zone": "Europe/Berlin", "units": "metric"}]
        },
    )

    home_place: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    time_zone: Annotated[str, AfterValidator(_time_zone)] | None = None
    units: Literal["metric", "imperial"] | None = None


class Me(BaseModel):
    """The signed-in user; `local` is the one user of embedded mode."""

    id: UUID
    email: str | None
    local: bool
    settings: dict[str, Any] = Field(examples=[{"home_place": "Berlin", "units": "metric"}])
    created_at: datetime


class Farewell(BaseModel):
    """What lets an account go: its password, or for the local user a plain yes."""

    model_config = ConfigDict(extra="forbid")
    password: str | None = Field(default=None, max_length=1024)
    confirm: bool = False


class Gone(BaseModel):
    """The account is deleted; `degraded` names what could not follow at once."""

    deleted: bool = True
    degraded: list[str]


def _me(user: User) -> Me:
    local = user.email == LOCAL_EMAIL
    return Me(
        id=user.id,
        email=None if local else user.email,
        local=local,
        settings=user.settings,
        created_at=user.created_at,
    )


@router.get("/me")
async def read_me(deps: CurrentDeps) -> Me:
    """Who is signed in."""
    return _me(await accounts.get_me(deps))


@router.patch("/me")
async def change_me(change: SettingsChange, deps: CurrentDeps) -> Me:
    """Change home place, time zone or units."""
    return _me(await accounts.change_settings(deps, change.model_dump(exclude_unset=True)))


@router.delete("/me")
async def delete_me(
    deps: PersonalDeps, farewell: Farewell | None = None, confirm: bool = False
) -> Gone:
    """Delete the account with every row, image and vector. There is no way back."""
    body = farewell or Farewell()
    degraded = await delete_account(deps, password=body.password, confirmed=confirm or body.confirm)
    return Gone(degraded=degraded)


class NewKey(BaseModel):
    """A key to make."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["my phone app"])]


class KeyOut(BaseModel):
    """A key as it is listed; the key itself is never shown again."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    name: str
    prefix: str = Field(examples=["stk_4Zc0aB1x"])
    created_at: datetime
    last_used_at: datetime | None


class MadeKey(KeyOut):
    """A new key, told this once."""

    key: str = Field(examples=["stk_…"])


class KeyList(BaseModel):
    """The keys that still work."""

    api_keys: list[KeyOut]


@router.post("/api-keys", status_code=201)
async def create_api_key(body: NewKey, deps: PersonalDeps) -> MadeKey:
    """Make a key for an app."""
    row, key = await accounts.create_api_key(deps, name=body.name)
    return MadeKey(**KeyOut.model_validate(row).model_dump(), key=key)


@router.get("/api-keys")
async def list_api_keys(deps: CurrentDeps) -> KeyList:
    """List the keys that still work."""
    rows = await accounts.list_api_keys(deps)
    return KeyList(api_keys=[KeyOut.model_validate(row) for row in rows])


@router.delete("/api-keys/{key_id}", status_code=204)
async def revoke_api_key(key_id: UUID, deps: PersonalDeps) -> None:
    """End a key at once."""
    await accounts.revoke_api_key(deps, key_id)
