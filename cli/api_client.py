"""The command line's HTTP client of a running stack."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from cli.stack import state
from stylist.errors import BackendUnavailable, BadRequest, StylistError
from stylist.settings import Settings


class ApiProblem(StylistError):
    """The API answered with problem JSON."""

    def __init__(self, problem: dict[str, Any], status: int) -> None:
        told = str(problem.get("detail") or problem.get("title") or f"HTTP {status}")
        super().__init__(told, code=problem["code"])
        self.problem = problem
        self.http_status = status

    @property
    def passes(self) -> bool:
        """Whether it is worth another try: a server behind the API is being started again."""
        return self.http_status == httpx.codes.SERVICE_UNAVAILABLE


def find_api(settings: Settings) -> str:
    """The base URL of the running stack: from the settings, else from the data directory.

    Raises:
        BackendUnavailable: nothing runs there.
    """
    if settings.api_url:
        return settings.api_url.rstrip("/")
    running = state.read(settings.data_dir)
    if running is None or not state.is_alive(running.supervisor):
        raise BackendUnavailable(
            f"No Stylist runs on {settings.data_dir}. Start it with `stylist up` (or `make run`), "
            "or set STYLIST_API_URL."
        )
    return running.api_url


@contextmanager
def open_api(settings: Settings, *, timeout_s: float = 30.0) -> Iterator[httpx.Client]:
    """Open a client of the running stack; a lost connection is an expected failure.

    Raises:
        BackendUnavailable: nothing runs there, or it does not answer.
        BadRequest: its URL is none.
    """
    base = find_api(settings)
    try:
        with httpx.Client(base_url=base, timeout=timeout_s, trust_env=False) as client:
            yield client
    except httpx.TransportError as error:
        raise BackendUnavailable(f"The API at {base} does not answer: {error}") from error
    except httpx.InvalidURL as error:
        raise BadRequest(f"STYLIST_API_URL is not a URL: {error}.") from error


def checked(response: httpx.Response) -> dict[str, Any]:
    """The JSON of a good answer.

    Raises:
        ApiProblem: the API refused.
        BackendUnavailable: something else than Stylist's API answers there.
    """
    if response.is_success and not response.content:
        return {}
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or not (response.is_success or "code" in body):
        raise BackendUnavailable(
            f"{response.url} answers {response.status_code}, but not as Stylist's API does. "
            "Is STYLIST_API_URL right?"
        )
    if not response.is_success:
        raise ApiProblem(body, response.status_code)
    return body
