"""The frameworks that assessments can use: what each asks, how they relate, and what datasets measure of them."""
