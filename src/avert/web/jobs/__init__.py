"""Long work: kept as rows, done by a worker, seen while it runs, stopped when asked, taken up again after a kill."""
