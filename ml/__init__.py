"""Models and algorithms: arrays and paths in, arrays and typed results out. No session, no user."""
