"""What was done and by whom, as a chain that nobody can change unnoticed. Never what anything said."""
