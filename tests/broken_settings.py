"""The site as it is started, with views that make mistakes; what it publishes is open, so that no one need log in."""

from avert.web.settings import *  # noqa: F403  this is how Django settings are derived

ROOT_URLCONF = "tests.broken_site"
AVERT_PUBLIC_REFERENCE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
