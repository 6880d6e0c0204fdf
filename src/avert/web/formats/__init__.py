"""Where Django's way of writing dates is not ours."""
