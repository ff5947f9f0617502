from uuid import uuid4

from db import garments
from db.effective_garments import get_effective
from db.models import User


async def test_naming_a_colour_ends_every_doubt_about_colours(session) -> None:
    user = User(email=f"{uuid4()}@example.org")
    session.add(user)
    await session.flush()
    garment = await garments.add_garment(
        session, owner_id=user.id, image_key="key", content_sha256="0" * 64
    )
    await garments.add_prediction(
        session,
        garment.id,
        category="sweater",
        subcategory=None,
        attributes={"color_primary": "navy"},
        confidence={"category": 0.9, "color:navy": 0.6, "color:black": 0.4},
        backend={},
    )
    seen = await get_effective(session, garment.id, owner_id=user.id)
    assert seen.confidence["color:black"] == 0.4
    await garments.add_label(
        session, garment.id, owner_id=user.id, fields={"color_primary": "navy"}
    )
    named = await get_effective(session, garment.id, owner_id=user.id)
    assert named.confidence == {"category": 0.9, "color_primary": 1.0}
