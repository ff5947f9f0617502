"""Judging: what a case expects against what was heard, done, shown and said."""
