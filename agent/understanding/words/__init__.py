"""The words of a turn: letters, tokens, spelling, the lexicon, phrases and clauses."""
