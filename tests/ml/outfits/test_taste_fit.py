import numpy as np
import pytest

from ml.outfits.taste_fit import Evidence, chance, fit, fit_doubting

PRIORS = {"prior_sd": 0.5, "intercept_sd": 2.0}


def observed(rng, count, weights, *, offset=0.0, intercept=0.0):
    """Reactions of somebody with these weights to random outfits."""
    attributes = rng.normal(0.0, 1.0, (count, len(weights)))
    odds = chance(attributes @ weights + offset + intercept)
    liked = (rng.random(count) < odds).astype(float)
    return Evidence(attributes, liked, np.ones(count), np.full(count, offset))


def test_without_observations_the_posterior_is_the_prior():
    none = fit(Evidence(np.zeros((0, 2)), np.zeros(0), np.zeros(0), np.zeros(0)), **PRIORS)
    assert none.weights == pytest.approx([0.0, 0.0])
    assert none.covariance == pytest.approx(0.25 * np.eye(2))
    assert none.log_evidence == pytest.approx(0.0)


def test_true_weights_are_found_and_the_more_is_seen_the_surer():
    true = np.array([0.8, -0.5, 0.0])
    rng = np.random.default_rng(4)
    few, many = (fit(observed(rng, count, true), **PRIORS) for count in (20, 4_000))
    assert many.weights == pytest.approx(true, abs=0.12)
    assert (np.diag(many.covariance) < np.diag(few.covariance)).all()
    assert (np.diag(few.covariance) < 0.25).all()


def test_an_offset_that_explains_everything_leaves_nothing_to_learn():
    rng = np.random.default_rng(5)
    seen = observed(rng, 4_000, np.zeros(2), offset=1.5)
    learned = fit(seen, **PRIORS)
    assert learned.intercept == pytest.approx(0.0, abs=0.15)
    blind = fit(Evidence(seen.attributes, seen.liked, seen.weight, np.zeros(4_000)), **PRIORS)
    assert blind.intercept == pytest.approx(1.5, abs=0.15)


def test_the_mode_is_where_the_slope_is_nought():
    rng = np.random.default_rng(6)
    seen = observed(rng, 60, np.array([2.0, -2.0]), intercept=3.0)
    at = fit(seen, **PRIORS)
    off = chance(seen.attributes @ at.weights + at.intercept) - seen.liked
    assert seen.attributes.T @ off + at.weights / 0.25 == pytest.approx([0.0, 0.0], abs=1e-8)
    assert off.sum() + at.intercept / 4.0 == pytest.approx(0.0, abs=1e-8)


def test_reactions_by_a_coin_teach_less_than_they_seem_to_and_a_clear_taste_all_it_can():
    rng = np.random.default_rng(7)
    coin, clear = observed(rng, 100, np.zeros(12)), observed(rng, 100, np.full(12, 0.8))
    believed, doubted = fit(coin, **PRIORS), fit_doubting(coin, **PRIORS)
    assert np.abs(doubted.weights).max() < 0.1 * np.abs(believed.weights).max()
    assert fit_doubting(clear, **PRIORS).weights == pytest.approx(
        fit(clear, **PRIORS).weights, rel=1e-3
    )
