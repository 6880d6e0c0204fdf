"""Another system, over HTTPS."""
