"""The garments of a shown outfit as the fixed wardrobe knows them, not as the reply tells them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evals.metrics.exclusions import Worn
from evals.wardrobe import Garment
from stylist.outfits import OutfitCard


@dataclass(frozen=True, slots=True)
class Closet:
    """The wardrobe of one conversation, by the ids that it has there."""

    by_id: Mapping[str, Garment]

    @classmethod
    def of(cls, wardrobe: Iterable[Garment], ids: Mapping[str, str]) -> "Closet":
        """The wardrobe, and the id of each garment by its `n`."""
        return cls({ids[garment.n]: garment for garment in wardrobe})

    def worn(self, card: OutfitCard) -> list[Worn]:
        """The garments of an outfit; one that is not of the wardrobe has its id as its name."""
        return [self._worn(str(item.garment_id)) for item in card.items]

    def _worn(self, id_: str) -> Worn:
        garment = self.by_id.get(id_)
        if garment is None:
            return Worn(name=id_, id=id_, kinds=frozenset(), color="", pattern="")
        kind, looks = garment.kind, garment.looks
        return Worn(
            name=garment.n,
            id=id_,
            kinds=frozenset((kind.name, kind.category, kind.slot)),
            color=looks.color_primary or "",
            pattern=looks.pattern or "",
            material=looks.material,
        )

    def strangers(self, card: OutfitCard) -> list[str]:
        """Ids of an outfit that no garment of the wardrobe has."""
        return [id_ for id_ in map(str, card.garment_ids) if id_ not in self.by_id]

    def clo(self, card: OutfitCard) -> float:
        """The insulation of an outfit's garments together, in clo."""
        return sum(one.looks.warmth_clo or 0.0 for one in self._garments(card))

    def formality(self, card: OutfitCard) -> float:
        """The mean formality of an outfit's garments, 0..1."""
        levels = [one.looks.formality or 0.0 for one in self._garments(card)]
        return sum(levels) / len(levels) if levels else 0.0

    def _garments(self, card: OutfitCard) -> list[Garment]:
        return [self.by_id[id_] for id_ in map(str, card.garment_ids) if id_ in self.by_id]
