"""What is taken in by itself: news feeds, and alerts of other systems in CAP."""
