"""Attributes from relative captions, on searches made up here in FashionIQ's file format."""

import json
from pathlib import Path

from evals.external import fashioniq_scores
from evals.external.fashioniq import ATTRIBUTES, DIALOGUES, searches, spoken_of
from evals.external.simmc1 import Pair

SEARCHES = [
    {
        "target": ["u", "T1"],
        "reference": [["u", ["is longer and has polka-dots", "not denim, more navy blue"], "R1"]],
    },
    {"target": ["u", "T2"], "reference": [["u", ["is nicer"], "R1"]]},
]
KNOWN = {
    "T1": [["tee"], ["dotted"], ["denim"], ["v-neck"], ["sleeve"], ["navy", ""]],
    "T2": [[], [""], ["washable"], [], [], []],
}


def _written(folder: Path) -> Path:
    (folder / DIALOGUES).write_text(json.dumps(SEARCHES), "utf-8")
    (folder / ATTRIBUTES).write_text(json.dumps(KNOWN), "utf-8")
    return folder


def test_keywords_of_the_vocabulary_are_the_attributes(tmp_path: Path) -> None:
    (search,) = searches(_written(tmp_path))
    assert search.attributes == {
        Pair("pattern", "dotted", "want"),
        Pair("material", "denim", "want"),
        Pair("neckline", "v-neck", "want"),
        Pair("color", "navy", "want"),
    }
    assert not spoken_of(Pair("neckline", "v-neck", "want"), search.captions)


def test_what_is_heard_is_counted_of_all_and_of_what_is_spoken_of(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    of_all, of_spoken, refused = fashioniq_scores.recall(folder, fashioniq_scores.ours).told()
    assert (of_all, round(of_spoken, 2), refused) == (0.5, 0.67, 1)
    by_keywords = fashioniq_scores.recall(folder, fashioniq_scores.naive).told()
    assert by_keywords[2] == 0
