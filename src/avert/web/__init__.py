"""The site: stores and shows what the rest of Avert works out."""
