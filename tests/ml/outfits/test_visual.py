"""What photos say of pairs: learned from outfits, blended into the one judgement, and bounded."""

import json
import random
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from random_requests import Case, draw_case, garment

from ml.outfits import Request, recommend, score, swap
from ml.outfits.compatibility import visual
from ml.outfits.compatibility.judging import together
from ml.outfits.compatibility.reading import of_garment
from ml.outfits.compatibility.visual import LEFT_OUT, WIDTH, Looks, VisualPairs, load_visual
from ml.outfits.compatibility.wardrobe import closest_and_farthest, judged
from ml.outfits.eligible import ready
from ml.training.outfits import visual as training
from stylist.errors import BackendUnavailable, BadRequest

HUES, PIECES, OUTFITS = 8, 160, 250


def drawn_judge(seed=0, *, weight=1.0, strength=300.0):
    rng = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(rng.normal(size=(WIDTH, 4)))
    signs = strength * np.array([1.0, 1.0, -1.0, 0.5])
    return VisualPairs(axes, signs, np.zeros(WIDTH), 0.0, weight)


def drawn_features(count, seed=0):
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def looks_for(owned, seed=0, **how):
    """Looks of all garments but every fifth, which has no photo."""
    features = drawn_features(len(owned), seed).astype(np.float32)
    seen = {g.id: row for i, (g, row) in enumerate(zip(owned, features, strict=True)) if i % 5}
    return Looks(drawn_judge(seed, **how), seen)


def tasteful(seed=3):
    """Features with a hidden style each, and outfits of three pieces of one style."""
    rng = np.random.default_rng(seed)
    styles = rng.normal(size=(HUES, WIDTH))
    style = rng.integers(HUES, size=PIECES)
    common = 4.0 * rng.normal(size=WIDTH)
    rows = common + styles[style] + 0.7 * rng.normal(size=(PIECES, WIDTH))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    outfits = [
        tuple(int(i) for i in rng.choice(np.flatnonzero(style == rng.integers(HUES)), 3, False))
        for _ in range(OUTFITS)
    ]
    return rows, style, outfits


@pytest.fixture(scope="module")
def fitted():
    rows, style, outfits = tasteful()
    judge, report = training.fit(training.Seen(rows, [""] * PIECES), outfits)
    return judge, report, rows, style


def test_a_known_taste_is_learned_from_outfits(fitted):
    judge, report, rows, style = fitted
    assert report.held_out == 50
    assert report.area > 0.9
    assert judge.axes.shape[1] <= visual.MOST_RANK
    pairs = judge.pairs(rows)
    same = style[:, None] == style
    off = ~np.eye(PIECES, dtype=bool)
    assert pairs[same & off].mean() > 0.5 > pairs[~same].mean()


def test_outfits_without_a_taste_are_no_better_than_chance_and_nothing_is_written(tmp_path, capsys):
    rows = drawn_features(80)
    rng = np.random.default_rng(1)
    features, outfits, out = (tmp_path / name for name in ("f.npz", "o.jsonl", "w.npz"))
    ids = [f"g{i}" for i in range(80)]
    np.savez(features, ids=np.array(ids), features=rows)
    lines = [[ids[i] for i in rng.choice(80, 3, replace=False)] for _ in range(100)]
    outfits.write_text("\n".join(map(json.dumps, lines)))
    given = ["--looks", str(features), "--outfits", str(outfits), "--write", str(out)]
    assert training.main(given) == 1
    assert "chance 0.500" in capsys.readouterr().out
    assert not out.exists()


def test_the_command_writes_what_the_server_reads_the_same_each_time(tmp_path, fitted):
    rows, _, outfits = tasteful()
    np.savez(tmp_path / "f.npz", ids=np.arange(PIECES).astype(str), features=rows)
    (tmp_path / "o.jsonl").write_text("\n".join(json.dumps([*map(str, o)]) for o in outfits))
    out = tmp_path / "models" / visual.FILE
    given = ["--looks", str(tmp_path / "f.npz"), "--outfits", str(tmp_path / "o.jsonl")]
    assert training.main([*given, "--write", str(out), "--weight", "0.7"]) == 0
    read = load_visual(tmp_path / "models")
    assert read.weight == pytest.approx(0.7)
    assert read.pairs(rows) == pytest.approx(fitted[0].pairs(rows), abs=1e-3)


def test_too_few_outfits_are_refused():
    with pytest.raises(BadRequest, match="too few"):
        training.fit(training.Seen(drawn_features(9), [""] * 9), [(0, 1), (2, 3), (4,)])


def test_pieces_are_exchanged_for_ones_of_their_kind_that_were_not_worn_along():
    kinds = ["shirt"] * 4 + ["jeans"] * 4
    outfits = [(0, 4), (1, 5), (2, 6), (3, 7), (0, 5)]
    seen = training.Seen(drawn_features(8), kinds)
    thrower = training._Thrower(seen, outfits, np.random.default_rng(0))
    assert {thrower.instead(4, beside=0) for _ in range(60)} == {6, 7}


def test_pairs_are_symmetric_and_a_missing_photo_says_nothing():
    features = drawn_features(6)
    features[2], features[4] = np.nan, 0.0
    pairs = drawn_judge().pairs(features)
    assert (pairs == pairs.T).all()
    assert (pairs[[2, 4]] == 0.5).all()
    assert ((pairs >= 0) & (pairs <= 1)).all()
    assert (pairs[0, [1, 3, 5]] != 0.5).any()
    assert drawn_judge().pairs(3 * features) == pytest.approx(pairs, abs=1e-5)


def test_without_photos_the_pairs_are_those_of_the_attributes():
    rng = random.Random(5)
    facts = ready([garment(rng) for _ in range(20)])
    plain, unseen = judged(facts), judged(facts, Looks(drawn_judge(), {}))
    asked = np.ix_(plain.alike[:-1], plain.alike[:-1]), np.ix_(unseen.alike, unseen.alike)
    assert unseen.table[asked[1]][:-1, :-1] == pytest.approx(plain.table[asked[0]], abs=1e-6)


def test_equal_garments_with_different_photos_share_no_row_and_those_without_do():
    rng = random.Random(6)
    one, other = garment(rng), garment(rng)
    twins = [one.model_copy(update={"id": UUID(int=i)}) for i in range(4)]
    facts = ready([*twins, other])
    features = dict(zip([twins[0].id, twins[1].id, other.id], drawn_features(3), strict=True))
    looks = Looks(drawn_judge(), features)
    made = judged(facts, looks)
    assert made.alike[2] == made.alike[3]
    assert len({*made.alike[:3].tolist()}) == 3
    assert (made.table == made.table.T).all()
    values = made.table[made.alike[:4], made.alike[4]]
    stated = together([of_garment(g) for g in facts], attributes_only=True)[0, 4]
    assert values[2] == values[3] == pytest.approx(stated, abs=1e-6)
    assert values[0] != pytest.approx(stated, abs=1e-4)
    assert values[0] != pytest.approx(values[1], abs=1e-4)
    (_, _, best), (_, _, worst) = closest_and_farthest([facts[0], facts[4]], looks)
    assert best == worst == pytest.approx(values[0], abs=1e-6)


def test_photos_settle_between_outfits_that_are_alike_in_attributes(fitted, owned):
    judge, _, rows, style = fitted
    shirts = [g for g in owned if g.category == "shirt"]
    rest = [g for g in owned if g.category != "shirt"]
    near = np.flatnonzero(style == 0)
    far = int(np.flatnonzero(style == 1)[0])
    worn = dict(zip([g.id for g in rest], rows[near[1:]], strict=False))
    for matching, strange in (shirts, shirts[::-1]):
        seen = {**worn, matching.id: rows[near[0]], strange.id: rows[far]}
        asked = Request(looks=Looks(judge, seen))
        values = [score([shirt, *rest], asked) for shirt in (matching, strange)]
        assert values[0].score > values[1].score
        found = recommend(owned, replace(asked, count=1))
        assert matching.id in found.outfits[0].garment_ids
    alike = [score([shirt, *rest], Request()) for shirt in shirts]
    assert alike[0].score == alike[1].score


@pytest.fixture
def owned():
    """Two shirts of the same attributes, jeans and sneakers."""
    rng = random.Random(11)

    def piece(category):
        made = garment(rng)
        plain = made.attributes.model_copy(update={"style_tags": [], "warmth_clo": None})
        update = {"category": category, "subcategory": None, "attributes": plain}
        return made.model_copy(update=update)

    shirt = piece("shirt")
    return [
        shirt,
        shirt.model_copy(update={"id": UUID(int=77)}),
        piece("jeans"),
        piece("sneakers"),
    ]


@pytest.mark.parametrize("few", [0, 100_000])
def test_the_answer_is_exact_with_looks(few, monkeypatch):
    monkeypatch.setattr("ml.outfits.task.FEW", few)
    monkeypatch.setattr("ml.outfits.search.SMALL", 0)
    rng, changed = random.Random(91 + few), 0
    for number in range(50):
        case, _, _ = draw_case(rng, (4, 18))
        asked = replace(case.asked, looks=looks_for(case.owned, number))
        seen = Case(case.owned, asked)
        rows, judge = seen.rows()
        ours, given_up, exact = seen.by_engine()
        assert (ours, given_up) == seen.by_brute_force(rows, judge)
        assert exact
        changed += ours != case.by_engine()[0]
    assert changed > 5


def test_above_the_limit_looks_are_left_out_and_it_is_said(monkeypatch):
    rng = random.Random(12)
    owned = [garment(rng) for _ in range(40)]
    asked = Request(looks=looks_for(owned))
    plain, seen = recommend(owned, Request()), recommend(owned, asked)
    assert seen.degraded == []
    assert seen.outfits != plain.outfits
    monkeypatch.setattr("ml.outfits.compatibility.wardrobe.MOST_SEEN", 3)
    unseen = recommend(owned, asked)
    assert unseen.degraded == [LEFT_OUT]
    assert [card.garment_ids for card in unseen.outfits] == [c.garment_ids for c in plain.outfits]
    worn = [g for g in owned if g.id in plain.outfits[0].garment_ids]
    assert LEFT_OUT in swap(worn, "shoes", owned, asked).degraded


def test_nothing_fitted_is_nothing_read(tmp_path):
    assert load_visual(tmp_path) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no archive"),
        lambda path: path.write_bytes(path.read_bytes()[:-300]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"numbers", b"numbirs")),
        lambda path: np.savez(path, axes=np.ones((7, 4)), signs=np.ones(4)),
        lambda path: np.save(path.open("wb"), np.ones(3)),
        lambda path: visual.write_visual(path, drawn_judge(strength=np.nan)),
        lambda path: visual.write_visual(path, drawn_judge(weight=-1.0)),
    ],
)
def test_a_damaged_file_is_told_by_its_name(tmp_path, damage):
    path = tmp_path / visual.FILE
    visual.write_visual(path, drawn_judge())
    assert load_visual(tmp_path) is not None
    damage(path)
    with pytest.raises(BackendUnavailable) as caught:
        load_visual(tmp_path)
    assert visual.FILE in str(caught.value.hint)
