"""Alert channels: warnings handed over without loss, and without being doubled unnoticed."""
