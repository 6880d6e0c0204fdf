from __future__ import annotations

from django.db import models


class FailureCount(models.Model):
    """How often one thing failed since ``window_start``. Who or where it was cannot be read from the digest."""

    digest = models.CharField(primary_key=True, max_length=64)
    window_start = models.DateTimeField(db_index=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.digest
