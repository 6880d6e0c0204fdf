from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.test import Client
from tests.people import PASSWORD, client_of

from avert.web.accounts.models import Person

CLOSED = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_a_page_may_load_only_what_the_site_serves(stranger: Client) -> None:
    policy = stranger.get("/account/log-in/").headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == CLOSED


def test_pages_are_kept_out_of_caches_and_tell_no_one_where_one_came_from(analyst: Person) -> None:
    for answer in (client_of(analyst).get("/"), client_of(analyst).get("/no-such-page/")):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_cookies_cannot_be_read_by_scripts(stranger: Client, analyst: Person) -> None:
    stranger.get("/account/log-in/")
    stranger.post("/account/log-in/", {"username": "analyst", "password": PASSWORD})
    for name in ("csrftoken", "sessionid"):
        assert stranger.cookies[name]["httponly"]


def test_logging_out_clears_the_browser(analyst: Person) -> None:
    assert client_of(analyst).post("/account/log-out/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_https_is_kept_once_it_is_there(tmp_path: Path) -> None:
    said = _settings_with(tmp_path, AVERT_HTTPS="yes")
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["SESSION_COOKIE_SECURE"] is said["CSRF_COOKIE_SECURE"] is said["SECURE_SSL_REDIRECT"] is True
    assert said["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_a_site_without_https_does_not_claim_it(tmp_path: Path) -> None:
    assert _settings_with(tmp_path).get("SECURE_HSTS_SECONDS") is None


def _settings_with(home: Path, **environment: str) -> dict[str, object]:
    names = [
        *("SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
        *("SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME"),
    ]
    code = (
        "import json, avert.web.settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "AVERT_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
