"""Which fields of this room hold personal data. What somebody comes for is theirs, too."""

from __future__ import annotations

_NONE = {
    "AppointmentOffice": "id office resource ahead_days keep_days verified",
    "Service": "id key name name_en minutes most bring bring_en position",
    "Appointment": "id uuid office booking language created_at preconfirmed_at confirmed_at changed_at",
    "Item": "id appointment count",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()} | {
    "Appointment.digest": "sensitive",
    "Appointment.name": "personal",
    "Appointment.email": "personal",
    "Appointment.phone": "personal",
    "Item.service": "personal",
}
