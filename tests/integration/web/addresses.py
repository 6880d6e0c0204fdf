"""Every address of the site, with made-up values where a route takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLES = {
    "IntConverter": "1",
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x/y",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "UUIDStrConverter": "00000000-0000-4000-8000-000000000000",
}


def every_address() -> list[str]:
    return sorted(set(_walk(get_resolver().url_patterns, "/")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        path = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            sample = SAMPLES[type(converter).__name__]
            path = re.sub(rf"<(?:\w+:)?{name}>", sample, path)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + path)
        else:
            yield prefix + path
