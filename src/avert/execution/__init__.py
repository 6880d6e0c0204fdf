"""One ``map`` over tasks: the same results in one process or in many, seeded, resumable, with progress."""

from avert.execution.progress import Progress
from avert.execution.tasks import map_tasks

__all__ = ["Progress", "map_tasks"]
