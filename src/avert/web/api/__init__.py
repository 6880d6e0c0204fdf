"""The same figures for programs: an API, and files to download."""
