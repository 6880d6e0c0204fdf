"""The sections of the prevention brief: sentences made of numbers, one file for each section."""
