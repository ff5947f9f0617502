"""Refusals in strangers' words: of the turn before, after a question, by a reason, with slips."""

import pytest

from tests.support.heard import refused_by, wanted_by


@pytest.mark.parametrize(
    ("turns", "refused", "wanted"),
    [
        (("no heels", "and boots too"), {"pumps", "boots"}, set()),
        (("no ties", "and navy's out too, sorry"), {"tie", "navy"}, set()),
        (("jeans are out", "so are hoodies"), {"jeans", "hoodie"}, set()),
        (("no heels", "or boots"), {"pumps", "boots"}, set()),
        (("no green", "thanks", "orange too please"), {"green", "orange"}, set()),
        (("no wool please", "ditto silk"), {"wool", "silk"}, set()),
        (("navy please", "brown too"), set(), {"navy", "brown"}),
        (("no heels, but a blazer", "a belt too"), {"pumps"}, {"blazer", "belt"}),
        (("no heels", "I'd like navy as well"), {"pumps"}, {"navy"}),
        (("no boots", "boots ok again"), set(), set()),
        (("no leather", "that includes suede"), {"leather", "suede"}, set()),
        (("nothing brown", "goes for beige too"), {"brown", "beige"}, set()),
        (("no ties", "or hats for that matter"), {"tie", "hat"}, set()),
    ],
)
def test_what_goes_on_with_the_turn_before(
    turns: tuple[str, ...], refused: set[str], wanted: set[str]
) -> None:
    assert refused_by(*turns) == refused
    assert wanted_by(*turns) == wanted


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Boots in November, everyone does that. Not me.", {"boots"}),
        ("Jeans? At a funeral? I don't think so.", {"jeans"}),
        ("White? With three toddlers? You must be joking.", {"white"}),
        ("Shorts? In court? Hardly.", {"shorts"}),
        ("Stripes, on a man my age? Come off it.", {"striped"}),
        ("Mum says I should wear pink. I'm not going to.", {"pink"}),
        ("everyone at work wears navy but not this girl", {"navy"}),
        ("The dress code says black; I refuse.", {"black"}),
        ("A tie? On a Sunday? What for?", {"tie"}),
        ("suede in this weather? Have you looked outside?", {"suede"}),
        ("My gran would love me in florals. Sorry gran.", {"floral"}),
        ("she wants me in heels; she can want", {"pumps"}),
        ("Cardigans? Heavens, I'm not eighty.", {"cardigan"}),
        ("tweed at my time of life? Perish the thought.", {"wool"}),
    ],
)
def test_a_bare_no_refuses_what_was_named(text: str, refused: set[str]) -> None:
    assert refused_by(text) == refused
    assert not wanted_by(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Give me boots. I'm not going to the office.", {"boots"}),
        ("navy jacket please. no thanks", {"navy", "jacket"}),
        ("My sister wears boots. I love them too.", {"boots"}),
        ("YES: loafers\nNO: ties", {"loafers"}),
        ("Do I have boots? I don't think so.", set()),
    ],
)
def test_a_bare_no_leaves_wishes_alone(text: str, wanted: set[str]) -> None:
    assert wanted_by(text) == wanted
    assert not refused_by(text) & {"boots", "navy", "jacket", "loafers"}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("dont wnat strips or flowrs", {"striped", "floral"}),
        ("i carnt ware wool it iches", {"wool"}),
        ("dotn want jeans", {"jeans"}),
        ("no t brown", {"brown"}),
        ("don t give me ties", {"tie"}),
        ("cant stnad purple", {"purple"}),
        ("i h8 florals", {"floral"}),
        ("nto the boots", {"boots"}),
        ("no t-shirts", {"t-shirt"}),
        ("no t shirt", {"t-shirt"}),
        ("linen's a bad idea", {"linen"}),
        ("navy's out", {"navy"}),
        ("nothing scratchy e.g. wool", {"wool"}),
    ],
)
def test_slips_and_short_forms(text: str, refused: set[str]) -> None:
    assert refused_by(text) == refused
    assert not wanted_by(text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("the venue is a barn so heels would sink", {"pumps"}),
        ("gravel drive so stilettos would be suicide", {"pumps"}),
        ("a coat would be far too hot in there", {"coat"}),
        ("Dress me like I've never heard of the colour brown", {"brown"}),
        ("Dress me as if black had never been invented", {"black"}),
        ("Pretend I don't own any jeans", {"jeans"}),
        ("Steer me clear of florals, dear boy", {"floral"}),
        ("The one colour I never touch is orange", {"orange"}),
        ("Sandals strictly no", {"sandals"}),
        ("whatever, mate, but if it's purple I'm walking", {"purple"}),
        ("Orange has never suited me", {"orange"}),
        ("noblack please", {"black"}),
        ("Wearing leather in July should be an offence", {"leather"}),
        ("Leopard print before noon, no.", {"other"}),
        ("heels and a bad back: no", {"pumps"}),
        ("polyester in a heatwave? cruel.", {"synthetic"}),
        ("nothing stiff, for instance denim", {"denim"}),
        ("brown is fine on other people", {"brown"}),
        ("black we do not wear at a wedding", {"black"}),
        ("The day I wear leggings is the day I give up", {"leggings"}),
        ("is there a way round the blazer? I feel like a schoolboy in it", {"blazer"}),
        ("shorts in january lol no", {"shorts"}),
        ("Wool – allergic.", {"wool"}),
        ("can we retire the trench already", {"trench-coat"}),
        ("In a turtleneck I look like a thumb", {"turtleneck"}),
        ("Reckon I'd look a right drongo in loafers", {"loafers"}),
        ("beltless and tieless", {"belt", "tie"}),
        ("neither black nor, come to that, brown", {"black", "brown"}),
        ("the bouncer turns away anyone in trainers", {"sneakers"}),
        ("I am not liking so much the green", {"green"}),
        ("I'm no polo man", {"polo"}),
    ],
)
def test_reasons_and_pretences_refuse(text: str, refused: set[str]) -> None:
    assert refused_by(text) == refused
    assert not wanted_by(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("wouldn't say no to a nice blazer", {"blazer"}),
        ("I wouldn't mind a bit of red", {"red"}),
        ("I'd hate to miss out on my new boots", {"boots"}),
        ("I wouldn't be without my trench coat", {"trench-coat"}),
        ("I haven't worn my denim jacket in ages, let's do it", {"denim-jacket"}),
        ("it's not as if I never wear skirts", set()),
        ("I can't not wear my boots", {"boots"}),
        ("not wearing a blazer would be a crime", {"blazer"}),
        ("I look a million dollars in navy", {"navy"}),
        ("Navy jacket. Funeral. Sad.", {"navy", "jacket"}),
        ("My sister wears boots. I love them too.", {"boots"}),
        ("my brother is writing to me about a creaky floor", set()),
    ],
)
def test_what_only_sounds_like_a_no(text: str, wanted: set[str]) -> None:
    assert wanted_by(text) == wanted
    assert not refused_by(text)
