"""Shapes that say the same as the word beside them, drawn on a grid of 16."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

_SHAPES = {
    "warning": '<path d="M8 1.8 15 14H1z"/><path d="M8 6.2v3.6M8 11.6v.4"/>',
    "blackout": '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/>'
    '<path d="M2 14 14 2"/>',
    "unknown": '<circle cx="8" cy="8" r="6.5" stroke-dasharray="2.6 1.9"/>'
    '<path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.2-.8.6-.8 1.2M8 11.4v.4"/>',
    "note": '<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="1.5"/><path d="M8 7.2v4M8 4.6V5"/>',
    "done": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.1 2.2L11 6"/>',
    "error": '<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z"/>'
    '<path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"/>',
    "search": '<circle cx="7" cy="7" r="4.6"/><path d="m10.5 10.5 4 4"/>',
    "download": '<path d="M8 1.8v8m-3.2-3L8 10l3.2-3.2M2 13.8h12"/>',
    "person": '<circle cx="8" cy="5" r="2.9"/><path d="M2.2 14.2c.6-3 2.9-4.6 5.8-4.6s5.2 1.6 5.8 4.6"/>',
    "ascending": '<path d="M8 13V3m-3.5 3.5L8 3l3.5 3.5"/>',
    "descending": '<path d="M8 3v10m-3.5-3.5L8 13l3.5-3.5"/>',
    "sortable": '<path d="m5 6 3-3.2L11 6M5 10l3 3.2L11 10"/>',
    "atrocity": '<path d="M8 1.7 13.6 4v4.1c0 3.1-2.3 5.2-5.6 6.2-3.3-1-5.6-3.1-5.6-6.2V4z"/>',
    "conflict": '<circle cx="5.8" cy="8" r="4.3"/><circle cx="10.2" cy="8" r="4.3"/>',
    "empty": '<rect x="2" y="2" width="12" height="12" stroke-dasharray="2.4 2"/>',
}


def icon_svg(name: str) -> SafeString:
    """Return the shape as inline SVG; it is hidden from screen readers, which get the word."""
    return mark_safe(  # noqa: S308  the shapes above are all there is
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        f"{_SHAPES[name]}</svg>"
    )


def level_svg(step: int, steps: int) -> SafeString:
    """Return bars of rising height, as many filled as the level says."""
    width = 4 * steps
    bars = "".join(
        f'<rect class="{"on" if i < step else "off"}" x="{4 * i}" width="3" '
        f'y="{12 - 12 * (i + 1) // steps}" height="{12 * (i + 1) // steps}"/>'
        for i in range(steps)
    )
    return mark_safe(  # noqa: S308  made of numbers only
        f'<svg class="bars" viewBox="0 0 {width} 12" width="{width}" height="12" aria-hidden="true" '
        f'focusable="false">{bars}</svg>'
    )
