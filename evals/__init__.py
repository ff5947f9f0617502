"""Reserved for the evaluation suites, which are not built yet."""
