"""A demo wardrobe drawn by code, so that Stylist is alive before the first photo."""
