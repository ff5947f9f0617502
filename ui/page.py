"""What a turn can show, whatever draws it."""

from collections.abc import Sequence
from typing import Any, Protocol

from stylist.confirmations import Confirmation
from stylist.outfits import OutfitCard


class Page(Protocol):
    """The surface that a run's events are rendered on."""

    async def begin_text(self) -> None:
        """Keep the place where the reply will stand, above what is shown next."""
        ...

    async def add_text(self, text: str) -> None:
        """Append a piece of the reply."""
        ...

    async def set_text(self, text: str) -> None:
        """Make the reply exactly this."""
        ...

    async def open_step(self, key: str, title: str, arguments: dict[str, Any]) -> None:
        """Show that a tool call has begun."""
        ...

    async def move_step(self, key: str, label: str, fraction: float | None) -> None:
        """Show how far a tool call is."""
        ...

    async def close_step(self, key: str, summary: str, *, ok: bool) -> None:
        """Show how a tool call ended."""
        ...

    async def show_outfits(self, outfits: Sequence[OutfitCard]) -> None:
        """Show outfits as cards with pictures and buttons."""
        ...

    async def ask_leave(self, asked: Confirmation) -> None:
        """Offer a yes and a no to the question that the reply asks."""
        ...

    async def notice(self, text: str) -> None:
        """Say something about the turn itself: a failure, a stop, a degraded part."""
        ...
