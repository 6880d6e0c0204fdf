"""Which results and new data raise signals."""
