"""The embedded stack: what each process is, and the supervisor that keeps them."""
