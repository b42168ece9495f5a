"""Which fields of this room hold personal data. The contact of a site is for staff only; subscribers are people."""

from __future__ import annotations

_NONE = {
    "Roadwork": (
        "id district uuid slug source_system source_id event title_de title_en description_de description_en "
        "street_names geometry stretch state start end start_verified end_verified actual_start actual_end begins ends "
        "period kind cause works work_zone_type order_number direction vehicle_impact full_closure cycling_affected "
        "walking_affected speed_limit_kph lanes opposite_lanes restrictions detour_de detour_en detour_geometry lines "
        "stops residents_access emergency_access access_note_de access_note_en worker_presence related foreign builder "
        "organisation created updated changed_at confirmed_at fingerprint is_demo is_simulated"
    ),
    "Phase": (
        "id roadwork position title_de title_en description_de description_en start end vehicle_impact full_closure "
        "lanes opposite_lanes"
    ),
    "RoadUse": "id kind title geometry begins ends note is_demo",
    "Attachment": "id roadwork document kind title",
    "Confirmation": "id roadwork what at recorded_at accuracy_m distance_m photo",
    "Subscription": "id uuid language full_closures_only created_at confirmed_at told_until",
    "ApiToken": "id name created_at expires_at",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()} | {
    "Roadwork.contact_name": "personal",
    "Roadwork.contact_phone": "personal",
    "Roadwork.contact_email": "personal",
    "Roadwork.editor": "personal",
    "Confirmation.person": "personal",
    "Confirmation.position": "personal",
    "Confirmation.note": "personal",
    "Subscription.secret": "sensitive",
    "Subscription.title": "personal",
    "Subscription.email": "personal",
    "Subscription.person": "personal",
    "Subscription.district": "personal",
    "Subscription.route": "personal",
    "ApiToken.person": "personal",
    "ApiToken.digest": "sensitive",
}
