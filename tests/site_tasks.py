"""A task for the queue's test: the worker finds tasks by the name of their module."""

from django_tasks import task


@task()
def add(one: int, other: int) -> int:
    return one + other
