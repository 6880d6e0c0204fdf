"""The network they make: pictures, measures, gaps, and what to connect."""
