"""How garments look: a vector of each cut-out, and whether two of them show the same garment."""
