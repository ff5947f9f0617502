"""Dialogues read from their start: a turn after everything that was said before it.

What one history gives is kept, so that the next line of the same dialogue reads one turn only.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from agent.understanding import understand
from agent.understanding.frame.undoing import goes_back
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

USER: Final = "user"
MOST_KEPT: Final = 4096
"""Turns whose frames are kept; the one used longest ago goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message; `shown` are the outfits that it put before the person, None for no change."""

    role: str
    content: str
    shown: tuple[OutfitCard, ...] | None = None


@dataclass(slots=True)
class _Before:
    """What stands before a turn: who said what, what is seen, and the frames of earlier turns."""

    history: list[tuple[str, str]]
    seen: Sequence[OutfitCard]
    turn: int
    past: list[ConstraintFrame]


class Replay:
    """Reads turns with their histories; the same line always gives the same answer."""

    def __init__(self, *, now: Callable[[], datetime], imperial: bool = False) -> None:
        self.now, self.imperial = now, imperial
        self._frames: OrderedDict[bytes, ConstraintFrame] = OrderedDict()

    def read(
        self, history: Sequence[Said], text: str, *, shown: Sequence[OutfitCard] | None = None
    ) -> Understanding:
        """What `text` means after `history`; `shown` is seen in this turn, whatever was before."""
        keys = _digests(history)
        done, frame = self._known(history, keys)
        if any(goes_back(words) for words in [text, *(s.content for s in history[done:])]):
            done, frame = 0, ConstraintFrame()
        before = _Before([], (), 0, [])
        for at, said in enumerate(history):
            if said.role == USER:
                if at >= done:
                    after = self._understand(said.content, frame, before).frame
                    self._keep(keys[at], after)
                    before.past.append(frame)
                    frame = after
                before.turn += 1
            before.history.append((said.role, said.content))
            before.seen = before.seen if said.shown is None else said.shown
        if shown is not None:
            before.seen = shown
            return self._understand(text, frame, before)
        understood = self._understand(text, frame, before)
        self._keep(
            _next(keys[-1] if keys else b"", Said(role=USER, content=text)), understood.frame
        )
        return understood

    def _understand(self, text: str, frame: ConstraintFrame, before: _Before) -> Understanding:
        return understand(
            text,
            frame=frame,
            shown=list(before.seen),
            turn=before.turn,
            now=self.now(),
            history=before.history,
            imperial=self.imperial,
            past=before.past,
        )

    def _known(self, history: Sequence[Said], keys: list[bytes]) -> tuple[int, ConstraintFrame]:
        """How many messages of a history are known already, and the frame after them."""
        for at in range(len(history) - 1, -1, -1):
            if history[at].role == USER and (frame := self._frames.get(keys[at])) is not None:
                self._frames.move_to_end(keys[at])
                return at + 1, frame
        return 0, ConstraintFrame()

    def _keep(self, key: bytes, frame: ConstraintFrame) -> None:
        self._frames[key] = frame
        if len(self._frames) > MOST_KEPT:
            self._frames.popitem(last=False)


def _next(key: bytes, said: Said) -> bytes:
    """The digest of a history with one message more."""
    digest = blake2b(key, digest_size=16)
    for part in (said.role, said.content, *_faces(said)):
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.digest()


def _faces(said: Said) -> list[str]:
    return ["", *(card.model_dump_json() for card in said.shown)] if said.shown is not None else []


def _digests(history: Sequence[Said]) -> list[bytes]:
    keys: list[bytes] = []
    for said in history:
        keys.append(_next(keys[-1] if keys else b"", said))
    return keys
