"""A damage in public space, reported by anybody, without an account, too."""

from __future__ import annotations

from dataclasses import replace

from smartcity.egovernment.serviceportal.procedures.questions import EMAIL, options
from smartcity.kernel.cases.domain import Applicant, Procedure
from smartcity.kernel.cases.forms.conditions import Test, When
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Step, Words
from smartcity.kernel.cases.workflows import REPORT

TOPICS = options(
    (
        "pothole",
        "Schlagloch oder Schaden an Fahrbahn, Geh- oder Radweg",
        "Pothole or damage to road, pavement or cycle path",
    ),
    ("light", "Straßenlaterne", "Street light"),
    ("signal", "Ampel", "Traffic signals"),
    ("sign", "Verkehrszeichen", "Traffic sign"),
    ("litter", "Müll oder wilde Kippe", "Litter or fly-tipping"),
    ("green", "Baum, Grünfläche, Spielplatz", "Tree, green area, playground"),
    ("drain", "Gully oder Überschwemmung", "Drain or flooding"),
    ("other", "etwas anderes", "something else"),
)

DAMAGE_REPORT = Procedure(
    key="damage-report",
    title=Words("Schaden melden", "Report damage"),
    summary=Words(
        "Schlagloch, dunkle Laterne, wilder Müll: Sagen Sie uns, wo.",
        "Pothole, dark street light, litter: tell us where.",
    ),
    form=Form(
        (
            Step(
                key="what",
                title=Words("Was ist kaputt?", "What is broken?"),
                fields=(
                    Field(
                        key="topic",
                        kind=Kind.CHOICE,
                        title=Words("Worum geht es?", "What is it about?"),
                        options=TOPICS,
                    ),
                    Field(
                        key="lamp_number",
                        kind=Kind.TEXT,
                        title=Words("Nummer am Mast", "Number on the pole"),
                        help=Words("Sie steht auf einem Schild in Augenhöhe.", "It stands on a plate at eye level."),
                        required=False,
                        longest=20,
                        when=When("topic", Test.IS, value="light"),
                    ),
                    Field(
                        key="description",
                        kind=Kind.MULTILINE,
                        title=Words("Was sehen Sie?", "What do you see?"),
                        help=Words(
                            "Bitte ohne Namen, Kennzeichen und andere Angaben zu Personen.",
                            "Please without names, number plates or anything else about people.",
                        ),
                        longest=2_000,
                    ),
                ),
            ),
            Step(
                key="where",
                title=Words("Wo ist es?", "Where is it?"),
                fields=(
                    Field(key="place", kind=Kind.POINT, title=Words("Ort auf der Karte", "Place on the map")),
                    Field(
                        key="hint",
                        kind=Kind.TEXT,
                        title=Words("Hinweis zum Ort", "How to find it"),
                        help=Words("Zum Beispiel: vor Hausnummer 12.", "For example: in front of number 12."),
                        required=False,
                    ),
                    Field(
                        key="photos",
                        kind=Kind.UPLOAD,
                        title=Words("Fotos", "Photos"),
                        help=Words(
                            "Bis zu fünf. Der Aufnahmeort wird aus den Fotos entfernt.",
                            "Up to five. The place where they were taken is removed from the photos.",
                        ),
                        required=False,
                        highest=5,
                    ),
                ),
            ),
            Step(
                key="contact",
                title=Words("Wie erreichen wir Sie?", "How do we reach you?"),
                intro=Words("Sie können auch ohne Adresse melden.", "You may report without an address, too."),
                fields=(replace(EMAIL, required=False),),
            ),
        )
    ),
    workflow=REPORT,
    office="wbd",
    applicant=Applicant.ANYBODY,
    processing_days=10,
    objection_days=0,
    retention_days=730,
    place="place",
    topic="topic",
)
