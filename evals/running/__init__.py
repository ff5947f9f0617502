"""Running: carries cases out over the real understanding, graph, tools and database."""
