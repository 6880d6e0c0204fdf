"""The register of structures and actors of peace, their ties, and what is missing."""
