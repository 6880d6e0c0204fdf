"""Response: protocols agreed beforehand, and the rooms in which organisations act together."""
