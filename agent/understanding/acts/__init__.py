"""Which dialogue acts a turn performs."""
