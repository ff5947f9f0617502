"""The constructions of refusals, each as it is written."""

from agent.understanding.refusals import constructions
from agent.understanding.refusals.rendering import tables


def test_every_construction_holds_one_thing_and_a_word_to_find_it_by() -> None:
    for group in constructions.GROUPS:
        for written in tables()[group]:
            pattern = constructions._pattern(written)
            assert set(pattern.groupindex) == {"thing"}, written
            assert constructions._keyed(group, written).keys, written
