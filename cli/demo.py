"""The demo wardrobe's door at the command line."""

from collections.abc import Callable

import httpx


def fill_empty_wardrobe(api_url: str, say: Callable[[str], None]) -> None:
    """Ask the running stack to draw the demo wardrobe when the wardrobe is empty."""
    with httpx.Client(base_url=api_url, timeout=30.0, trust_env=False) as client:
        wardrobe = client.get("/v1/garments", params={"limit": 1}).json()
        if wardrobe["garments"]:
            return
        answer = client.post("/v1/wardrobe/demo")
        if answer.is_success:
            say("Drawing a demo wardrobe; your own photos can join or replace it.")
        else:
            say(f"The demo wardrobe was not drawn: {answer.json().get('detail')}")
