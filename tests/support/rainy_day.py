"""The main job's question, and what every right answer to it has."""

from stylist.vocabulary import with_descendants

REQUEST = "smart casual for a rainy 12 °C day, no black, not the boots"


def check_answer(answer: dict) -> None:
    """Three distinct outfits without a black or boot item, with outerwear, explained."""
    assert answer["reply"]
    assert answer["constraints"]["colors"]["avoid"] == ["black"]
    outfits = answer["outfits"]
    assert len(outfits) == 3
    assert len({frozenset(outfit["garment_ids"]) for outfit in outfits}) == 3
    boots = with_descendants("boots")
    for outfit in outfits:
        assert outfit["explanation"]
        assert outfit["slots"].get("outerwear"), outfit
        for item in outfit["items"]:
            assert item["category"] not in boots
            assert item["subcategory"] not in boots
            shares = {c["name"]: c["share"] for c in item["colors"]}
            assert shares.get("black", 0.0) < 0.2, item
