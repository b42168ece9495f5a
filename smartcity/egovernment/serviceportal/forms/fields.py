"""One field of the engine as a field of a page, and the typed text as the engine's value.

What cannot be read stays as it was typed: the engine says what is wrong with it, and nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity.kernel.cases.forms.elements import Field, Kind
from smartcity.kernel.cases.wording import said
from smartcity.kernel.web.forms import DateInput, GeometryField

_COMPLETE = {
    "given_name": "given-name",
    "family_name": "family-name",
    "email": "email",
    "phone": "tel",
    "street": "address-line1",
    "postcode": "postal-code",
    "place": "address-level2",
}
ADDRESS_PARTS = {
    "street": gettext_lazy("Straße"),
    "house_number": gettext_lazy("Hausnummer"),
    "postcode": gettext_lazy("Postleitzahl"),
    "place": gettext_lazy("Ort"),
}
_YES_NO = [("yes", gettext_lazy("ja")), ("no", gettext_lazy("nein"))]
_SHORT = frozenset({"house_number", "postcode"})
_FEW = 8


class Place(GeometryField):
    """A point or area on the map; what is none stays text."""

    def to_python(self, value: Any) -> Any:
        """The geometry, or the text as typed."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return value


def page_fields(part: Field, name: str) -> dict[str, forms.Field]:
    """The page's fields of one field of the engine (an address has four); files and groups are drawn elsewhere."""
    if part.kind is Kind.ADDRESS:
        return {f"{name}.{key}": _line(label, key, part.required) for key, label in ADDRESS_PARTS.items()}
    return {name: _field(part, said(part.title), _hint(part))}


def _hint(part: Field) -> str:
    unit = _("Angabe in %(unit)s.") % {"unit": part.unit} if part.unit else ""
    return " ".join(filter(None, [said(part.help), unit]))


def _line(label: Any, key: str, required: bool) -> forms.Field:
    attrs = {"autocomplete": _COMPLETE.get(key, "off")} | ({"class": "short"} if key in _SHORT else {})
    return forms.CharField(label=label, required=required, widget=forms.TextInput(attrs=attrs))


def _field(part: Field, label: str, hint: str) -> forms.Field:
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": part.required}
    choices = [(option.value, said(option.title)) for option in part.options]
    if part.kind is Kind.YES_NO:
        return forms.ChoiceField(choices=_YES_NO, widget=forms.RadioSelect, **common)
    if part.kind is Kind.CONFIRM:
        return forms.BooleanField(**common)
    if part.kind is Kind.CHOICE:
        few = len(choices) <= _FEW
        widget = (
            forms.RadioSelect(choices=choices) if few else forms.Select(choices=[("", _("Bitte wählen")), *choices])
        )
        return forms.CharField(widget=widget, **common)
    if part.kind is Kind.CHOICES:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if part.kind in {Kind.POINT, Kind.AREA}:
        return Place(shapes=("point",) if part.kind is Kind.POINT else ("area",), **common)
    return forms.CharField(widget=_widget(part), strip=False, **common)


def _widget(part: Field) -> forms.Widget:
    complete = {"autocomplete": _COMPLETE.get(part.key, "off")}
    if part.kind is Kind.MULTILINE:
        return forms.Textarea(attrs={"rows": 5})
    if part.kind is Kind.DATE:
        return DateInput()
    if part.kind is Kind.TIME:
        return forms.TextInput(attrs={"type": "time"})
    if part.kind in {Kind.INTEGER, Kind.DECIMAL}:
        return forms.TextInput(attrs={"inputmode": "numeric" if part.kind is Kind.INTEGER else "decimal"})
    types = {Kind.EMAIL: "email", Kind.PHONE: "tel"}
    return forms.TextInput(attrs={"type": types.get(part.kind, "text"), **complete})


def shown_as(part: Field, value: Any) -> Any:
    """The engine's value as the page's field shows it."""
    if isinstance(value, bool) and part.kind is Kind.YES_NO:
        return "yes" if value else "no"
    return value


def read_as(part: Field, typed: Any) -> Any:
    """What was typed as the engine's value, or as typed."""
    return _READERS.get(part.kind, lambda text: text)(typed)


def _yes_no(text: Any) -> Any:
    return {"yes": True, "no": False}.get(text, text or None)


def _whole(text: Any) -> Any:
    plain = str(text).strip().replace(".", "").replace(" ", "")
    return int(plain) if re.fullmatch(r"-?\d{1,15}", plain) else text


def _decimal(text: Any) -> Any:
    plain = str(text).strip().replace(" ", "")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    return float(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", plain) else text


def _day(text: Any) -> Any:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return datetime.strptime(str(text).strip(), form).date().isoformat()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return text


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _day,
}
