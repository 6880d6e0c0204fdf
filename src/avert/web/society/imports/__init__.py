"""Taking in tables and registers of others, and finding what is in twice."""
