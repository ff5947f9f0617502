"""What the words point at among the outfits that were shown."""
