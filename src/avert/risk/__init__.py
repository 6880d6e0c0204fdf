"""Where a new mass killing is most likely to begin: models, intervals and explanations."""

DEFAULT = "ensemble2026"
"""The model whose risks pages and briefs show; see ``avert.risk.registry``."""
