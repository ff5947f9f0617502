"""How far a "no" reaches, what only sounds like one, and what takes one back."""
