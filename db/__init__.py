"""Tables, queries, vectors and blobs: what Stylist remembers, reached only through its owner."""
