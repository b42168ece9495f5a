"""A file for a roadwork."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor
from smartcity.kernel.web.forms import FileUpload
from smartcity.mobility.roadworks.attaching import attach
from smartcity.mobility.roadworks.models import Attachment, Roadwork


class AttachForm(forms.Form):
    """One file, its kind, and whether the public may read it."""

    upload = forms.FileField(
        label=_("Datei"), widget=FileUpload(".pdf,.jpg,.jpeg,.png"), help_text=_("PDF, JPEG oder PNG, höchstens 20 MB")
    )
    kind = forms.ChoiceField(label=_("Art"), choices=Attachment.Kind.choices)
    title = forms.CharField(label=_("Bezeichnung"), max_length=200, required=False)
    is_public = forms.BooleanField(label=_("öffentlich zeigen"), required=False)

    def store(self, actor: Actor, roadwork: Roadwork) -> Attachment:
        """Store the file; raises Refused for missing fields or a bad file."""
        if not self.is_valid():
            raise Refused(
                Refusal(str(self[name].label), str(text)) for name, texts in self.errors.items() for text in texts
            )
        return attach(actor=actor, roadwork=roadwork, **self.cleaned_data)
