"""Insulation against the published tables: what is asked, what garments give, what is fair."""

import csv

import pytest

from ml.outfits import clo
from ml.outfits.eligible import ready
from stylist import vocabulary

STANDARDS_MEET = (5.0, 10.0)
"""Between these the two standards disagree; we go from one to the other in a straight line."""


@pytest.fixture(scope="module")
def tables(shared_data):
    folder = shared_data / "thermal"
    if not folder.exists():
        pytest.skip(f"{folder} is absent; set STYLIST_SHARED_DATA")

    def read(name):
        with (folder / f"{name}.tsv").open(newline="") as lines:
            return list(csv.DictReader(lines, delimiter="\t"))

    return read


def test_what_is_asked_is_iso_11079_in_the_cold_and_pmv_above(tables):
    for row in tables("required_clo_by_temperature"):
        degrees = float(row["tdb_c"])
        cold = (row["ireq_icl_min_met2_v1.5"], row["ireq_icl_neutral_met2_v1.5"])
        mild = (row["pmv_m0.5_met2.0_v0.7"], row["pmv_0_met2.0_v0.7"])
        if STANDARDS_MEET[0] < degrees < STANDARDS_MEET[1]:
            assert float(cold[0]) <= clo.required(degrees) <= float(mild[0])
            continue
        low, neutral = map(float, cold if degrees <= STANDARDS_MEET[0] else mild)
        assert clo.required(degrees) == pytest.approx(low, abs=0.006)
        least, most = clo.band(degrees)
        assert least == pytest.approx(min(low, clo.MOST_ASKED_CLO), abs=0.006)
        assert most == pytest.approx(max(neutral, clo.LEAST_ALLOWED_CLO), abs=0.006)


def test_the_colder_the_more_is_asked_and_never_the_impossible():
    degrees = [n / 2 for n in range(-80, 100)]
    bands = [clo.band(d) for d in degrees]
    assert [clo.required(d) for d in degrees] == sorted(
        (clo.required(d) for d in degrees), reverse=True
    )
    for low, high in bands:
        assert 0.0 <= low <= high
        assert low <= clo.MOST_ASKED_CLO
        assert high >= clo.LEAST_ALLOWED_CLO


def test_every_kind_gives_what_the_table_says(tables):
    known = vocabulary.kinds()
    compared = [row for row in tables("clo_map_by_subcategory") if row["subcategory"] in known]
    assert len(compared) > 30
    for row in compared:
        assert known[row["subcategory"]].clo == pytest.approx(float(row["clo"]), abs=0.025), row


@pytest.mark.parametrize(
    ("ensemble", "kinds"),
    [
        ("Trousers, short-sleeve shirt, socks, shoes, underwear",
         ["short-sleeve-shirt", "trousers", "shoes"]),
        ("Knee-length skirt, short-sleeve shirt, sandals, underwear",
         ["short-sleeve-shirt", "skirt", "sandals"]),
        ("Trousers, long-sleeve shirt", ["shirt", "trousers", "shoes"]),
        ("Sweat pants, long-sleeve sweatshirt", ["sweatshirt", "joggers", "sneakers"]),
        ("Jacket, Trousers, long-sleeve shirt", ["shirt", "trousers", "blazer", "shoes"]),
    ],
)  # fmt: skip
def test_an_ensemble_is_near_the_measured_one(tables, garment, ensemble, kinds):
    [measured] = [
        float(row["clo"]) for row in tables("clo_typical_ensembles") if row["ensemble"] == ensemble
    ]
    worn = ready([garment(kind) for kind in kinds])
    assert clo.ensemble_of(worn) == pytest.approx(measured, abs=0.09)


def test_a_warmer_garment_of_a_kind_insulates_more_by_the_published_ratio():
    trousers = vocabulary.kinds()["trousers"]
    thin, usual, thick = (clo.clo_of_warmth(trousers, n) for n in (1, 2, 3))
    assert thin < usual == trousers.clo < thick
    assert thick / thin == pytest.approx(1.37, abs=0.02)
    assert clo.clo_of_warmth(vocabulary.kinds()["parka"], 3) == vocabulary.kinds()["parka"].clo
    assert clo.clo_of_warmth(vocabulary.kinds()["t-shirt"], 1) == vocabulary.kinds()["t-shirt"].clo
