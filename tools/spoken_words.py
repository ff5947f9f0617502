"""The words a person is likely to say: what their garments are called."""

from collections import Counter

from db.effective_garments import list_effective
from stylist.garments import IN_SIGHT, GarmentView
from tools.deps import Deps

MOST = 60
"""Names that go along with a recording; the prompt takes fewer still."""
LONGEST = 60
"""Characters of a name that are said in one breath."""


async def spoken_words(deps: Deps) -> list[str]:
    """The person's own names for garments, then kinds and colours, the commonest first."""
    async with deps.sessions() as session:
        views = await list_effective(session, owner_id=deps.owner_id, availability=IN_SIGHT)
    return words_of(views)


def words_of(views: list[GarmentView]) -> list[str]:
    """The same for garments, each word or name once."""
    own = [view.custom_name for view in views if view.custom_name]
    kinds = Counter(kind for view in views if (kind := view.subcategory or view.category))
    colors = Counter(color for view in views for color in (view.attributes.color_primary,) if color)
    brands = Counter(view.brand for view in views if view.brand)
    common = (word for counted in (kinds, colors, brands) for word, _ in counted.most_common())
    return list(dict.fromkeys(word[:LONGEST] for word in (*own, *common)))[:MOST]
