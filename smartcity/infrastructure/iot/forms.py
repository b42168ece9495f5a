"""Forms of the registry."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.infrastructure.iot.models import DeviceKind


class OnboardForm(forms.Form):
    """A device that is to be taken into the registry."""

    kind = forms.ModelChoiceField(label=_("Typ"), queryset=DeviceKind.objects.all())
    eui = forms.CharField(label=_("EUI"), max_length=40, help_text=_("16 hexadezimale Ziffern, wie auf dem Gerät."))
    name = forms.CharField(label=_("Name"), max_length=200)
    is_open = forms.BooleanField(label=_("Alle dürfen die Messwerte sehen"), required=False)
