"""`stylist demo`: a drawn wardrobe, for a start without photos."""

import time
from collections.abc import Callable
from typing import Annotated, Any

import httpx
import typer

from cli.api_client import checked, open_api
from cli.configured import read_settings
from cli.output import Output
from stylist.errors import BackendUnavailable

LONGEST_S = 120.0


def fill_empty_wardrobe(api_url: str, say: Callable[[str], None]) -> None:
    """Ask the running stack to draw the demo wardrobe when the wardrobe is empty."""
    try:
        with httpx.Client(base_url=api_url, timeout=30.0, trust_env=False) as client:
            if checked(client.get("/v1/garments", params={"limit": 1}))["garments"]:
                return
            checked(client.post("/v1/wardrobe/demo"))
    except httpx.TransportError as error:
        raise BackendUnavailable(f"The API at {api_url} does not answer: {error}") from error
    say("Drawing a demo wardrobe; it is there in a minute. Your own photos can join or replace it.")


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Add the drawn demo wardrobe, and return when it is there."""
    out = Output(as_json=as_json)
    with out.errors(), open_api(read_settings()) as client:
        job_id = checked(client.post("/v1/wardrobe/demo"))["job_id"]
        job = _ended(client, job_id)
        if job["status"] != "completed":
            raise BackendUnavailable(job.get("error_message") or "The drawing did not end well.")
        out.result(job["result"], lambda: out.say("The demo wardrobe is in your wardrobe."))


def _ended(client: httpx.Client, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        job = checked(client.get(f"/v1/jobs/{job_id}"))
        if job["status"] in ("completed", "failed", "cancelled"):
            return job
        time.sleep(0.2)
    raise BackendUnavailable("The drawing takes too long; `stylist doctor` tells why.")
