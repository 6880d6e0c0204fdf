"""One file per model: fit, predict, explain and a model card."""
