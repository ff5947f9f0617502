"""What a person says of themselves, beyond this conversation: "I never wear brown"."""

from agent.understanding.words.atoms import Atom
from agent.understanding.words.phrases import Phrase
from stylist.frame import ConstraintFrame, Tastes


class Oneself:
    """Collects tastes where a turn speaks in `general`."""

    def __init__(self, *, general: bool) -> None:
        self.general = general
        self.tastes = Tastes()

    def say_of_thing(self, phrase: Phrase) -> None:
        """Note the colours that are liked or not on anything."""
        if not self.general or phrase.head is not None:
            return
        target = {"want": self.tastes.favorite_colors, "avoid": self.tastes.avoid_colors}
        for piece in phrase.pieces():
            if piece.color and phrase.polarity in target:
                target[phrase.polarity].append(piece.color)

    def say_of_manner(self, atom: Atom, frame: ConstraintFrame) -> None:
        """Note a style, or the fit that `frame` holds by now."""
        if not self.general:
            return
        if atom.kind == "style":
            avoided = atom.polarity == "avoid"
            listed = self.tastes.avoid_styles if avoided else self.tastes.preferred_styles
            listed.append(str(atom.value))
        elif atom.kind == "fit" and frame.fit:
            self.tastes.preferred_fit = frame.fit
