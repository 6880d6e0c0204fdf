"""What every protected thing on the site has in common: an owner, an audience, a marking."""
