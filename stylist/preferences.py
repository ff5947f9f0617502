"""A person's tastes as clients and tools see them."""

from typing import Final

from pydantic import BaseModel, Field

MOST_WEIGHT: Final = 4.0
"""Log-odds beyond which a weight says nothing more."""
MOST_OFFSET_CLO: Final = 0.75


class PreferencesView(BaseModel):
    """Stated tastes and what feedback has taught.

    Formality is 0..1, `comfort_style_balance` 0 (comfort first) to 1 (style first). A learned
    weight is by attribute ("color:navy"): log-odds of liking an outfit that has plainly more of it.
    Those in `weights_set` are the person's own. `learned_from` counts the reactions that taught,
    `clo_offset` is the insulation that this person needs beyond the standards (ISO 11079, 7730).
    """

    preferred_styles: list[str] = Field(default_factory=list)
    avoid_styles: list[str] = Field(default_factory=list)
    favorite_colors: list[str] = Field(default_factory=list)
    avoid_colors: list[str] = Field(default_factory=list)
    preferred_fit: str = "regular"
    formality_min: float = Field(default=0.0, ge=0, le=1)
    formality_max: float = Field(default=1.0, ge=0, le=1)
    comfort_style_balance: float = Field(default=0.5, ge=0, le=1)
    explore: bool = True
    learned_weights: dict[str, float] = Field(default_factory=dict)
    weights_set: list[str] = Field(default_factory=list)
    learned_from: int = 0
    clo_offset: float = 0.0
    clo_offset_set: bool = False
