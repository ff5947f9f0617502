"""The job queue: rows first, delivery second, heartbeats, sweeper and worker."""
