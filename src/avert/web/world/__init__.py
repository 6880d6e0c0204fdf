"""The world and each of its places: reference pages made of public data and results computed from it."""
