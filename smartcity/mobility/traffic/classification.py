"""Which fields of this room hold personal data: none. Who uploaded or published something stands in the audit."""

from __future__ import annotations

_NONE = {
    "Scenario": "id uuid title description begin end signals is_demo created_at",
    "ScenarioFile": "id scenario kind name content size sha256",
    "Experiment": "id uuid scenario controllers seeds version sumo created_at published_at",
    "Run": "id experiment controller seed state figures refusals started_at ended_at",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()}

AUDIT_EXEMPT = {
    "ScenarioFile": "Up to tens of megabytes a row, and never changed: the scenario's own row records its upload.",
}
