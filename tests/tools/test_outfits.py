"""The outfit capabilities over a real database, from garments to stored outfits and taste."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from db import garments as garment_rows
from db.garments import list_effective, withdraw_outfits_of
from db.models import User
from db.vector_collections import ensure_collection
from ml.outfits.compatibility.visual import FILE, LEFT_OUT, WIDTH, VisualPairs, write_visual
from stylist import vocabulary
from stylist.errors import BackendUnavailable, BadRequest, Conflict, NotFound
from stylist.frame import ConstraintFrame, Formality, Weather, Wish
from stylist.settings import Settings
from tools.demo_wardrobe import draw_demo_wardrobe
from tools.explain_outfit import explain_outfit
from tools.looks import DAMAGED, MISSING
from tools.outfits import list_outfits, read_outfit
from tools.recommend_outfits import recommend_outfits
from tools.record_feedback import record_feedback
from tools.score_outfit import score_outfit
from tools.services import open_services
from tools.swap_item import swap_item
from tools.update_preferences import PreferencesChange, read_preferences, update_preferences

RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)
WARDROBE = [
    ("shirt", "white"), ("shirt", "light-blue"), ("polo", "navy"), ("sweater", "beige"),
    ("sweater", "burgundy"), ("trousers", "gray"), ("chinos", "navy"), ("jeans", "blue"),
    ("blazer", "navy"), ("trench-coat", "gray"), ("quilted-coat", "burgundy"),
    ("oxfords", "brown"), ("sneakers", "white"), ("loafers", "burgundy"),
    ("ankle-boots", "brown"), ("puffer-jacket", "black"),
]  # fmt: skip


@pytest.fixture
async def services(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions)


async def move_in(services, wardrobe):
    """A new user who owns these garments."""
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        for name, color in wardrobe:
            await add(session, user.id, name, color)
    return services.for_owner(user.id)


async def add(session, owner_id, name, color):
    kind = vocabulary.kinds()[name]
    row = await garment_rows.add_garment(
        session, owner_id=owner_id, image_key=f"{name}-{color}.jpg", content_sha256="0" * 64
    )
    row.status, row.thumbnail_path = "ready", f"{name}-{color}.webp"
    await garment_rows.add_label(
        session,
        row.id,
        owner_id=owner_id,
        fields={"category": kind.category, "subcategory": name if kind.parent else None}
        | {"color_primary": color},
    )


@pytest.fixture
async def deps(services):
    return await move_in(services, WARDROBE)


async def test_a_rainy_day_gives_three_stored_outfits_with_pictures(deps):
    run_id = uuid4()
    found = await recommend_outfits(deps, frame=RAINY, run_id=run_id)
    assert len(found.outfits) == 3
    for card in found.outfits:
        assert "outerwear" in card.slots
        assert all(item.category != "boots" for item in card.items)
        assert all(item.thumbnail_url.startswith("/v1/images/") for item in card.items)
        assert await read_outfit(deps, card.id) == card
    listed = (await list_outfits(deps)).outfits
    assert {card.id for card in listed} == {card.id for card in found.outfits}


@pytest.fixture
def fitted(deps):
    """Weights of looks in the folder of models, random but strong."""
    rng = np.random.default_rng(4)
    axes, _ = np.linalg.qr(rng.normal(size=(WIDTH, 8)))
    judge = VisualPairs(axes, rng.choice([-400.0, 400.0], 8), np.zeros(WIDTH), 0.0, 1.0)
    write_visual(deps.settings.models_dir / FILE, judge)
    return judge


class Features:
    """The vectors of an index, in memory; counts how often it is asked, and for whom."""

    def __init__(self, held):
        self.held, self.asked = held, []

    async def get(self, collection, *, owner_id, ids):
        self.asked.append((collection, owner_id))
        if self.held is None:
            raise BackendUnavailable("The vector index does not answer.")
        return {id_: self.held[id_] for id_ in ids if id_ in self.held}


async def with_features(deps, *, width=WIDTH):
    """The same person with an index that has features of all their garments but one."""
    async with deps.sessions.begin() as session:
        owned = await list_effective(session, owner_id=deps.owner_id)
        await ensure_collection(session, name="garments", role="clip", embedder="clip-vit-b-32")
    rng = np.random.default_rng(5)
    held = {g.id: rng.normal(size=width).astype(np.float32) for g in owned[1:]}
    features = Features(held)
    return replace(deps, services=replace(deps.services, vectors=features)), features


async def test_without_fitted_weights_no_feature_is_read_and_nothing_changes(deps):
    plain = await recommend_outfits(deps, frame=RAINY)
    seeing, features = await with_features(deps)
    found = await recommend_outfits(seeing, frame=RAINY)
    assert features.asked == []
    assert [card.garment_ids for card in found.outfits] == [c.garment_ids for c in plain.outfits]
    assert [card.score for card in found.outfits] == [card.score for card in plain.outfits]
    assert found.degraded == plain.degraded == []


async def test_fitted_weights_judge_the_owners_photos_wherever_outfits_are_judged(deps, fitted):
    seeing, features = await with_features(deps)
    found = await recommend_outfits(seeing, frame=RAINY)
    assert set(features.asked) == {("garments", deps.owner_id)}
    assert found.degraded == []
    card = found.outfits[0]
    asked = {"garment_ids": card.garment_ids, "frame": RAINY}
    judged = await score_outfit(seeing, **asked)
    unseen = await score_outfit(deps, **asked)
    assert judged.score == pytest.approx(card.score, abs=1e-4)
    parts = [one.score_breakdown["compatibility"].score for one in (judged, unseen)]
    assert parts[0] != pytest.approx(parts[1], abs=1e-3)
    swapped = await swap_item(seeing, outfit_id=card.id, slot="shoes", frame=RAINY)
    assert swapped.degraded == []


async def test_it_is_said_why_photos_are_not_judged_though_weights_were_fitted(
    deps, fitted, monkeypatch
):
    plain = await recommend_outfits(deps, frame=RAINY)
    assert plain.degraded == [MISSING]
    narrow, _ = await with_features(deps, width=7)
    assert (await recommend_outfits(narrow, frame=RAINY)).degraded == [MISSING]
    away = replace(deps, services=replace(deps.services, vectors=Features(None)))
    found = await recommend_outfits(away, frame=RAINY)
    assert found.degraded == [MISSING]
    assert [card.score for card in found.outfits] == [card.score for card in plain.outfits]
    swapped = await swap_item(away, outfit_id=found.outfits[0].id, slot="shoes", frame=RAINY)
    assert swapped.degraded == [MISSING]
    monkeypatch.setattr("tools.looks.MOST_SEEN", 3)
    assert (await recommend_outfits(away, frame=RAINY)).degraded == [LEFT_OUT]
    (deps.settings.models_dir / FILE).write_bytes(b"no weights")
    assert (await recommend_outfits(away, frame=RAINY)).degraded == [DAMAGED]


async def test_outfits_of_somebody_else_do_not_exist(services, deps):
    card = (await recommend_outfits(deps, frame=RAINY)).outfits[0]
    stranger = await move_in(services, [])
    for call in (
        read_outfit(stranger, card.id),
        explain_outfit(stranger, outfit_id=card.id),
        record_feedback(stranger, outfit_id=card.id, action="like"),
        swap_item(stranger, outfit_id=card.id, slot="shoes", frame=RAINY),
        score_outfit(stranger, garment_ids=card.garment_ids, frame=RAINY),
        recommend_outfits(stranger, frame=RAINY, reference_outfit_id=card.id),
    ):
        with pytest.raises(NotFound):
            await call


async def test_what_was_shown_can_be_left_out(deps):
    first = await recommend_outfits(deps, frame=RAINY)
    shown = [card.id for card in first.outfits]
    second = await recommend_outfits(deps, frame=RAINY, exclude_outfit_ids=shown)
    before = {frozenset(card.garment_ids) for card in first.outfits}
    assert before.isdisjoint(frozenset(card.garment_ids) for card in second.outfits)


async def test_warmer_than_a_shown_outfit_is_warmer(deps):
    frame = ConstraintFrame(weather=Weather(temperature_c=18))
    reference = (await recommend_outfits(deps, frame=frame, count=1)).outfits[0]
    warmer = await recommend_outfits(
        deps, frame=frame, moves=["warmer"], reference_outfit_id=reference.id
    )

    def insulation(card):
        return float(card.score_breakdown["warmth"].reason.split(" clo")[0])

    assert warmer.outfits
    assert all(insulation(card) > insulation(reference) for card in warmer.outfits)


async def test_a_swap_keeps_the_rest_and_is_stored(deps):
    before = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    [after] = (await swap_item(deps, outfit_id=before.id, slot="shoes", frame=RAINY)).outfits
    changed = set(after.garment_ids) - set(before.garment_ids)
    assert changed == set(after.slots["shoes"])
    assert await read_outfit(deps, after.id) == after


async def test_an_outfit_of_a_deleted_garment_is_read_but_not_swapped_or_listed(deps):
    card = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    gone = card.slots["top"][0]
    async with deps.sessions.begin() as session:
        await garment_rows.delete_garment(session, gone, owner_id=deps.owner_id)
        await withdraw_outfits_of(session, gone, owner_id=deps.owner_id)
    kept = await read_outfit(deps, card.id)
    tombstone = next(item for item in kept.items if item.garment_id == gone)
    assert tombstone.name
    assert tombstone.thumbnail_url is None
    assert (await list_outfits(deps)).outfits == []
    with pytest.raises(Conflict):
        await swap_item(deps, outfit_id=card.id, slot="shoes", frame=RAINY)


async def test_own_combinations_are_scored_and_unknown_garments_refused(deps):
    card = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    scored = await score_outfit(deps, garment_ids=card.garment_ids, frame=RAINY)
    assert scored.score == pytest.approx(card.score)
    with pytest.raises(NotFound):
        await score_outfit(deps, garment_ids=[uuid4()], frame=RAINY)


async def test_an_explanation_speaks_of_the_outfit_and_of_what_is_not_in_it(deps):
    card = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    why = await explain_outfit(deps, outfit_id=card.id)
    assert "arm enough for 12 °C" in why.text
    assert why.outfit == card
    why_not = await explain_outfit(deps, outfit_id=card.id, why_not_color_name="black")
    assert why_not.text == "Everything black is ruled out: no black."


async def test_feedback_teaches_once_and_can_be_forgotten(deps):
    cards = (await recommend_outfits(deps, frame=RAINY)).outfits
    first = await record_feedback(deps, outfit_id=cards[0].id, action="like")
    again = await record_feedback(deps, outfit_id=cards[0].id, action="like")
    assert first.feedback_id == again.feedback_id
    assert set(first.learned_weights) == set(again.learned_weights)
    assert (await read_preferences(deps)).learned_weights == again.learned_weights != {}
    reset = await update_preferences(deps, change=PreferencesChange(reset_learned=True))
    assert reset.learned_weights == {}


async def test_a_disliked_outfit_is_not_shown_again(deps):
    card = (await recommend_outfits(deps, frame=RAINY)).outfits[0]
    await record_feedback(deps, outfit_id=card.id, action="dislike", reason="colour")
    again = await recommend_outfits(deps, frame=RAINY, count=5)
    assert all(set(other.garment_ids) != set(card.garment_ids) for other in again.outfits)


async def test_worn_clothes_rest(deps):
    card = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    await record_feedback(deps, outfit_id=card.id, action="wear")
    scored = await score_outfit(deps, garment_ids=card.garment_ids, frame=RAINY)
    assert scored.score_breakdown["rotation"].score < 0.6


async def test_an_unknown_reaction_colour_or_band_is_refused(deps):
    card = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    with pytest.raises(BadRequest):
        await record_feedback(deps, outfit_id=card.id, action="love")
    for change in (
        PreferencesChange(favorite_colors=["greenish"]),
        PreferencesChange(preferred_fit="tiny"),
        PreferencesChange(formality_min=0.9, formality_max=0.2),
    ):
        with pytest.raises(BadRequest):
            await update_preferences(deps, change=change)


async def test_an_empty_wardrobe_says_so(services):
    found = await recommend_outfits(await move_in(services, []), frame=RAINY)
    assert found.outfits == []
    assert found.missing == ["garments that are ready to wear"]
    assert found.waiting == 0


def of_color(found, color):
    return sum(any(c.name == color for i in card.items for c in i.colors) for card in found.outfits)


async def worn_color(deps, color, action):
    """React to what has a colour, and to what has not, as somebody with a taste about it would."""
    opposite = "like" if action == "dislike" else "dislike"
    wishes = {action: Wish(want=[color], avoid=["black"]), opposite: Wish(avoid=[color, "black"])}
    for degrees in (4, 10, 16):
        for reaction, wish in wishes.items():
            frame = ConstraintFrame(weather=Weather(temperature_c=degrees), colors=wish)
            for card in (await recommend_outfits(deps, frame=frame)).outfits:
                await record_feedback(deps, outfit_id=card.id, action=reaction)


@pytest.mark.parametrize(("action", "sign"), [("like", 1), ("dislike", -1)])
async def test_likes_and_dislikes_move_what_is_recommended_later(services, action, sign):
    deps = await move_in(services, WARDROBE)
    frame = ConstraintFrame(weather=Weather(temperature_c=10), formality=Formality(min=0.3))
    red, plain = [
        (await recommend_outfits(deps, frame=frame.model_copy(update={"colors": wish}))).outfits[0]
        for wish in (Wish(want=["burgundy"]), Wish(avoid=["burgundy"]))
    ]
    await worn_color(deps, "burgundy", action)
    learned = (await read_preferences(deps)).learned_weights
    colors = {name: weight * sign for name, weight in learned.items() if name.startswith("color:")}
    assert max(colors, key=lambda name: colors[name]) == "color:burgundy"
    with_it, without = [
        (await score_outfit(deps, garment_ids=card.garment_ids, frame=frame)).score_breakdown
        for card in (red, plain)
    ]
    assert (with_it["learned"].score - without["learned"].score) * sign > 0


async def test_an_exclusion_is_never_learned_away(deps):
    await worn_color(deps, "burgundy", "like")
    assert (await read_preferences(deps)).learned_weights["color:burgundy"] > 0
    frame = ConstraintFrame(
        weather=Weather(temperature_c=10), colors=Wish(avoid=["burgundy", "black"])
    )
    found = await recommend_outfits(deps, frame=frame, count=5)
    assert found.outfits
    assert of_color(found, "burgundy") == 0


async def test_an_empty_wardrobe_says_that_it_is_being_drawn(services):
    deps = await move_in(services, [])
    assert not (await recommend_outfits(deps, frame=RAINY)).drawing
    await draw_demo_wardrobe(deps)
    assert (await recommend_outfits(deps, frame=RAINY)).drawing


async def test_an_empty_wardrobe_counts_the_photos_that_are_still_read(services):
    deps = await move_in(services, [])
    async with services.sessions.begin() as session:
        for n in range(3):
            await garment_rows.add_garment(
                session, owner_id=deps.owner_id, image_key=f"{n}.jpg", content_sha256="0" * 64
            )
    assert (await recommend_outfits(deps, frame=RAINY)).waiting == 3


async def test_a_swap_brings_a_piece_that_was_not_shown_while_there_is_one(deps):
    first = (await recommend_outfits(deps, frame=RAINY, count=1)).outfits[0]
    shown, shoes = [first], set(first.slots["shoes"])
    for _ in range(2):
        seen = [card.id for card in shown]
        found = await swap_item(
            deps, outfit_id=shown[-1].id, slot="shoes", frame=RAINY, exclude_outfit_ids=seen
        )
        shown.append(found.outfits[0])
        assert shoes.isdisjoint(found.outfits[0].slots["shoes"])
        shoes |= set(found.outfits[0].slots["shoes"])
    seen = [card.id for card in shown]
    again = await swap_item(
        deps, outfit_id=shown[-1].id, slot="shoes", frame=RAINY, exclude_outfit_ids=seen
    )
    assert again.outfits
