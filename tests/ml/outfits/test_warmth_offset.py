import random

import pytest

from ml.outfits import Complaint, Preferences, Request, felt_temperature, learn_offset, recommend
from stylist.frame import ConstraintFrame, Weather


@pytest.fixture
def dressed(garment):
    """A shirt, trousers, a sweater and boots: about 1 clo, right for 14 °C."""
    return tuple(garment(kind) for kind in ("shirt", "trousers", "sweater", "boots"))


@pytest.fixture
def light(garment):
    return tuple(garment(kind) for kind in ("t-shirt", "shorts", "sandals"))


def test_without_complaints_the_standards_hold():
    assert learn_offset([]) == 0.0


def test_who_is_cold_in_enough_needs_more_and_who_is_warm_less(dressed):
    cold = learn_offset([Complaint(dressed, "too_cold", 15.0)])
    warm = learn_offset([Complaint(dressed, "too_warm", 13.0)])
    assert 0.05 < cold < 0.5
    assert -0.5 < warm < -0.05
    assert learn_offset([Complaint(dressed, "too_cold", 15.0)] * 3) > cold


def test_a_complaint_that_the_weather_explains_says_little_of_the_person(light, dressed):
    frozen = learn_offset([Complaint(light, "too_cold", 5.0)])
    assert 0 <= frozen < 0.02 < learn_offset([Complaint(dressed, "too_cold", 15.0)])


def test_the_outer_layer_comes_off_before_one_is_too_warm(garment, dressed):
    coat = (*dressed, garment("coat"))
    heated = learn_offset([Complaint(coat, "too_warm", 10.0)])
    assert heated == learn_offset([Complaint(dressed, "too_warm", 10.0)])


def test_opposite_complaints_cancel_old_ones_fade_and_the_order_does_not_matter(dressed, light):
    cold, warm = Complaint(dressed, "too_cold", 15.0), Complaint(dressed, "too_warm", 13.0)
    assert abs(learn_offset([cold, warm])) < learn_offset([cold])
    old = Complaint(dressed, "too_cold", 15.0, days_ago=700)
    assert 0 < learn_offset([old]) < learn_offset([cold])
    many = [cold, warm, old, Complaint(light, "too_cold", 18.0), Complaint(light, "too_warm", 30.0)]
    learned = learn_offset(many)
    for seed in range(5):
        random.Random(seed).shuffle(many)
        assert learn_offset(many) == learned


def test_the_offset_is_bounded(dressed):
    assert learn_offset([Complaint(dressed, "too_cold", 28.0)] * 200) <= 0.75
    assert learn_offset([Complaint(dressed, "too_warm", -15.0)] * 200) >= -0.75


def test_the_weather_of_the_wearing_counts_before_that_of_the_request():
    frame = ConstraintFrame(weather=Weather(temperature_c=20, conditions=["wind"]))
    assert felt_temperature(frame, None) == 18.0
    assert felt_temperature(frame, 8.0) == 6.0
    assert felt_temperature(ConstraintFrame(), None) is None
    assert felt_temperature(ConstraintFrame(), 8.0) == 8.0


def test_who_feels_the_cold_is_dressed_warmer(capsule):
    def insulation(offset):
        request = Request(
            frame=ConstraintFrame(weather=Weather(temperature_c=14)),
            preferences=Preferences(clo_offset=offset),
            count=1,
        )
        [card] = recommend(capsule, request).outfits
        return float(card.score_breakdown["warmth"].reason.split(" clo")[0])

    assert insulation(-0.4) <= insulation(0.0) <= insulation(0.4)
    assert insulation(-0.4) < insulation(0.4)
