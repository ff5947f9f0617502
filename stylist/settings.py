"""All settings, from `STYLIST_` environment variables. Nothing else reads the environment."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import BaseModel, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel):
    """PostgreSQL, the truth."""

    url: str = Field(
        default="postgresql+psycopg://stylist@127.0.0.1:5432/stylist",
        description="SQLAlchemy URL of PostgreSQL, with the psycopg driver.",
    )
    pool_size: int = Field(default=10, ge=1, description="Pooled connections of one process.")


class RedisSettings(BaseModel):
    """Redis or Valkey: queue, event log, short caches. It may lose everything at any time."""

    url: str = Field(default="redis://127.0.0.1:6379/0", description="URL of Redis or Valkey.")
    event_ttl_s: int = Field(default=86_400, ge=60, description="How long a run's events are kept.")
    event_max_len: int = Field(default=5_000, ge=100, description="Most events kept of one run.")


class ChromaSettings(BaseModel):
    """ChromaDB, the rebuildable vector index."""

    url: str = Field(default="http://127.0.0.1:8001", description="URL of the Chroma server.")


class BlobSettings(BaseModel):
    """Where photos, cut-outs and renders are kept."""

    backend: Literal["local", "s3"] = Field(default="local", description="`local` or `s3`.")
    path: Path | None = Field(
        default=None, description="Folder of the local store; default DATA_DIR/blobs."
    )
    s3_endpoint_url: str | None = Field(default=None, description="S3 or MinIO endpoint.")
    s3_bucket: str = Field(default="stylist", description="Bucket name.")
    s3_region: str = Field(default="us-east-1", description="Region name.")
    s3_access_key: SecretStr | None = Field(default=None, description="Access key.")
    s3_secret_key: SecretStr | None = Field(default=None, description="Secret key.")
    url_ttl_s: int = Field(default=3_600, ge=10, description="Life of a signed image URL.")
    min_free_mb: int = Field(
        default=200, ge=0, description="Uploads are refused (507) below this much free disk space."
    )


class ApiSettings(BaseModel):
    """The HTTP API."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, description="Port to listen on.")
    public_url: str | None = Field(
        default=None, description="Base URL clients see; default http://HOST:PORT."
    )
    heartbeat_s: float = Field(default=15.0, gt=0, description="SSE ping interval.")
    cors_origins: list[str] = Field(
        default_factory=list, description="Origins that a browser may call from."
    )


class UiSettings(BaseModel):
    """The chat page."""

    public_url: str | None = Field(
        default=None,
        description="Address under which people open the page; other names than its host and this "
        "machine's own are refused.",
    )
    api_wait_s: float = Field(
        default=120.0, gt=0, description="How long the page waits at its start for the API."
    )


class AuthSettings(BaseModel):
    """Accounts and tokens."""

    secret: SecretStr | None = Field(
        default=None,
        description="Signs tokens and image URLs; made once in DATA_DIR/secret when not given.",
    )
    local_user: bool = Field(
        default=False,
        description="Embedded mode: loopback requests are signed in as the one local user.",
    )
    access_ttl_s: int = Field(default=900, ge=10, description="Life of an access token.")
    refresh_ttl_s: int = Field(default=30 * 86_400, ge=60, description="Life of a refresh token.")


class UploadSettings(BaseModel):
    """Limits of photos taken in."""

    max_bytes: int = Field(default=25 * 1024 * 1024, description="Largest photo file.")
    max_pixels: int = Field(default=60_000_000, description="Largest photo, width times height.")
    max_files: int = Field(default=100, description="Most photos in one request.")
    max_archive_bytes: int = Field(
        default=8_000_000_000,
        description="Largest exported wardrobe that is imported, packed or unpacked.",
    )


class SpeechSettings(BaseModel):
    """Limits of recordings taken in."""

    max_bytes: int = Field(default=25 * 1024 * 1024, ge=1, description="Largest recording.")
    max_duration_s: float = Field(default=600.0, gt=0, description="Longest recording.")


_DURATION: Final = r"^[+-]?(\d+|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$"
"""What Ollama reads as a time, as Go writes it, or a number of seconds."""


def _as_url(host: object) -> object:
    """A host as Ollama's own OLLAMA_HOST may name it, without a scheme, as a URL."""
    return f"http://{host}" if isinstance(host, str) and host and "://" not in host else host


class OllamaSettings(BaseModel):
    """The local language model server."""

    host: Annotated[str, BeforeValidator(_as_url)] = Field(
        default="http://127.0.0.1:11434", description="URL of the Ollama server."
    )
    model: str = Field(default="qwen3.5:4b", description="Model name.")
    num_ctx: int = Field(
        default=8192, ge=512, description="Context window; Ollama's default is too small."
    )
    num_predict: int = Field(default=600, ge=16, description="Most tokens of one reply.")
    temperature: float = Field(default=0.2, ge=0, le=2, description="How freely it words replies.")
    keep_alive: Annotated[str, StringConstraints(pattern=_DURATION)] = Field(
        default="10m",
        description="How long Ollama keeps the model loaded; a number is seconds, -1 for ever.",
    )
    connect_timeout_s: float = Field(
        default=1.0, gt=0, description="Time to find out whether it is up."
    )
    first_token_timeout_s: float = Field(
        default=90.0,
        gt=0,
        description="Longest wait for a reply to begin, with the loading of the model.",
    )
    read_timeout_s: float = Field(
        default=30.0, gt=0, description="Longest silence within a reply that has begun."
    )
    retry_wait_s: float = Field(
        default=0.5, ge=0, description="Pause before a failed request is made once more."
    )
    extract_timeout_s: float = Field(
        default=30.0, gt=0, description="Longest reading of a message by the language model."
    )


class AgentSettings(BaseModel):
    """How a run is carried out."""

    model: Literal["auto", "offline", "ollama"] = Field(
        default="auto", description="`auto` takes Ollama when it answers, else the offline policy."
    )
    extraction: Literal["auto", "off"] = Field(
        default="auto",
        description="`auto` lets the language model read what the rules left unread, where Ollama "
        "answers; `off` leaves the reading to the rules.",
    )
    max_steps: int = Field(default=6, ge=1, description="Most model calls in one turn.")
    tool_timeout_s: float = Field(default=20.0, gt=0, description="Longest single tool call.")
    run_timeout_s: float = Field(default=180.0, gt=0, description="Longest run.")
    lease_s: float = Field(default=15.0, gt=1, description="A silent run is taken over after this.")
    sweep_s: float = Field(default=5.0, gt=0, description="How often silent runs are looked for.")
    max_concurrent_runs: int = Field(default=16, ge=1, description="Runs at once in one process.")
    confirmation_ttl_s: float = Field(
        default=600.0, gt=0, description="How long a question before a deletion can be answered."
    )
    max_message_chars: int = Field(default=8_000, ge=1, description="Longest message.")
    trace_contents: bool = Field(
        default=False,
        description="Whether OpenTelemetry spans carry people's words: tool arguments and what was "
        "understood.",
    )


class EvalSettings(BaseModel):
    """Evaluation of models (`stylist eval`)."""

    openai_api_key: SecretStr | None = Field(
        default=None, description="Key for the OpenAI-compatible server of `--model openai:…`."
    )


class WeatherSettings(BaseModel):
    """Weather look-up; a stated weather always wins."""

    enabled: bool = Field(default=True, description="Whether Open-Meteo may be asked.")
    forecast_url: str = Field(
        default="https://api.open-meteo.com/v1/forecast", description="Forecast endpoint."
    )
    geocoding_url: str = Field(
        default="https://geocoding-api.open-meteo.com/v1/search", description="Place look-up."
    )
    timeout_s: float = Field(default=2.0, gt=0, description="Longest wait for an answer.")
    cache_s: int = Field(default=3_600, ge=0, description="How long an answer is kept.")


class JobSettings(BaseModel):
    """The job queue and its workers."""

    heartbeat_s: float = Field(default=2.0, gt=0, description="How often a working job beats.")
    stale_s: float = Field(default=10.0, gt=0, description="A job silent this long is re-queued.")
    sweep_s: float = Field(default=2.0, gt=0, description="How often quiet jobs are looked for.")
    max_attempts: int = Field(default=5, ge=1, description="Attempts before a job is failed.")
    timeout_s: float = Field(default=300.0, gt=0, description="Longest single attempt.")
    poll_delay_s: float = Field(default=0.05, gt=0, description="Queue polling interval.")
    concurrency: int = Field(default=1, ge=1, description="Jobs at once in one worker process.")


class Settings(BaseSettings):
    """Every setting. Nested names join with a double underscore: `STYLIST_DATABASE__URL`."""

    model_config = SettingsConfigDict(
        env_prefix="STYLIST_", env_nested_delimiter="__", env_ignore_empty=True, extra="forbid"
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("stylist", appauthor=False),
        description="Database, blobs and state of the embedded stack.",
    )
    models_dir: Path = Field(
        default_factory=lambda: user_cache_path("stylist", appauthor=False) / "models",
        description="Model weights, shared by all data directories.",
    )
    shared_data: Path = Field(
        default=Path("../shared/data"),
        description="Real images and tables that tests and benchmarks may read.",
    )
    api_url: str | None = Field(
        default=None, description="Base URL of a running stack, for the command line and the UI."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log line that is written."
    )
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    redis: RedisSettings = Field(default_factory=RedisSettings)
    chroma: ChromaSettings = Field(default_factory=ChromaSettings)
    blobs: BlobSettings = Field(default_factory=BlobSettings)
    api: ApiSettings = Field(default_factory=ApiSettings)
    ui: UiSettings = Field(default_factory=UiSettings)
    auth: AuthSettings = Field(default_factory=AuthSettings)
    uploads: UploadSettings = Field(default_factory=UploadSettings)
    speech: SpeechSettings = Field(default_factory=SpeechSettings)
    ollama: OllamaSettings = Field(default_factory=OllamaSettings)
    agent: AgentSettings = Field(default_factory=AgentSettings)
    evals: EvalSettings = Field(default_factory=EvalSettings)
    weather: WeatherSettings = Field(default_factory=WeatherSettings)
    jobs: JobSettings = Field(default_factory=JobSettings)

    @cached_property
    def blob_dir(self) -> Path:
        """Folder of the local blob store."""
        return self.blobs.path or self.data_dir / "blobs"

    @property
    def public_url(self) -> str:
        """Base URL under which clients reach the API."""
        return self.api.public_url or f"http://{self.api.host}:{self.api.port}"


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our own environment with `extra` on top, for a process that we start."""
    return {**os.environ, **extra}
