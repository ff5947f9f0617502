"""The Chainlit user interface, a pure client of the HTTP API."""
