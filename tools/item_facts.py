"""What only its owner can tell of an item: name, brand, size, price, whether it is at hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.garments import Availability, GarmentView

COLUMNS: Final = {"name": "custom_name", "notes": "custom_notes"}
"""Fields whose column has another name."""
OLDEST: Final = date(1850, 1, 1)
"""No wearable garment was bought before; an earlier date is a slip."""
TIME_ZONES: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""


def _one_line(text: str) -> str:
    """Words on one line: lists and replies put them between others."""
    return " ".join(text.split())


def _currency(code: str) -> str:
    if code.upper() not in vocabulary.currencies():
        raise ValueError(f"“{code[:3]}” is not a currency code of ISO 4217, such as EUR or USD.")
    return code.upper()


Line = AfterValidator(_one_line)


class ItemFacts(BaseModel):
    """Facts of an item that no photo tells. A field that is left out stays; null empties it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Line, Field(max_length=100)] | None = None
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None
    brand: Annotated[str, Line, Field(max_length=100)] | None = None
    size: Annotated[str, Line, Field(max_length=40)] | None = None
    price: Decimal | None = Field(default=None, ge=0, max_digits=12, decimal_places=2)
    currency: Annotated[str, AfterValidator(_currency), Field(max_length=3)] | None = None
    purchased_on: date | None = Field(default=None, ge=OLDEST)
    availability: Availability = "clean"

    def facts(self, garment: GarmentView, *, today: date) -> dict[str, Any]:
        """The changed columns of the garment's row; an empty text is none.

        Raises:
            BadRequest: a price without a currency, or bought in the future.
        """
        said = self.model_dump(include=set(ItemFacts.model_fields), exclude_unset=True)
        if said.get("price") is not None and not said.get("currency", garment.currency):
            raise BadRequest("A price needs its currency, such as EUR.")
        if self.purchased_on and self.purchased_on > today + TIME_ZONES:
            raise BadRequest("The date of purchase lies in the future.")
        return {COLUMNS.get(k, k): None if v == "" else v for k, v in said.items()}
