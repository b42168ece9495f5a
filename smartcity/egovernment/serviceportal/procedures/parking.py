"""A resident's parking permit."""

from __future__ import annotations

from smartcity.egovernment.serviceportal.procedures.questions import (
    ADDRESS,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    TRUE,
    options,
)
from smartcity.kernel.cases.domain import Applicant, Procedure
from smartcity.kernel.cases.forms.conditions import Test, When
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Step, Words
from smartcity.kernel.cases.workflows import APPLICATION

PARKING_PERMIT = Procedure(
    key="parking-permit",
    title=Words("Bewohnerparkausweis beantragen", "Apply for a resident's parking permit"),
    summary=Words("Parken in der Zone, in der Sie gemeldet sind.", "Park in the zone in which you are registered."),
    form=Form(
        (
            Step(key="you", title=Words("Zu Ihnen", "About you"), fields=(GIVEN_NAME, FAMILY_NAME, ADDRESS, EMAIL)),
            Step(
                key="car",
                title=Words("Ihr Fahrzeug", "Your vehicle"),
                fields=(
                    Field(
                        key="plate",
                        kind=Kind.TEXT,
                        title=Words("Kennzeichen", "Number plate"),
                        help=Words("Zum Beispiel DU-AB 123.", "For example DU-AB 123."),
                        pattern=r"(?i)[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2} ?\d{1,4}[EH]?",
                    ),
                    Field(
                        key="holder",
                        kind=Kind.CHOICE,
                        title=Words("Wem gehört das Fahrzeug?", "Whose vehicle is it?"),
                        options=options(
                            ("own", "Es ist auf mich zugelassen.", "It is registered to me."),
                            (
                                "other",
                                "Ich nutze es dauerhaft; es gehört jemand anderem.",
                                "I use it for good; it is somebody else's.",
                            ),
                            ("sharing", "Es gehört zu einem Carsharing.", "It belongs to a car-sharing firm."),
                        ),
                    ),
                    Field(
                        key="consent",
                        kind=Kind.UPLOAD,
                        title=Words("Bestätigung der Halterin oder des Halters", "Confirmation by the keeper"),
                        when=When("holder", Test.IS, value="other"),
                        highest=3,
                    ),
                    Field(
                        key="papers",
                        kind=Kind.UPLOAD,
                        title=Words("Zulassungsbescheinigung Teil I", "Vehicle registration document"),
                        help=Words("Foto oder PDF.", "Photo or PDF."),
                        highest=3,
                    ),
                ),
            ),
            Step(
                key="from",
                title=Words("Ab wann?", "From when?"),
                fields=(
                    Field(key="start", kind=Kind.DATE, title=Words("Gültig ab", "Valid from"), lowest=0, highest=90),
                    TRUE,
                ),
            ),
        )
    ),
    workflow=APPLICATION,
    office="strassenverkehrsamt",
    legal_basis=("§ 45 Abs. 1b Nr. 2a StVO",),
    applicant=Applicant.ANYBODY,
    processing_days=10,
)
