from __future__ import annotations

import pytest
from django.test import RequestFactory

from avert.web.headers import HeadersMiddleware
from avert.web.uploads import CleanFile, download_response
from avert.web.uploads.names import clean_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Amina\\liste.docx", "liste.pdf"),
        ("report\u202efdp.exe", "reportfdp.pdf"),
        ("a\r\nSet-Cookie: x\x00.pdf", "aSet-Cookie x.pdf"),
        ("NUL", "_NUL.pdf"),
        ("com1.txt.pdf", "_com1.pdf"),
        ("", "file.pdf"),
        (".htaccess", "file.pdf"),
        ("تقرير السوق.pdf", "تقرير السوق.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ('"; rm $(x)`.pdf', "rm (x).pdf"),
    ],
)
def test_a_name_does_no_harm_wherever_it_is_typed(given: str, kept: str) -> None:
    assert clean_name(given, "pdf") == kept


def test_a_name_is_never_too_long_for_a_disk() -> None:
    for letter in ("a", "ق", "𝒳"):
        assert len(clean_name(letter * 500, "docx").encode()) <= 120


def test_a_download_is_kept_and_never_shown() -> None:
    file = CleanFile(b"%PDF-1.7", "application/pdf", "تقرير.pdf", ())
    response = HeadersMiddleware(lambda _request: download_response(file))(RequestFactory().get("/"))
    assert response.content == b"%PDF-1.7"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
