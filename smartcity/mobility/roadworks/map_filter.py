"""A wish as a filter of the map's layer (CQL2 text), so that map and list show the same."""

from __future__ import annotations

from smartcity.mobility.roadworks.selectors import Wish


def map_filter(wish: Wish) -> str:
    """The filter without the time, which the map asks for by itself; empty when everything is wanted."""
    parts = []
    if wish.full_closure:
        parts.append("full_closure = true")
    if wish.cycling:
        parts.append("cycling_affected = true")
    if wish.district:
        number = _quoted(wish.district)
        parts.append(f"(quarter_number = {number} OR borough_number = {number})")
    if wish.line:
        patterns = (f"{wish.line}", f"{wish.line},%", f"%, {wish.line}", f"%, {wish.line},%")
        parts.append("(" + " OR ".join(f"lines LIKE {_quoted(pattern)}" for pattern in patterns) + ")")
    for word in wish.text.split()[:6]:
        pattern = _quoted(f"%{_literal(word)}%")
        fields = ("title", "streets", "description")
        parts.append("(" + " OR ".join(f"CASEI({field}) LIKE CASEI({pattern})" for field in fields) + ")")
    return " AND ".join(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
