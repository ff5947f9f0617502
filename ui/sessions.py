"""Which conversation of the API a browser tab is in, kept across restarts of this process."""

import json
from pathlib import Path
from uuid import UUID


class Sessions:
    """A small append-only file of (tab, conversation) pairs; the last pair of a tab holds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, tab: str) -> UUID | None:
        """The conversation of a tab that has one already."""
        if not self._path.is_file():
            return None
        rows = map(json.loads, self._path.read_text("utf-8").splitlines())
        known = {row["tab"]: row["conversation"] for row in rows}
        return UUID(known[tab]) if tab in known else None

    def keep(self, tab: str, conversation_id: UUID) -> None:
        """Remember the conversation of a tab."""
        row = json.dumps({"tab": tab, "conversation": str(conversation_id)})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
