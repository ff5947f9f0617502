"""Which conversation of the API a browser tab is in, kept across restarts of this process."""

from pathlib import Path
from uuid import UUID

from pydantic import BaseModel


class Place(BaseModel):
    """Where a tab is: its conversation, and the run whose answer it has not seen to the end."""

    tab: str
    conversation: UUID
    run: UUID | None = None


class Sessions:
    """A small append-only file of places; the last one of a tab holds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, tab: str) -> Place | None:
        """Where a tab was; None for a new one."""
        if not self._path.is_file():
            return None
        rows = map(Place.model_validate_json, self._path.read_text("utf-8").splitlines())
        return {row.tab: row for row in rows}.get(tab)

    def keep(self, place: Place) -> None:
        """Remember where a tab is."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{place.model_dump_json()}\n")
