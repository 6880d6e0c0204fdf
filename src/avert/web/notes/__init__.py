"""Notes on a place with their files: the plainest record, and the first."""
