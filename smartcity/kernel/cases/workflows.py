"""Workflows that most procedures share."""

from __future__ import annotations

from smartcity.kernel.cases.domain import Need, State, Step, Waiting, Who, Workflow
from smartcity.kernel.cases.forms.elements import Words

RECEIVED, IN_REVIEW, WAITING, APPROVED, REJECTED, WITHDRAWN = (
    "received",
    "in_review",
    "waiting",
    "approved",
    "rejected",
    "withdrawn",
)
OPEN = (RECEIVED, IN_REVIEW, WAITING)

_STATES = (
    State(
        key=RECEIVED,
        title=Words("eingegangen", "received"),
        plain=Words("Ihr Antrag ist bei uns eingegangen.", "We have received your application."),
        next=Words("Das zuständige Amt sieht ihn durch.", "The responsible office will look through it."),
    ),
    State(
        key=IN_REVIEW,
        title=Words("in Bearbeitung", "in progress"),
        plain=Words("Ihr Antrag wird bearbeitet.", "Your application is being processed."),
        next=Words("Sie bekommen Bescheid oder eine Rückfrage.", "You will get a decision or a question."),
    ),
    State(
        key=WAITING,
        title=Words("wartet auf Unterlagen", "waiting for documents"),
        plain=Words("Wir brauchen noch etwas von Ihnen.", "We need something more from you."),
        next=Words("Bitte antworten Sie auf die Nachforderung.", "Please answer the request."),
        waits_for=Waiting.APPLICANT,
    ),
    State(
        key=APPROVED,
        title=Words("bewilligt", "approved"),
        plain=Words("Ihr Antrag ist bewilligt.", "Your application has been approved."),
        next=Words("Den Bescheid finden Sie unter Dokumente.", "You find the decision among the documents."),
        waits_for=Waiting.NOBODY,
        final=True,
    ),
    State(
        key=REJECTED,
        title=Words("abgelehnt", "rejected"),
        plain=Words("Ihr Antrag ist abgelehnt.", "Your application has been rejected."),
        next=Words(
            "Die Gründe und wie Sie widersprechen können stehen im Bescheid.",
            "The reasons and how to object stand in the decision.",
        ),
        waits_for=Waiting.NOBODY,
        final=True,
    ),
    State(
        key=WITHDRAWN,
        title=Words("zurückgezogen", "withdrawn"),
        plain=Words("Sie haben Ihren Antrag zurückgezogen.", "You have withdrawn your application."),
        waits_for=Waiting.NOBODY,
        final=True,
    ),
)

APPLICATION = Workflow(
    _STATES,
    (
        Step(key="take_up", title=Words("In Bearbeitung nehmen", "Take up"), sources=(RECEIVED,), target=IN_REVIEW),
        Step(
            key="request_documents",
            title=Words("Unterlagen nachfordern", "Request documents"),
            sources=(RECEIVED, IN_REVIEW),
            target=WAITING,
            needs=(Need.TEXT,),
        ),
        Step(
            key="answer",
            title=Words("Nachforderung beantworten", "Answer the request"),
            sources=(WAITING,),
            target=IN_REVIEW,
            by=Who.APPLICANT,
            needs=(Need.TEXT,),
        ),
        Step(
            key="resume",
            title=Words("Ohne Antwort weiterbearbeiten", "Go on without an answer"),
            sources=(WAITING,),
            target=IN_REVIEW,
        ),
        Step(
            key="approve",
            title=Words("Bewilligen", "Approve"),
            sources=(IN_REVIEW,),
            target=APPROVED,
            needs=(Need.DECISION,),
            outcome="approved",
        ),
        Step(
            key="reject",
            title=Words("Ablehnen", "Reject"),
            sources=(IN_REVIEW,),
            target=REJECTED,
            needs=(Need.DECISION,),
            outcome="rejected",
        ),
        Step(
            key="withdraw",
            title=Words("Antrag zurückziehen", "Withdraw the application"),
            sources=OPEN,
            target=WITHDRAWN,
            by=Who.APPLICANT,
        ),
    ),
)

REPORTED, AT_WORK, DONE, NOT_OURS = "reported", "at_work", "done", "not_ours"
REPORT = Workflow(
    (
        State(
            key=REPORTED,
            title=Words("gemeldet", "reported"),
            plain=Words("Ihre Meldung ist bei uns.", "We have your report."),
            next=Words("Wir sehen uns die Stelle an.", "We will look at the place."),
        ),
        State(
            key=AT_WORK,
            title=Words("in Arbeit", "in progress"),
            plain=Words("Wir kümmern uns um den Schaden.", "We are taking care of the damage."),
            next=Words("Sie hören von uns, wenn er behoben ist.", "You will hear from us when it is fixed."),
        ),
        State(
            key=DONE,
            title=Words("behoben", "fixed"),
            plain=Words("Der Schaden ist behoben.", "The damage is fixed."),
            waits_for=Waiting.NOBODY,
            final=True,
        ),
        State(
            key=NOT_OURS,
            title=Words("nicht zuständig", "not ours"),
            plain=Words("Dafür ist die Stadt nicht zuständig.", "The city is not responsible for this."),
            next=Words("Warum, steht im Verlauf.", "The reason stands in the history."),
            waits_for=Waiting.NOBODY,
            final=True,
        ),
        State(
            key=WITHDRAWN,
            title=Words("zurückgezogen", "withdrawn"),
            plain=Words("Sie haben Ihre Meldung zurückgezogen.", "You have withdrawn your report."),
            waits_for=Waiting.NOBODY,
            final=True,
        ),
    ),
    (
        Step(key="take_up", title=Words("In Arbeit nehmen", "Take up"), sources=(REPORTED,), target=AT_WORK),
        Step(
            key="fix",
            title=Words("Als behoben melden", "Report as fixed"),
            sources=(REPORTED, AT_WORK),
            target=DONE,
            needs=(Need.TEXT,),
        ),
        Step(
            key="refuse",
            title=Words("Nicht zuständig", "Not ours"),
            sources=(REPORTED, AT_WORK),
            target=NOT_OURS,
            needs=(Need.TEXT,),
        ),
        Step(
            key="withdraw",
            title=Words("Meldung zurückziehen", "Withdraw the report"),
            sources=(REPORTED, AT_WORK),
            target=WITHDRAWN,
            by=Who.APPLICANT,
        ),
    ),
)
