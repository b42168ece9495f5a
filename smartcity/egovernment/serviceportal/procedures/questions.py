"""Fields that most forms ask for."""

from __future__ import annotations

from smartcity.kernel.cases.forms.elements import Field, Kind, Option, Words

GIVEN_NAME = Field(key="given_name", kind=Kind.TEXT, title=Words("Vorname", "Given name"), prefill="given_name")
FAMILY_NAME = Field(key="family_name", kind=Kind.TEXT, title=Words("Nachname", "Family name"), prefill="family_name")
ADDRESS = Field(key="address", kind=Kind.ADDRESS, title=Words("Anschrift", "Address"))
EMAIL = Field(
    key="email",
    kind=Kind.EMAIL,
    title=Words("E-Mail-Adresse", "E-mail address"),
    help=Words("Hierhin melden wir uns, wenn sich etwas tut.", "We write here when something happens."),
    prefill="email",
)
PHONE = Field(
    key="phone",
    kind=Kind.PHONE,
    title=Words("Telefon", "Telephone"),
    help=Words("Für Rückfragen, wenn Sie möchten.", "For questions, if you like."),
    required=False,
)
TRUE = Field(
    key="true",
    kind=Kind.CONFIRM,
    title=Words("Meine Angaben sind richtig und vollständig.", "What I stated is correct and complete."),
)


def options(*entries: tuple[str, str, str]) -> tuple[Option, ...]:
    """Choices from (value, German, English)."""
    return tuple(Option(value, Words(de, en)) for value, de, en in entries)
