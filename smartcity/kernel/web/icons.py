"""Icons from the sprite, as markup."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from smartcity.kernel.web import assets


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of frontend/icons/icons.json. Decorative without ``label``; with one it is an image of that name."""
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            classes,
            label,
            assets.icons(),
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        assets.icons(),
        name,
    )
