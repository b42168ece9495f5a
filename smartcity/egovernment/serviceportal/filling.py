"""What happens on a step's page: what was sent is kept, sound or not; then it goes on, back, or stays with reasons."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.egovernment.serviceportal.forms.numbers import seen_revision, whole
from smartcity.egovernment.serviceportal.forms.step import StepForm
from smartcity.kernel.cases import drafting
from smartcity.kernel.cases.forms.checking import Checked, applies, check, check_step, steps_that_apply
from smartcity.kernel.cases.forms.elements import Field, Kind, Step
from smartcity.kernel.cases.models import Draft
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.wording import euro, in_sections, said, worded
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import Actor
from smartcity.kernel.web.refusals import into_form


class Filling:
    """A draft at one of its steps. Raises Http404 for a step that the form does not have or the answers leave out."""

    def __init__(self, request: HttpRequest, draft: Draft, key: str) -> None:
        self.request, self.draft, self.is_refused = request, draft, False
        self.procedure = procedure_of(draft.version)
        self.answers = drafting.answers_of(draft)
        self.steps = steps_that_apply(self.procedure.form, self.answers)
        self.step: Step | None = None
        if key:
            self.step = next((step for step in self.steps if step.key == key), None)
            if self.step is None:
                raise Http404
            data = request.POST if request.method == "POST" else None
            self.form = StepForm(self.step, self.answers, data)

    def act(self, actor: Actor) -> str:
        """Keep what was sent and do what was pressed; returns where to go, or "" to show the page again."""
        assert self.step is not None  # noqa: S101  (the view comes with a step)
        pressed = self.request.POST.get("tun", "weiter")
        try:
            self._keep(actor, pressed)
        except Refused as refused:
            self.is_refused = True
            into_form(self.form, refused)
            return ""
        if pressed.startswith(("mehr.", "weniger.", "datei", "hochladen")):
            return f"{self._address(self.step.key)}#{pressed.split('.')[1] if '.' in pressed else ''}".rstrip("#")
        if pressed == "zurueck":
            return self._neighbour(-1)
        return self._judge()

    def _keep(self, actor: Actor, pressed: str) -> None:
        typed = self.form.typed()
        _change_rows(typed, pressed)
        revision = seen_revision(self.request)
        # from here on the page is of the new revision, also when a file is refused
        self.draft = kept = drafting.save_answers(actor=actor, draft=self.draft, answers=typed, revision=revision)
        for part in self._uploads():
            for upload in self.request.FILES.getlist(part.key):
                drafting.add_file(actor=actor, draft=kept, part=part, upload=upload)
        if pressed.startswith("datei.") and (uuid := pressed.rpartition(".")[2]):
            _remove_file(actor, kept, uuid)
        self.draft = Draft.objects.select_related("version").get(pk=kept.pk)
        self.answers = drafting.answers_of(self.draft)

    def _uploads(self) -> list[Field]:
        assert self.step is not None  # noqa: S101
        return [part for part in self.step.fields if part.kind is Kind.UPLOAD and applies(part, self.answers)]

    def _judge(self) -> str:
        """On to the next step, if this one is sound and nothing new is asked."""
        assert self.step is not None  # noqa: S101
        shown = {block.key for block in self.form.blocks()}
        found = check_step(self.step, self.answers, timezone.localdate())
        fresh = {part.key for part in self.step.fields if applies(part, self.answers)} - shown
        if not found.problems and not fresh:
            return self._neighbour(1)
        self.form = StepForm(self.step, self.answers, self.request.POST)
        unsound = [problem for problem in found.problems if problem.path[0] not in fresh]
        self.is_refused = bool(unsound)
        if unsound:
            self.form.full_clean()
            self.form.show(unsound)
        else:
            self.form = StepForm(self.step, self.answers)
        return ""

    def _neighbour(self, distance: int) -> str:
        assert self.step is not None  # noqa: S101
        steps = steps_that_apply(self.procedure.form, self.answers)
        place = [step.key for step in steps].index(self.step.key) + distance
        if place < 0:
            return self._address(self.step.key)
        return self._address(steps[place].key) if place < len(steps) else self._summary()

    def _address(self, key: str) -> str:
        return reverse("serviceportal:step", args=[self.draft.uuid, key])

    def _summary(self) -> str:
        return reverse("serviceportal:summary", args=[self.draft.uuid])

    def context(self) -> dict[str, Any]:
        """For the step's page."""
        assert self.step is not None  # noqa: S101
        files = self.draft.documents.select_related("document")
        return {
            **self._common(),
            "step": self.step,
            "form": self.form,
            "blocks": self.form.blocks(),
            "files": {
                part.key: [item.document for item in files if item.field == part.key] for part in self._uploads()
            },
            "first": self.steps[0].key == self.step.key,
            "current": [step.key for step in self.steps].index(self.step.key) + 1,
            "revision": self.draft.revision,
        }

    def overview(self, *, pressed: bool = False) -> dict[str, Any]:
        """For the summary: sections of answers, each with what is still wrong in it."""
        found: Checked = check(self.procedure.form, self.answers, timezone.localdate())
        sections = []
        for step, (key, title, rows) in zip(self.steps, in_sections(self.procedure.form, found.answers), strict=True):
            keys = {part.key for part in step.fields}
            wrong = [
                f"{_title(step, str(problem.path[0]))}: {worded(problem)}"
                for problem in found.problems
                if problem.path[0] in keys
            ]
            sections.append({"title": title, "rows": rows, "problems": wrong, "address": self._address(key)})
        fee = self.procedure.fee
        return {
            **self._common(),
            "sections": sections,
            "sound": not found.problems,
            "pressed": pressed,
            "current": len(self.steps) + 1,
            "fee": euro(fee.due(found.answers)) if fee and not found.problems else "",
            "fee_title": said(fee.title) if fee else "",
            "duties": said(self.procedure.duties),
        }

    def _common(self) -> dict[str, Any]:
        secret = self.request.session.get(f"serviceportal.link.{self.draft.uuid}", "")
        address = self.request.build_absolute_uri(reverse("serviceportal:resume", args=[secret])) if secret else ""
        return {
            "draft": self.draft,
            "procedure": self.procedure,
            "names": [*(said(step.title) for step in self.steps), _("Prüfen und senden")],
            "link": address,
            "last": self._address(self.steps[-1].key),
        }


def _title(step: Step, key: str) -> str:
    return next((said(part.title) for part in step.fields if part.key == key), key)


def _change_rows(typed: dict[str, Any], pressed: str) -> None:
    """Add an empty row to a repetition, or take one out."""
    verb, _dot, rest = pressed.partition(".")
    key, _dot, number = rest.partition(".")
    rows = typed.get(key)
    if not isinstance(rows, list):
        return
    if verb == "mehr":
        rows.append({})
    elif verb == "weniger" and (place := whole(number, len(rows))) < len(rows):
        del rows[place]


def _remove_file(actor: Actor, draft: Draft, uuid: str) -> None:
    found = next((item for item in draft.documents.select_related("document") if str(item.document.uuid) == uuid), None)
    if found:
        drafting.remove_file(actor=actor, draft=draft, document=found.document.uuid)
