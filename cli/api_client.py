"""The command line's HTTP client of a running stack."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from cli.stack import state
from stylist.errors import BackendUnavailable, StylistError
from stylist.settings import Settings


class ApiProblem(StylistError):
    """The API answered with problem JSON."""

    def __init__(self, problem: dict[str, Any], status: int) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or f"HTTP {status}"))
        self.problem = problem
        self.http_status = status


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
    """Open a client of the running stack; a lost connection is an expected failure."""
    base = find_api(settings)
    try:
        with httpx.Client(base_url=base, timeout=timeout_s, trust_env=False) as client:
            yield client
    except httpx.TransportError as error:
        raise BackendUnavailable(f"The API at {base} does not answer: {error}") from error


def checked(response: httpx.Response) -> dict[str, Any]:
    """The JSON of a good answer.

    Raises:
        ApiProblem: the API refused.
    """
    if response.is_success:
        body: dict[str, Any] = response.json() if response.content else {}
        return body
    try:
        problem = response.json()
    except ValueError:
        problem = {"title": response.text[:200]}
    raise ApiProblem(problem, response.status_code)
