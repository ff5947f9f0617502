"""The HTTP API: routes, problems, authentication and streams."""
