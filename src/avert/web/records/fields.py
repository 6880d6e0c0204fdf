from __future__ import annotations

from typing import Any

from django.db import models

from avert.handling import Marking


class MarkingField(models.PositiveSmallIntegerField):
    """A Traffic Light Protocol marking, stored so that the database can compare how restrictive two are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", Marking.AMBER_STRICT)
        options["choices"] = [(marking.value, str(marking)) for marking in Marking]
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Describe the field to a migration in plain numbers, which outlive the enumeration."""
        name, path, args, options = super().deconstruct()
        options.pop("choices", None)
        options["default"] = int(options.get("default", Marking.AMBER_STRICT))
        return name, path, args, options

    def from_db_value(self, value: int | None, *_context: Any) -> Marking | None:
        """Return what the database holds as a marking."""
        return None if value is None else Marking(value)

    def to_python(self, value: Any) -> Marking | None:
        """Return a number, a label or a marking as a marking."""
        if value is None or isinstance(value, Marking):
            return value
        return Marking(int(value)) if str(value).isdigit() else Marking.parse(str(value))
