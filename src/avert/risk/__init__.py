"""Where a new mass killing is most likely to begin: models, intervals and explanations."""
