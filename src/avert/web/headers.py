"""Response headers that Django and django-csp leave out."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

# Nothing on the site needs a camera, a place or a payment; a page that one day does must say so here.
REFUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
FORGET = '"cache", "storage"'
"""Clear-Site-Data at log-out: whoever takes the computer next finds no page and no note in it."""
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)


class HeadersMiddleware(MiddlewareMixin):
    """Keeps pages out of shared and stored caches and refuses browser features."""

    def process_response(self, _request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers; a view that set its own Cache-Control keeps it, and so do static files."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        # A copy in a search engine outlives the figures, and says who runs a site.
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
