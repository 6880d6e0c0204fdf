"""The prevention brief of a place as a file, and the submission to be filled in."""
