"""Which fields of this room hold personal data: whose booking it is says the room that books, not this one."""

from __future__ import annotations

_NONE = {
    "Resource": "id key title places step_minutes buffer_minutes walk_in_places releases cancel_hours",
    "WeeklyOpening": "id resource weekday opens closes places valid_from valid_to season",
    "DayOpening": "id resource day opens closes places reason",
    "Booking": (
        "id uuid resource place starts ends blocked_until period state expires_at series moved_from created_at"
    ),
    "Waiting": "id uuid lengths earliest until booking offer passed created_at",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()} | {
    "Booking.holder": "personal",
}
