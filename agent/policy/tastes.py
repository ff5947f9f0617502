"""Whether somebody only tells what they like in general, and asks for nothing yet."""

from agent.policy.situation import Situation


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
