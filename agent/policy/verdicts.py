"""What somebody thinks of each outfit on the screen: liked, saved, worn, refused, felt."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.policy.complaints import felt_in_it
from agent.policy.pointed import referred
from agent.policy.praise import meant_alone, only_asked, only_talks
from agent.policy.situation import Call, Situation
from agent.policy.talk import says
from stylist.frame import Reference
from stylist.outfits import OutfitCard

_END: Final = re.compile(r"[.!?;,:/\n]+|\b(?:and|but|then|while|though)\b")
_OUTFIT: Final = (
    r"(?:it|this|that|these|those|them|both|(?:the |this |that |outfit |look |number )*"
    r"(?:one|outfit|look|first|second|third|fourth|fifth|sixth|last|\d(?:st|nd|rd|th)?)\b)"
)
_SAVES: Final = re.compile(
    rf"\b(?:save|saving|saved|bookmark|favou?rite)\s+{_OUTFIT}"
    rf"|\b(?:keep|put|set)\s+{_OUTFIT}(?:\s+\w+)?\s+(?:for (?:later|another|next|the)|aside|by)\b"
    rf"|\badd\s+{_OUTFIT}.*\b(?:saved|favou?rites|collection)\b"
)
_WEARS: Final = re.compile(r"\b(?:wear|wearing|wore|worn)\b")
_WOULD: Final = re.compile(r"\b(?:id|i would) wear\b")
_WORE: Final = re.compile(rf"\bi(?:ve| have)? (?:just )?(?:wore|worn|had on)\s+{_OUTFIT}")
_TAKES: Final = re.compile(
    r"\b(?:wearing|going (?:with|for)|lets (?:do|go with|take)"
    r"|(?:i(?:ll| will|d| would)|think ill|think id) (?:wear|take|choose|pick|go (?:with|for)))"
    rf"\s+{_OUTFIT}(?!.*\?)"
)
_OTHERS: Final = re.compile(
    r"\b(?:else|another|others?|different|more (?:options|ideas|outfits|looks)|next|again|new)\b"
)
_FILLER: Final = re.compile(r"\b(?:ok|okay|hm+|well|please|thanks|thank you|so|now|oh|alright)\b")
_LIKES: Final = re.compile(
    r"\b(?:like|love|adore|prefer|better|great|nice|perfect|good|lovely|fine|take|yes|keep)\b"
)
_DENIES: Final = re.compile(r"\b(?:no|not|never|nor|neither|hate|dislike|without|\w+nt)\b")


def verdicts(situation: Situation) -> Iterator[Call]:
    """A note of each outfit that is judged; a refused garment is no refused outfit.

    What is noted shapes every later outfit, so that only talk ("nice!" under three outfits, "nice,
    but …", a question, what others like) notes nothing.
    """
    if not situation.shown:
        return
    if felt := felt_in_it(situation.user_text):
        yield _note((referred(situation) or situation.shown)[0], felt)
        return
    acts = situation.understanding.acts
    if any(doubt.why == "sarcasm" for doubt in situation.understanding.uncertain):
        return
    if "reject" in acts and (
        _only_garments(situation.understanding.references) or _only_asks_for_others(situation)
    ):
        return
    marks = saves_or_wears(situation)
    if not {"accept", "reject"} & set(acts) and not marks:
        return
    text = _plain(situation.user_text)
    if "reject" not in acts and not marks and (_SAVES.search(text) or only_talks(situation)):
        return
    overall = "dislike" if "reject" in acts else _liking(text)
    cards = referred(situation) or meant_alone(situation)
    for card in cards:
        action = _opinion(situation, card, overall) if len(cards) > 1 else overall
        if action is not None:
            yield _note(card, action)


def disliked(situation: Situation) -> set[str]:
    """The ids of the shown outfits that this turn refuses."""
    notes = (call.arguments for call in verdicts(situation))
    return {str(note["outfit_id"]) for note in notes if note["action"] == "dislike"}


def saves_or_wears(situation: Situation) -> bool:
    """Whether an outfit on the screen is put by, taken, or told to have been worn."""
    text = _plain(situation.user_text)
    done = next((m for p in (_SAVES, _WORE, _TAKES) if (m := p.search(text))), None)
    if not situation.shown or done is None or _denied(text, done.start()):
        return False
    return not only_asked(text, done.start()) and not says("if_it_were", text)


def only_notes(situation: Situation) -> bool:
    """Whether nothing but what an outfit was or is good for was told.

    "I wore the second today" and "that works for Friday" name a day, which asks for no outfit.
    """
    said = situation.understanding
    asks = said.delta.add or said.delta.moves or said.swap_slots or "reject" in said.acts
    changed = set(said.delta.set) - {"weather.when"}
    takes = "accept" in said.acts and not says("asks_more", situation.user_text)
    return (saves_or_wears(situation) or takes) and not asks and not changed


def _denied(text: str, at: int) -> bool:
    clause = _END.split(text[:at])[-1]
    return _DENIES.search(clause) is not None


def _note(card: OutfitCard, action: str) -> Call:
    arguments = {"outfit_id": str(card.id), "action": action, "reason": ""}
    return Call(name="record_feedback", arguments=arguments)


def _liking(text: str) -> str:
    if _SAVES.search(text):
        return "save"
    return "wear" if _WEARS.search(text) and not _WOULD.search(text) else "like"


def _opinion(situation: Situation, card: OutfitCard, overall: str) -> str | None:
    """What is thought of one of several outfits, by the words of the clause that names it."""
    text = _plain(situation.user_text)
    names = [
        r.text
        for r in situation.understanding.references
        if r.outfit_id == str(card.id) and not r.garment_ids
    ]
    at = next((text.find(_plain(name)) for name in names if _plain(name) in text), -1)
    if at < 0:
        return overall
    starts = [0, *(m.end() for m in _END.finditer(text) if m.end() <= at)]
    ends = [m.start() for m in _END.finditer(text) if m.start() >= at + len(_plain(names[0]))]
    clause = text[starts[-1] : ends[0] if ends else len(text)]
    if _DENIES.search(clause):
        return "dislike"
    if _SAVES.search(clause) or _WEARS.search(clause) or _LIKES.search(clause):
        return _liking(clause)
    judged = len(clause.split()) > len(_plain(names[0]).split())
    # A clause of its own that judges nothing ("swap the shoes of the first") is no verdict.
    return None if judged and overall == "dislike" else overall


def _only_asks_for_others(situation: Situation) -> bool:
    """Whether something else is asked for and nothing said of what is there: no dislike."""
    text = _plain(situation.user_text)
    if situation.understanding.references or _DENIES.search(text):
        return False
    clauses = [_FILLER.sub("", clause).strip() for clause in _END.split(text)]
    return all(not clause or _OTHERS.search(clause) for clause in clauses)


def _only_garments(references: Sequence[Reference]) -> bool:
    return bool(references) and all(reference.garment_ids for reference in references)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("'", "").replace("’", "").split())
