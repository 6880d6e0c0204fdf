"""The infrastructure for peace: who there is, how they are linked, what is missing, and what to connect."""
