"""Search over real PostgreSQL and Chroma."""

from dataclasses import replace
from uuid import uuid4

import pytest
from wardrobe_rows import hang, hang_up

from db import garments
from db.models import User
from jobs.garment_index import index_garment
from stylist.settings import ChromaSettings, Settings
from tools.availability import set_availability
from tools.corrections import GarmentChange
from tools.garments import correct_garment
from tools.search_wardrobe import INDEX_MISSING, SearchRanges, search_wardrobe
from tools.services import open_services


@pytest.fixture
async def services(sessions, chroma_url, tmp_path):
    settings = Settings(
        data_dir=tmp_path / "data",
        models_dir=tmp_path / "models",
        chroma=ChromaSettings(url=chroma_url),
    )
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions)


@pytest.fixture
async def closed_index(sessions, tmp_path):
    """The same world with a vector index that does not answer."""
    settings = Settings(
        data_dir=tmp_path / "data",
        models_dir=tmp_path / "models",
        chroma=ChromaSettings(url="http://127.0.0.1:9"),
    )
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions)


async def move_in(services, wardrobe=None, *, indexed=True):
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        ids = await hang_up(session, user.id, *([wardrobe] if wardrobe else []))
    if indexed:
        for id_ in ids:
            await index_garment(
                services.sessions, services.vectors, services.embedder, id_, owner_id=user.id
            )
    return services.for_owner(user.id), ids


async def names(deps, query, **filters):
    found = await search_wardrobe(deps, query=query, **filters)
    return [garment.name for garment in found.garments]


async def test_the_example_of_the_issue_finds_the_warm_casual_blue_one(services):
    deps, _ = await move_in(
        services,
        (("blazer", "navy"), ("hoodie", "blue"), ("t-shirt", "blue"), ("sweater", "red"),
         ("sweater", "light-blue"), ("wool-coat", "black")),
    )  # fmt: skip
    found = await search_wardrobe(deps, query="something warm and not too formal, blue-ish")
    assert {g.name for g in found.garments[:2]} == {"blue hoodie", "light blue sweater"}
    best = found.hits[0]
    assert best.missed == []
    assert best.score > found.hits[2].score
    assert "formal" in best.why
    assert "clo" in best.why
    assert found.closest is None


async def test_what_the_words_rule_out_is_not_there(services):
    deps, _ = await move_in(services)
    assert "puffer jacket" not in " ".join(await names(deps, "jackets, no black", limit=20))
    shoes = await names(deps, "shoes but no brown boots", limit=20)
    assert "brown oxfords" in shoes
    assert "brown ankle boots" not in shoes


async def test_a_chance_of_black_is_ruled_out_until_somebody_names_the_colour(services):
    deps, ids = await move_in(services, (("shirt", "navy"), ("shirt", "white")))
    async with services.sessions.begin() as session:
        await garments.add_prediction(
            session, ids[0], category="shirt", subcategory=None,
            attributes={"color_primary": "navy", "colors": []},
            confidence={"color:black": 0.3}, backend={},
        )  # fmt: skip
    assert await names(deps, "shirt, no black") == ["white shirt"]
    await correct_garment(deps, ids[0], GarmentChange(color_primary="navy"))
    assert set(await names(deps, "shirt, no black")) == {"white shirt", "navy shirt"}


async def test_the_closest_are_told_as_such(services):
    deps, _ = await move_in(services, (("sweater", "teal"), ("sandals", "brown")))
    found = await search_wardrobe(deps, query="blue sweater")
    assert found.garments[0].name == "teal sweater"
    assert found.hits[0].missed == ["blue"]
    assert found.hits[0].why == "sweater; not blue: this one is teal"
    assert found.closest == "no blue sweater; the closest come first"
    assert "brown sandals" not in [garment.name for garment in found.garments]


async def test_a_correction_is_seen_by_the_next_search(services):
    deps, ids = await move_in(services, (("sweater", "red"), ("sweater", "green")))
    assert (await names(deps, "red sweater"))[0] == "red sweater"
    await correct_garment(deps, ids[1], GarmentChange(color_primary="red"))
    await correct_garment(deps, ids[0], GarmentChange(color_primary="yellow", category="skirt"))
    found = await search_wardrobe(deps, query="red sweater")
    assert found.garments[0].id == ids[1]
    assert found.hits[0].missed == []


async def test_names_notes_and_brands_are_found_also_with_a_slip(services):
    deps, ids = await move_in(services, (("shirt", "white"), ("shirt", "white"), ("hat", "red")))
    await correct_garment(deps, ids[0], GarmentChange(name="Grandpa's lucky shirt"))
    await correct_garment(deps, ids[1], GarmentChange(brand="Loomwright", notes="for the opera"))
    for query, expected in (
        ("grandpas", ids[0]), ("Grandpa's lucky shirt", ids[0]), ("lucky one", ids[0]),
        ("loomwright", ids[1]), ("lomwright shirt", ids[1]),
    ):  # fmt: skip
        assert (await search_wardrobe(deps, query=query)).garments[0].id == expected, query
    found = await search_wardrobe(deps, query="shirt, not the Loomwright")
    assert [garment.id for garment in found.garments] == [ids[0]]


@pytest.mark.parametrize("query", ["", "the and of", "   ", "!?"])
async def test_without_a_wish_the_newest_come_first(services, query):
    deps, ids = await move_in(services, (("shirt", "white"), ("hat", "red")), indexed=False)
    found = await search_wardrobe(deps, query=query)
    assert {garment.id for garment in found.garments} == set(ids)
    assert found.degraded == []


@pytest.mark.parametrize(
    "query", ["x" * 5_000, "blau " * 200, "chaussures bleues", "'; DROP--", "\x00"]
)
async def test_odd_texts_are_answered(services, query):
    deps, _ = await move_in(services, (("shirt", "blue"), ("sneakers", "blue")))
    found = await search_wardrobe(deps, query=query)
    assert all(0 <= hit.score <= 1 for hit in found.hits)


async def test_filters_hold_whatever_the_words_say(services):
    deps, _ = await move_in(services)
    assert set(await names(deps, "navy", slot="top", limit=20)) == {"navy polo"}
    warm = await search_wardrobe(
        deps, query="", ranges=SearchRanges(min_warmth_clo=0.4, min_formality=0.5), limit=20
    )
    assert {g.name for g in warm.garments} >= {"gray trench coat"}
    assert all((g.attributes.warmth_clo or 0) >= 0.4 for g in warm.garments)
    summer = await search_wardrobe(deps, query="", ranges=SearchRanges(season="summer"), limit=30)
    assert all("summer" in g.attributes.seasons for g in summer.garments)
    assert "beige shorts" in [g.name for g in summer.garments]
    nothing = await search_wardrobe(deps, query="shirt", ranges=SearchRanges(material="fur"))
    assert nothing.hits == []


async def test_the_laundry_is_searched_when_it_is_named(services):
    deps, ids = await move_in(services, (("shirt", "white"), ("shirt", "blue")))
    await set_availability(deps, [ids[0]], "laundry")
    assert await names(deps, "shirts") == ["blue shirt"]
    assert await names(deps, "shirts in the laundry") == ["white shirt"]


async def test_nobody_finds_what_is_somebody_elses(services):
    mine, _ = await move_in(services, (("shirt", "white"),))
    theirs, _ = await move_in(services, (("shirt", "blue"), ("shirt", "white")))
    assert await names(mine, "blue shirt") == ["white shirt"]
    assert len(await names(theirs, "shirt")) == 2


async def test_without_the_vector_index_the_attributes_answer(services, closed_index):
    deps, ids = await move_in(services, (("shirt", "white"), ("boots", "brown")), indexed=False)
    found = await search_wardrobe(closed_index.for_owner(deps.owner_id), query="brown boots")
    assert found.garments[0].id == ids[1]
    assert found.degraded == [INDEX_MISSING]


async def test_a_garment_without_a_vector_is_found_by_what_it_is(services):
    deps, _ = await move_in(services, (("shirt", "white"),))
    async with services.sessions.begin() as session:
        late = await hang(session, deps.owner_id, "parka", "olive")
    assert (await search_wardrobe(deps, query="olive parka")).garments[0].id == late
