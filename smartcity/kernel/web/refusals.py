"""Refusals of a service as errors of a form."""

from __future__ import annotations

from django.forms import BaseForm

from smartcity.kernel.refusal import Refused


def into_form(form: BaseForm, refused: Refused) -> None:
    """Put each refusal at the field that its place begins with ("lanes" of "lanes[1].order"), else above the form."""
    for refusal in refused.refusals:
        field = refusal.place.split(".")[0].split("[")[0]
        text = " ".join(part for part in (refusal.rule, refusal.hint) if part)
        if field in form.fields:
            form.add_error(field, text)
        else:
            form.add_error(None, f"{refusal.place}: {text}" if refusal.place else text)
