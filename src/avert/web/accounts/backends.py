from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser


class PersonBackend(ModelBackend):
    """Logs people in by name and password, and never a program: neither a password nor a session makes it one."""

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Say whether this is an active person; asked at log-in and again with every request of a session."""
        return super().user_can_authenticate(user) and not getattr(user, "is_service", False)
