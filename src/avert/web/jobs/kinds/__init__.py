"""The kinds of job that any site has. Kinds of an app's own live in that app."""
