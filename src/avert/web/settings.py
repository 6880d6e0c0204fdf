"""Django's settings. What a deployment may choose comes from the configuration; the rest is decided here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from avert.config import load_config
from avert.web.databases import keep_to_owner, postgresql_settings, sqlite_settings
from avert.web.secret_key import read_or_make_secret_key

CONFIG = load_config()
HERE = Path(__file__).resolve().parent

keep_to_owner(CONFIG.home)
SECRET_KEY = read_or_make_secret_key(CONFIG.home)
DEBUG = False  # a traceback page shows local variables, so not even a developer's start turns it on
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
AVERT_PUBLIC_REFERENCE = CONFIG.public_reference
AVERT_REFERRAL_TEXT = CONFIG.referral_text
AVERT_DEVELOPMENT = CONFIG.development
AVERT_SECOND_FACTOR = CONFIG.roles_with_second_factor
AVERT_AUDIT_FOLDER = CONFIG.home / "audit"  # outside the database, so that the one can vouch for the other
# Kinds of object whose readers only the custodian may know of; that they were read is forgotten after a month.
AVERT_SEALED_KINDS = ["sealing.sealed"]

# Django's own admin site is absent on purpose: it would show every record to whoever runs the server.
INSTALLED_APPS = [
    "avert.web.accounts",
    "avert.web.alerts",
    "avert.web.api",
    "avert.web.assessment",
    "avert.web.book",
    "avert.web.brief",
    "avert.web.commitments",
    "avert.web.contacts",
    "avert.web.exercises",
    "avert.web.notes",
    "avert.web.people",
    "avert.web.records",
    "avert.web.replays",
    "avert.web.response",
    "avert.web.scorecard",
    "avert.web.sealing",
    "avert.web.signals",
    "avert.web.signals.intake",
    "avert.web.site",
    "avert.web.society",
    "avert.web.today",
    "avert.web.warnings",
    "avert.web.world",
    "avert.web.jobs",
    "avert.web.audit",
    "avert.web.limits",
    "avert.web.trail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Only its models and its arithmetic of codes: none of its addresses is included, nor does it log anyone in.
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "avert.web.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "avert.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "avert.web.accounts.sessions.PersonSessionMiddleware",
    "avert.web.accounts.bearers.AccessTokenMiddleware",
    "avert.web.rates.RatesMiddleware",
    "avert.web.access.ClosedByDefaultMiddleware",
    "avert.web.accounts.settling.SettleFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # does nothing here, but its app refuses to start without
]

ROOT_URLCONF = "avert.web.urls"
WSGI_APPLICATION = "avert.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "avert.web.site.context.every_page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "avert.web.site.templatetags.site_parts",
            ],
        },
    }
]

DATABASES = {
    "default": postgresql_settings(CONFIG.database_url)
    if CONFIG.database_url
    else sqlite_settings(CONFIG.home / "site.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Long work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
AVERT_JOB_KINDS = [
    "avert.web.alerts.job.KIND",
    "avert.web.jobs.kinds.expire_audit.KIND",
    "avert.web.jobs.kinds.recompute_results.KIND",
    "avert.web.signals.feeds.read_feeds.KIND",
    "avert.web.signals.rules.apply_rules.KIND",
    "avert.web.signals.watch.raise_watches.KIND",
    "avert.web.response.escalation_job.KIND",
    "avert.web.signals.intake.file_job.KIND",
    "avert.web.society.network.study_job.KIND",
    "avert.web.society.network.connect_job.KIND",
    "avert.web.society.imports.job.KIND",
]
# Functions of the time that enqueue what is due, asked every so often.
AVERT_JOB_CLOCKS = [
    "avert.web.alerts.job.ask_if_due",
    "avert.web.jobs.services.expire_audit_daily",
    "avert.web.signals.feeds.read_feeds.read_feeds_when_due",
    "avert.web.signals.rules.apply_rules.apply_rules_when_due",
    "avert.web.signals.watch.raise_watches.raise_watches_when_due",
    "avert.web.response.escalation_job.when_due",
]
AVERT_JOB_CLOCK_EVERY = dt.timedelta(minutes=1)
# A lease outlasts a computation that for a while lets no other thread of its process speak.
AVERT_JOB_LEASE = dt.timedelta(seconds=30)
AVERT_JOB_HEARTBEAT = dt.timedelta(seconds=1)
AVERT_JOB_RECLAIM_EVERY = dt.timedelta(seconds=5)
# How long SQLite's log of writes may hold what has since been deleted.
AVERT_EMPTY_WRITE_LOG_EVERY = dt.timedelta(minutes=1)

# What else happens when whoever reported is answered: functions of ``answer``, ``signal`` and ``occasion``, inside
# the transaction that writes the answer.
AVERT_AFTER_ANSWER = ["avert.web.alerts.services.queue_answer"]

# What a code sent by text message may acknowledge: functions of ``code``, ``occasion`` and ``viewer``, the program that
# passed it on, inside the transaction that takes it in. They say whether it was a code of theirs.
AVERT_ON_CODE = ["avert.web.alerts.codes.acknowledge_by_code"]
# Alert channels: each is off until avert.toml opens it
AVERT_ALERT_CHANNELS = [
    "avert.web.alerts.channels.email.transport.CHANNEL",
    "avert.web.alerts.channels.webhook.transport.CHANNEL",
    "avert.web.alerts.channels.sms.transport.CHANNEL",
    "avert.web.alerts.channels.atom.transport.CHANNEL",
    "avert.web.alerts.channels.cap.transport.CHANNEL",
    "avert.web.alerts.channels.card.transport.CHANNEL",
]
# Longer than any answer is waited for, or a slow one would be taken for lost.
AVERT_DELIVERY_LEASE = dt.timedelta(minutes=3)
AVERT_DELIVERY_FIRST_PAUSE = dt.timedelta(seconds=30)
AVERT_DELIVERY_MOST_ATTEMPTS = 10

# How much may be asked at once and how often: tokens at most, and tokens per second, for one person or address
AVERT_RATES = {"ordinary": (100, 10.0), "costly": (20, 1.0)}
AVERT_MOST_BYTES_SENT = 11 * 1024 * 1024  # a file of 10 MB and the form around it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = (
    AVERT_MOST_BYTES_SENT  # so that nothing is laid on the disk before it is cleaned
)

# Who is who
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["avert.web.accounts.backends.PersonBackend"]
LOGIN_URL = "accounts:log-in"
LOGIN_REDIRECT_URL = "site:home"
LOGOUT_REDIRECT_URL = "accounts:log-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

MFA_ADAPTER = "avert.web.accounts.authenticators.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # steps of half a minute that a telephone's clock may be off
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
AVERT_HALF_LOGGED_IN = dt.timedelta(minutes=5)  # between the password and the code
AVERT_RECENT_AUTHENTICATION = dt.timedelta(minutes=10)
# What stands on the page of one's account, in this order: functions of the viewer that return a section or nothing.
AVERT_ACCOUNT_SECTIONS = [
    "avert.web.accounts.account_page.name",
    "avert.web.accounts.account_page.password",
    "avert.web.accounts.account_page.second_step",
    "avert.web.accounts.account_page.sessions",
    "avert.web.accounts.account_page.programs",
]

# What else happens when a warning goes out, in the same transaction: functions of ``warning`` and ``occasion``.
AVERT_AFTER_RELEASE = ["avert.web.warnings.course.mark_sent", "avert.web.alerts.services.queue_warning"]
# What else stands on the page of a warning: functions of the warning, the viewer and the time that return context.
AVERT_WARNING_PANELS = [
    "avert.web.warnings.course_tables.panel",
    "avert.web.alerts.panel.deliveries",
    "avert.web.response.room_page.panel",
]
# What else happens when nobody answered and another is turned to: functions of ``addressee`` and ``occasion``.
AVERT_AFTER_ESCALATION = ["avert.web.alerts.services.queue_escalation"]

# What a browser may do with a page
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers hide the origin of forms from us, too
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would carry its words
CSRF_FAILURE_VIEW = "avert.web.site.views.form_expired"
if CONFIG.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Words
USE_I18N = True
LANGUAGE_CODE = "en"
DECLARED_LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
# A page that says it is in French and is not misleads whoever has it read aloud, so a language is offered
# once its catalogue is there; those who build the site see them all.
LANGUAGES = [
    (code, name)
    for code, name in DECLARED_LANGUAGES
    if code == "en" or CONFIG.development or (HERE / "locale" / code / "LC_MESSAGES/django.mo").exists()
]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["avert.web.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

# Files that never change under one name
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What is written down says where something went wrong and never what about: see avert.web.logs.
LOGGING_CONFIG = "avert.web.logs.set_up"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"scrubbed": {"()": "avert.web.logs.ScrubbedFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "scrubbed"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's default also mails errors, with everything the request held, to whoever is named an admin.
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A page not found is no mistake of the site's.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
