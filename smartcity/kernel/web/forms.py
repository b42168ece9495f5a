"""How forms are drawn: KERN's markup, hint before the field, the error between label and field.

``{{ form }}`` and ``{{ form.name.as_field_group }}`` follow from :class:`KernRenderer`. Fields need no classes of
their own. The widgets here add what Django lacks: a native date field, coordinates on a map, files with their rules.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

SHAPES = ("point", "line", "area")
_BOXES = (forms.CheckboxSelectMultiple, forms.RadioSelect)


class KernRenderer(DjangoTemplates):
    """Draws every form of the platform."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    formset_template_name = "web/forms/formset.html"


def widget_kind(widget: forms.Widget) -> str:
    """Which markup a widget needs: hidden, check, group, select, file or input."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, _BOXES):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "select"
    return "file" if isinstance(widget, forms.FileInput) else "input"


_CLASSES = {
    "input": "kern-form-input__input",
    "file": "kern-form-input__input",
    "select": "kern-form-input__select",
    "check": "kern-form-check__checkbox",
    "group": "",
    "hidden": "",
}


def widget_class(widget: forms.Widget, *, wrong: bool) -> str:
    """KERN's class for a widget."""
    name = _CLASSES[widget_kind(widget)]
    return f"{name} {name}--error" if name and wrong else name


class DateInput(forms.DateInput):
    """The browser's own date field; accepts ISO dates and, typed, German ones."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "date-field", **(attrs or {})}, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for date and time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "date-field", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    """A day. Accepts ``2026-09-30`` and ``30.9.2026``."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"], **options)


class DateTimeField(forms.DateTimeField):
    """A moment in the city's time zone, to the minute."""

    widget = DateTimeInput

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
        super().__init__(input_formats=formats, **options)


class FileUpload(forms.ClearableFileInput):
    """A file field that says which types and sizes are accepted. The check itself is the documents' service."""

    template_name = "web/forms/file.html"

    def __init__(self, accept: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**({"accept": accept} if accept else {}), **(attrs or {})})


class GeometryInput(forms.Textarea):
    """A place drawn on a map, or typed: GeoJSON, or one coordinate pair "Breite, Länge" a line.

    shapes: what may be drawn, of "point", "line" and "area".
    """

    template_name = "web/forms/geometry.html"

    def __init__(self, shapes: tuple[str, ...] = SHAPES, attrs: dict[str, Any] | None = None) -> None:
        self.shapes = shapes
        self.label = ""  # of the field, set when it is drawn: two maps on a page need two names
        super().__init__(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the shapes for the map."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"].update(shapes=self.shapes, label=self.label)
        return context


class GeometryField(forms.CharField):
    """A GeoJSON geometry as a dict, in longitude and latitude (WGS 84).

    Reads GeoJSON, or lines of "Breite, Länge" in degrees: one line is a point, more are a line, and an area where
    the last line repeats the first. Whether it lies in the city is the service's rule, not the field's.
    """

    def __init__(self, *, shapes: tuple[str, ...] = SHAPES, **options: Any) -> None:
        options.setdefault("widget", GeometryInput(shapes))
        self.shapes = shapes
        super().__init__(**options)

    def to_python(self, value: Any) -> dict[str, Any] | None:  # type: ignore[override]
        """Parse; raises ValidationError that names the offending line."""
        text = super().to_python(value)
        if not text:
            return None
        geometry = _from_geojson(text) if text.lstrip().startswith("{") else _from_lines(text)
        if _SHAPES.get(geometry["type"]) not in self.shapes:
            raise forms.ValidationError(_REFUSED["shape"], code="shape")
        return geometry

    def prepare_value(self, value: Any) -> Any:
        """Show a stored geometry as GeoJSON text."""
        if isinstance(value, dict):
            return json.dumps(value)
        return value.geojson if hasattr(value, "geojson") else value


_REFUSED = {
    "json": _("Das ist kein GeoJSON mit Punkt, Linie oder Fläche."),
    "line": _(
        "Zeile %(line)s („%(text)s“) ist kein Zahlenpaar. Schreiben Sie Breite, Länge, zum Beispiel 51.4344, 6.7623."
    ),
    "range": _("Zeile %(line)s liegt nicht auf der Erde. Die Breite steht vor der Länge."),
    "shape": _("Diese Form ist hier nicht vorgesehen."),
}

_SHAPES = {
    "Point": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
}


def _from_geojson(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise forms.ValidationError(_REFUSED["json"], code="json") from None
    geometry = found.get("geometry", found) if found.get("type") == "Feature" else found
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES or "coordinates" not in geometry:
        raise forms.ValidationError(_REFUSED["json"], code="json")
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _from_lines(text: str) -> dict[str, Any]:
    points = []
    for number, line in enumerate(filter(None, (part.strip() for part in text.splitlines())), start=1):
        try:
            latitude, longitude = (float(part) for part in line.replace(";", ",").split(",")[:2])
        except ValueError:
            raise forms.ValidationError(
                _REFUSED["line"], code="line", params={"line": number, "text": line[:40]}
            ) from None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise forms.ValidationError(_REFUSED["range"], code="range", params={"line": number})
        points.append([longitude, latitude])
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    if len(points) >= 4 and points[0] == points[-1]:
        return {"type": "Polygon", "coordinates": [points]}
    return {"type": "LineString", "coordinates": points}
