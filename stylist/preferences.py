"""A person's tastes as clients and tools see them."""

from pydantic import BaseModel, Field


class PreferencesView(BaseModel):
    """Stated tastes and what feedback has taught.

    Formality is 0..1, `comfort_style_balance` 0 (comfort first) to 1 (style first), a learned
    weight −1..1 by attribute ("color:navy").
    """

    preferred_styles: list[str] = Field(default_factory=list)
    avoid_styles: list[str] = Field(default_factory=list)
    favorite_colors: list[str] = Field(default_factory=list)
    avoid_colors: list[str] = Field(default_factory=list)
    preferred_fit: str = "regular"
    formality_min: float = Field(default=0.0, ge=0, le=1)
    formality_max: float = Field(default=1.0, ge=0, le=1)
    comfort_style_balance: float = Field(default=0.5, ge=0, le=1)
    learned_weights: dict[str, float] = Field(default_factory=dict)
