"""What the reply owns up to: words that may not mean what they say, and wishes it can't check."""

from collections.abc import Iterator
from typing import Final

from agent.policy.situation import Situation
from agent.policy.talk import says, word_list
from agent.policy.wording import say
from agent.understanding.acts.dialogue import listen
from agent.understanding.acts.elsewhere import own_matter
from agent.understanding.words.lexicon import lexicon, signals
from agent.understanding.words.predicates import is_known
from agent.understanding.words.spelling import mended, plain_words
from agent.understanding.words.tokens import tokenize
from stylist.wording import listed

_PLURAL = {
    "neckline": "necklines", "sleeves": "sleeves", "length": "lengths",
    "embellishment": "trimmings", "cut": "cuts", "size": "sizes", "brand": "brands",
    "price": "prices", "rating": "ratings",
}  # fmt: skip
"""How each attribute of a detail is spoken of."""


_FEW: Final = 6
"""Words of a remark; more of them, with nothing read, are of something else."""


def unknown_garment(situation: Situation) -> str:
    """The word for something to wear that no list knows: "spacesuit"; "" where there is none."""
    found = says("worn", situation.user_text) or says("wished", situation.user_text)
    if found is None:
        return ""
    said = found["said"].casefold()
    words = [said, said.removesuffix("s")]
    known = any(w in lexicon().known or w in signals().known or w in plain_words() for w in words)
    known = known or any(is_known(word) for word in words) or mended(said) != said
    return "" if known or said in word_list("no_garments") else said


def in_another_language(situation: Situation) -> bool:
    """Whether the turn was not in English, so that nothing was read from it."""
    return any(doubt.why == "language" for doubt in situation.understanding.uncertain)


def not_caught(situation: Situation) -> bool:
    """Whether so little was said, and none of it of other matters, that it was only not read."""
    text = situation.user_text
    if "?" in text or len(text.split()) > _FEW or own_matter(text) != text:
        return False
    return not listen(tokenize(text)).has("out_of_scope")


def owned_up(situation: Situation) -> Iterator[str]:
    """A sentence for each kind of doubt of this turn, and one for details that no tool checks."""
    for doubt in situation.understanding.uncertain:
        if doubt.why in ("sarcasm", "contradiction", "unclear"):
            said = " ".join(doubt.text.split())[:80]
            yield say(f"reply_{doubt.why}", situation, said=said)
    if says("packs", situation.user_text):
        yield say("reply_packing", situation)
    if unknown := unknown_garment(situation):
        yield say("reply_unknown_wish", situation, said=unknown)
    if "out_of_scope" in situation.understanding.acts:
        yield say("reply_beside_scope", situation)
    added = situation.understanding.delta.add
    known = {str(doubt.text).casefold() for doubt in situation.understanding.uncertain}
    noted = [note for note in added.get("notes", []) if str(note).casefold() not in known]
    if noted and not added.keys() - {"notes"}:
        yield say("reply_only_noted", situation, said=" ".join(str(noted[0]).split())[:80])
    rows = [*added.get("details.want", []), *added.get("details.avoid", [])]
    if attributes := dict.fromkeys(_PLURAL[str(row["attribute"])] for row in rows):
        yield say("reply_unchecked", situation, what=listed(list(attributes), "or"))
