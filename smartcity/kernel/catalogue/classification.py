"""What the catalogue's columns hold: descriptions of public data. A contact is an office, not a person."""

from __future__ import annotations

_COLUMNS = {
    "Entry": (
        "id slug title title_en text text_en words keywords themes formats licence publisher "
        "publisher_key identifier resource_ids origin facts fingerprint package "
        "modified_at created_at changed_at withdrawn_at search"
    ),
    "Version": "id entry until facts changed",
}
PERSONAL = {f"{model}.{name}": "none" for model, names in _COLUMNS.items() for name in names.split()}
