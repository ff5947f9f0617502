"""Lasting tastes: told, asked for, and in words."""

from typing import Any, Final

from agent.policy.situation import Call, Situation
from agent.policy.talk import says
from stylist.wording import listed

MOST_LEARNED: Final = 3
_CLEAR: Final = 0.2
"""Log-odds from which a learned weight is worth telling."""
_STATED: Final = {
    "favorite_colors": "you like {}",
    "avoid_colors": "no {}",
    "preferred_styles": "{} is your style",
    "avoid_styles": "nothing {}",
    "preferred_fit": "a {} fit",
}


def asks_for_tastes(text: str) -> bool:
    """Whether somebody asks what is known of them beyond this conversation."""
    return says("known_of_me", text) is not None


def read_tastes() -> Call:
    """The call that changes nothing and tells what is kept."""
    return Call(name="update_preferences", arguments={})


def in_words(tastes: dict[str, Any]) -> str:
    """Stated tastes as a list in words."""
    return listed(
        [
            _STATED[name].format(value if isinstance(value, str) else listed(value))
            for name, value in tastes.items()
            if value and name in _STATED
        ]
    )


def learned_in_words(tastes: dict[str, Any]) -> str:
    """What reactions have taught, the clearest first; "" where nothing is clear."""
    weights = sorted(tastes.get("learned_weights", {}).items(), key=lambda one: -abs(one[1]))
    clear = [(name, weight) for name, weight in weights if abs(weight) >= _CLEAR]
    told = [
        f"{'more' if weight > 0 else 'less'} {name.partition(':')[2].replace('-', ' ')}"
        for name, weight in clear
        if ":" in name
    ]
    return listed(told[:MOST_LEARNED])


def only_tastes(situation: Situation) -> bool:
    """Whether lasting tastes are all that was said, before anything was shown."""
    said = situation.understanding
    tastes = said.tastes
    if situation.shown or tastes == type(tastes)() or said.delta.moves or said.swap_slots:
        return False
    known = {
        "colors.want": tastes.favorite_colors,
        "colors.avoid": tastes.avoid_colors,
        "styles.want": tastes.preferred_styles,
        "styles.avoid": tastes.avoid_styles,
    }
    added = all(
        value in known.get(path, []) for path, values in said.delta.add.items() for value in values
    )
    return added and all(
        path == "fit" and value == tastes.preferred_fit for path, value in said.delta.set.items()
    )
