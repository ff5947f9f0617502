"""The chat page: a Chainlit process that is a pure HTTP client of the API."""
