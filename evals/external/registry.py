"""The suites over data from outside, by name, with what each mapping cannot say."""

from typing import Final

from evals.catalogue import External
from evals.external import bfcl, dialogues

_SUITES: Final = (
    External(
        name="simmc1",
        about="SIMMC 1.0 Fashion: slots with polarity, API calls; human shopping dialogues.",
        source="facebookresearch/simmc, Moon et al., COLING 2020",
        licence="CC-BY-NC-SA-4.0",
        cannot_say=(
            "What needs the catalogue or the picture: what a pointed-at item is like, whether a "
            "search finds something; a turn that asks back is annotated as no call.",
            "Annotators mark the same words now as a slot and now not; trained models reach about "
            "82 % of API calls.",
        ),
        run=dialogues.run_simmc1,
    ),
    External(
        name="simmc2",
        about="SIMMC 2.0 Fashion: slots of searches, dialogue acts.",
        source="facebookresearch/simmc2, Kottur et al., EMNLP 2021",
        licence="CC-BY-NC-SA-4.0",
        cannot_say=(
            "Slots that are the pointed-at thing's own (its pattern, price, sizes), which only the "
            "scene tells; whether one thing or several are meant.",
            "The data has no refusals, so polarity is not judged.",
        ),
        run=dialogues.run_simmc2,
    ),
    External(
        name="fashioniq",
        about="Multi-turn FashionIQ: attributes of the target heard in relative captions.",
        source="yfyuan01/MultiturnFashionRetrieval, Yuan & Lam, SIGIR 2021",
        licence="none stated",
        cannot_say=(
            "Recall only: captions say much that the keyword lists do not have, so nothing counts "
            "as invented.",
            "Attributes that no caption speaks of are left out; no images, so no retrieval.",
        ),
        run=dialogues.run_fashioniq,
    ),
    External(
        name="bfcl",
        about="BFCL v4, simple, multiple and irrelevance: a chat model's calls of any functions.",
        source="ShishirPatil/gorilla, Patil et al., ICML 2025",
        licence="Apache-2.0",
        cannot_say=bfcl.CANNOT_SAY,
        run=bfcl.run,
    ),
)
SUITES: Final[dict[str, External]] = {suite.name: suite for suite in _SUITES}
