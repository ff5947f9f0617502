"""Talks to the chat routes as a client does, and reads what comes back."""

import json
from typing import Any

Frame = tuple[str | None, str, dict[str, Any]]


def read_frames(text: str) -> list[Frame]:
    """The frames of an event stream: (id, type, data)."""
    frames: list[Frame] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if fields:
            frames.append((fields.get("id"), fields["event"], json.loads(fields["data"])))
    return frames


async def begin(person: Any) -> str:
    """A new conversation's id."""
    return (await person.client.post("/v1/conversations")).json()["id"]


async def say(person: Any, conversation: str, content: str) -> "Turn":
    """One turn as a stream of events."""
    answer = await person.client.post(
        f"/v1/conversations/{conversation}/messages",
        json={"content": content},
        headers={"Accept": "text/event-stream"},
    )
    assert answer.status_code == 200, answer.text
    return Turn(read_frames(answer.text))


async def read_events(person: Any, run_id: str, **headers: str) -> list[Frame]:
    """A run's events from the events route."""
    answer = await person.client.get(f"/v1/runs/{run_id}/events", headers=headers)
    assert answer.status_code == 200, answer.text
    return read_frames(answer.text)


class Turn:
    """The frames of one turn."""

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames
        self.types = [type_ for _, type_, _ in frames]

    def last(self, type_: str) -> dict[str, Any]:
        """The data of the newest event of a type."""
        return [data for _, name, data in self.frames if name == type_][-1]

    @property
    def run_id(self) -> str:
        """The run's id."""
        return str(self.last("run.started")["run_id"])

    @property
    def outfits(self) -> list[dict[str, Any]]:
        """The outfits that were shown."""
        return list(self.last("outfits.shown")["outfits"])

    @property
    def reply(self) -> str:
        """The whole reply."""
        return str(self.last("message.finished")["text"])

    @property
    def constraints(self) -> dict[str, Any]:
        """The frame after the turn."""
        return dict(self.last("constraints.updated")["constraints"])

    @property
    def tools(self) -> list[str]:
        """The tools that were called."""
        return [data["name"] for _, type_, data in self.frames if type_ == "tool.started"]


def colors_of(outfit: dict[str, Any]) -> set[str]:
    """Every colour of an outfit."""
    return {color["name"] for item in outfit["items"] for color in item["colors"]}


def kinds_of(outfit: dict[str, Any]) -> set[str]:
    """Every category and subcategory of an outfit."""
    pairs = ((item["category"], item["subcategory"]) for item in outfit["items"])
    return {name for pair in pairs for name in pair if name}
