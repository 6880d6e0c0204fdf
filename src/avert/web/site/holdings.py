"""The results that this site reads."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from avert.config import Config
from avert.sources.holdings import Library


def library() -> Library:
    """Return the deployment's own results, and behind them the packaged ones."""
    return _library(settings.CONFIG)


@cache
def _library(config: Config) -> Library:
    # Opening a store takes its write lock, which adding data may hold, so it is opened once.
    return Library.of(config)
