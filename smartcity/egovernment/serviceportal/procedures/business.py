"""Business registration; asks for what form GewA 1 asks for (§ 14 GewO, GewAnzV)."""

from __future__ import annotations

from smartcity.egovernment.serviceportal.procedures.questions import (
    ADDRESS,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    PHONE,
    TRUE,
    options,
)
from smartcity.kernel.cases.domain import Procedure
from smartcity.kernel.cases.forms.conditions import Test, When
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Step, Words
from smartcity.kernel.cases.workflows import APPLICATION

_REGISTERED = When("registered", Test.IS, value=True)

_PERSON = Step(
    key="you",
    title=Words("Zur Person", "About the person"),
    fields=(
        GIVEN_NAME,
        FAMILY_NAME,
        Field(
            key="birth_name",
            kind=Kind.TEXT,
            title=Words("Geburtsname, wenn anders", "Birth name, if different"),
            required=False,
        ),
        Field(
            key="born_on",
            kind=Kind.DATE,
            title=Words("Geburtsdatum", "Date of birth"),
            lowest=-120 * 365,
            highest=-14 * 365,
        ),
        Field(key="born_in", kind=Kind.TEXT, title=Words("Geburtsort und -land", "Place and country of birth")),
        Field(key="nationality", kind=Kind.TEXT, title=Words("Staatsangehörigkeit", "Nationality"), longest=80),
        ADDRESS,
        EMAIL,
        PHONE,
    ),
)
_FIRM = Step(
    key="firm",
    title=Words("Zum Betrieb", "About the business"),
    fields=(
        Field(
            key="registered",
            kind=Kind.YES_NO,
            title=Words("Steht der Betrieb im Handelsregister?", "Is the business in the commercial register?"),
        ),
        Field(
            key="register_name",
            kind=Kind.TEXT,
            title=Words("Eingetragener Name mit Rechtsform", "Registered name with legal form"),
            when=_REGISTERED,
        ),
        Field(
            key="register_number",
            kind=Kind.TEXT,
            title=Words("Registergericht und Nummer", "Register court and number"),
            when=_REGISTERED,
            longest=80,
        ),
        Field(
            key="premises", kind=Kind.ADDRESS, title=Words("Anschrift der Betriebsstätte", "Address of the premises")
        ),
        Field(
            key="activity",
            kind=Kind.MULTILINE,
            title=Words("Angemeldete Tätigkeit, genau beschrieben", "Registered activity, described exactly"),
            longest=1_000,
        ),
        Field(
            key="start",
            kind=Kind.DATE,
            title=Words("Beginn der Tätigkeit", "Start of the activity"),
            lowest=-730,
            highest=180,
        ),
        Field(
            key="side_job",
            kind=Kind.YES_NO,
            title=Words("Wird die Tätigkeit im Nebenerwerb ausgeübt?", "Is the activity a side job?"),
        ),
        Field(
            key="full_time",
            kind=Kind.INTEGER,
            title=Words("Beschäftigte in Vollzeit (ohne Inhaber*in)", "Full-time staff (without the owner)"),
            lowest=0,
            highest=100_000,
        ),
        Field(
            key="part_time",
            kind=Kind.INTEGER,
            title=Words("Beschäftigte in Teilzeit", "Part-time staff"),
            lowest=0,
            highest=100_000,
        ),
    ),
)
_REASON = Step(
    key="reason",
    title=Words("Anlass und Erlaubnisse", "Occasion and permits"),
    fields=(
        Field(
            key="occasion",
            kind=Kind.CHOICE,
            title=Words("Warum melden Sie an?", "Why do you register?"),
            options=options(
                ("new", "Neuerrichtung", "New business"),
                ("moved", "Zuzug aus einem anderen Meldebezirk", "Moved from another district"),
                ("taken_over", "Übernahme (Kauf, Pacht, Erbfolge)", "Take-over (purchase, lease, inheritance)"),
                ("conversion", "Umwandlung", "Conversion"),
            ),
        ),
        Field(
            key="former_name",
            kind=Kind.TEXT,
            title=Words("Name des früheren Gewerbetreibenden", "Name of the former owner"),
            when=When("occasion", Test.IS, value="taken_over"),
        ),
        Field(
            key="needs_permit",
            kind=Kind.YES_NO,
            title=Words(
                "Braucht die Tätigkeit eine Erlaubnis oder Eintragung in die Handwerksrolle?",
                "Does the activity need a permit or entry in the craft register?",
            ),
        ),
        Field(
            key="permit",
            kind=Kind.UPLOAD,
            title=Words("Erlaubnis oder Handwerkskarte", "Permit or craft card"),
            when=When("needs_permit", Test.IS, value=True),
            highest=5,
        ),
        TRUE,
    ),
)

BUSINESS_REGISTRATION = Procedure(
    key="business-registration",
    title=Words("Gewerbe anmelden", "Register a business"),
    summary=Words(
        "Vor Beginn der Tätigkeit; für Einzelpersonen und eingetragene Firmen.",
        "Before you begin; for single persons and registered firms.",
    ),
    form=Form((_PERSON, _FIRM, _REASON)),
    workflow=APPLICATION,
    office="amt-32",
    legal_basis=("§ 14 GewO", "Gewerbeanzeigeverordnung"),
    processing_days=3,
    objection_days=0,
)
