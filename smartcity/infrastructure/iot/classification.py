"""Which fields of this room hold personal data: none of the devices'; hashes of secrets are sensitive."""

from __future__ import annotations

_NONE = {
    "DeviceKind": "id vendor model streams sensor",
    "Device": "id eui kind thing is_simulated onboarded_at retired_at",
    "Credential": "id device issued_at revoked_at",
    "AccessKey": "id name may_write issued_at revoked_at",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()} | {
    "Credential.secret_hash": "sensitive",
    "AccessKey.digest": "sensitive",
}
