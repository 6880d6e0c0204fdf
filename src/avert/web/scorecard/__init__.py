"""How well warning and response go, the gap between them, and the report of the week."""
