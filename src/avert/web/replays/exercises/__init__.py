"""The pages of exercises: a replay worked through day by day, with signals, warnings and answers of one's own."""
