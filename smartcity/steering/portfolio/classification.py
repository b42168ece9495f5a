"""What the portfolio's columns hold: facts about projects and organisations, nothing about persons."""

from __future__ import annotations

_WITHOUT_PERSONS: dict[str, str] = {
    "Plan": (
        "id slug title_de title_en goal_de goal_en latest_date latest_date_stated_de latest_date_stated_en "
        "letter_signed letter_signed_stated_de letter_signed_stated_en first_signatories joined_since"
    ),
    "Station": "id plan order begins ends approximate stated_de stated_en title_de title_en chapter",
    "Field": "id slug order icon title_de title_en summary_de summary_en",
    "Partner": "id slug order name short kind url companies summary_de summary_en published",
    "OrganisationLevel": "id slug order title_de title_en body_de body_en task_de task_en",
    "Board": (
        "id slug order level chapter title_de title_en role_de role_en chair_de chair_en deputy_de deputy_en rhythm"
    ),
    "BoardSeat": "id board order rule title_de title_en",
    "Project": (
        "id number position slug kind title_de title_en summary_de summary_en goal_de goal_en users_de "
        "users_en benefit_de benefit_en next_step_de next_step_en phase phase_source_de phase_source_en sdgs "
        "plan_url published search"
    ),
    "ProjectField": "id project field order",
    "Participation": "id project partner part words order",
    "Milestone": "id project order kind begins ends approximate stated_de stated_en title_de title_en",
    "PlanReference": "id slug order kind title_de title_en document",
}

PERSONAL: dict[str, str] = {
    f"{model}.{field}": "none" for model, fields in _WITHOUT_PERSONS.items() for field in fields.split()
}
