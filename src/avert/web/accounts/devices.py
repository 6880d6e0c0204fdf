"""What kind of device asks, told roughly: enough to know one's own telephone, too little to know anyone by."""

from __future__ import annotations

# The first that fits: each later one's mark also stands in what the earlier ones send.
BROWSERS = {"Edge": "Edg", "Opera": "OPR/", "Firefox": "Firefox/", "Chrome": "Chrome/", "Safari": "Safari/"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "macOS": "Mac OS X",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return browser and system, without versions or models; nothing for what is not listed here.

    >>> device_of("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0")
    'Firefox · Android'
    >>> device_of("Visitor/1.0")
    ''
    """
    found = (
        next((name for name, mark in kinds.items() if mark in user_agent), "")
        for kinds in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, found))
