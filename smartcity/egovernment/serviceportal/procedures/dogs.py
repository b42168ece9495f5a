"""Registration of a dog for the dog tax."""

from __future__ import annotations

from smartcity.egovernment.serviceportal.procedures.questions import (
    ADDRESS,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    PHONE,
    TRUE,
)
from smartcity.kernel.cases.domain import Applicant, Procedure
from smartcity.kernel.cases.forms.conditions import Test, When
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Step, Words
from smartcity.kernel.cases.workflows import APPLICATION

_DOG = (
    Field(key="name", kind=Kind.TEXT, title=Words("Rufname", "Name"), longest=60),
    Field(key="breed", kind=Kind.TEXT, title=Words("Rasse oder Kreuzung", "Breed or cross"), longest=120),
    Field(
        key="kept_since",
        kind=Kind.DATE,
        title=Words("Bei Ihnen seit", "With you since"),
        lowest=-20 * 365,
        highest=0,
    ),
    Field(
        key="chip",
        kind=Kind.TEXT,
        title=Words("Chipnummer", "Chip number"),
        help=Words("15 Ziffern, aus dem Heimtierausweis.", "15 digits, from the pet passport."),
        pattern=r"\d{15}",
        required=False,
    ),
)

DOG_TAX = Procedure(
    key="dog-tax",
    title=Words("Hund zur Hundesteuer anmelden", "Register a dog for the dog tax"),
    summary=Words(
        "Innerhalb von zwei Wochen, nachdem der Hund zu Ihnen kam.", "Within two weeks after the dog came to you."
    ),
    form=Form(
        (
            Step(
                key="you",
                title=Words("Zu Ihnen", "About you"),
                fields=(GIVEN_NAME, FAMILY_NAME, ADDRESS, EMAIL, PHONE),
            ),
            Step(
                key="dogs",
                title=Words("Ihre Hunde", "Your dogs"),
                fields=(
                    Field(key="dogs", kind=Kind.REPEAT, title=Words("Hund", "Dog"), highest=6, fields=_DOG),
                    Field(
                        key="assistance",
                        kind=Kind.YES_NO,
                        title=Words(
                            "Ist ein Assistenz- oder Blindenführhund dabei?", "Is one an assistance or guide dog?"
                        ),
                    ),
                    Field(
                        key="proof",
                        kind=Kind.UPLOAD,
                        title=Words("Nachweis über die Ausbildung des Hundes", "Proof of the dog's training"),
                        highest=3,
                        when=When("assistance", Test.IS, value=True),
                    ),
                ),
            ),
            Step(
                key="payment",
                title=Words("Zahlung", "Payment"),
                fields=(
                    Field(
                        key="by_debit",
                        kind=Kind.YES_NO,
                        title=Words(
                            "Sollen wir die Steuer von Ihrem Konto abbuchen?",
                            "Shall we debit the tax from your account?",
                        ),
                    ),
                    Field(
                        key="iban",
                        kind=Kind.IBAN,
                        title=Words("IBAN"),
                        when=When("by_debit", Test.IS, value=True),
                    ),
                    TRUE,
                ),
            ),
        )
    ),
    workflow=APPLICATION,
    office="amt-21",
    legal_basis=("Kommunalabgabengesetz NRW", "Hundesteuersatzung der Stadt"),
    applicant=Applicant.ANYBODY,
    processing_days=15,
)
