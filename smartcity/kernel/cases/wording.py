"""The words for what is wrong with an answer, and for answers as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from smartcity.kernel.cases.forms.checking import Problem, applies, steps_that_apply
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Words
from smartcity.kernel.refusal import Refusal

_PROBLEMS = {
    "required": gettext_lazy("Bitte füllen Sie dieses Feld aus."),
    "confirm": gettext_lazy("Bitte bestätigen Sie dies."),
    "unknown": gettext_lazy("Dieses Feld gibt es nicht."),
    "text": gettext_lazy("Hier steht ein Text."),
    "too_long": gettext_lazy("Höchstens %(most)s Zeichen; es sind %(given)s."),
    "control": gettext_lazy("Der Text enthält unsichtbare Steuerzeichen."),
    "pattern": gettext_lazy("Das hat nicht die verlangte Form; siehe Hinweis am Feld."),
    "email": gettext_lazy("Das ist keine E-Mail-Adresse. Beispiel: name@beispiel.de"),
    "phone": gettext_lazy("Das ist keine Telefonnummer. Beispiel: +49 203 94000"),
    "iban": gettext_lazy("Die IBAN stimmt nicht: Länge oder Prüfziffer passt nicht."),
    "date": gettext_lazy("Das ist kein Datum. Beispiel: 30.9.2026"),
    "too_early": gettext_lazy("Frühestens der %(earliest)s."),
    "too_late": gettext_lazy("Spätestens der %(latest)s."),
    "time": gettext_lazy("Das ist keine Uhrzeit. Beispiel: 14:30"),
    "integer": gettext_lazy("Bitte eine ganze Zahl."),
    "number": gettext_lazy("Bitte eine Zahl."),
    "places": gettext_lazy("Höchstens %(places)s Nachkommastellen."),
    "too_small": gettext_lazy("Mindestens %(least)s."),
    "too_large": gettext_lazy("Höchstens %(most)s."),
    "yes_no": gettext_lazy("Bitte Ja oder Nein."),
    "choice": gettext_lazy("Das steht nicht zur Wahl."),
    "list": gettext_lazy("Hier steht eine Liste."),
    "object": gettext_lazy("Hier stehen mehrere Angaben."),
    "too_few": gettext_lazy("Mindestens %(least)s."),
    "too_many": gettext_lazy("Höchstens %(most)s."),
    "document": gettext_lazy("Diese Datei gibt es nicht."),
    "postcode": gettext_lazy("Die Postleitzahl hat fünf Ziffern."),
    "point": gettext_lazy("Bitte einen Punkt: Breite, Länge."),
    "area": gettext_lazy("Bitte eine Fläche, deren letzter Punkt der erste ist."),
}


def said(words: Words) -> str:
    """The words in the reader's language."""
    return words.in_language(get_language() or "de")


def worded(problem: Problem) -> str:
    """What is wrong, as a sentence."""
    values = {name: _plain(value) for name, value in problem.values.items()}
    return str(_PROBLEMS[problem.code]) % values


def refusals(form: Form, problems: list[Problem]) -> list[Refusal]:
    """Problems as refusals; the place is the path of keys."""
    return [Refusal(".".join(map(str, problem.path)), worded(problem)) for problem in problems]


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return number_format(int(value) if value == int(value) else value)


def in_sections(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The answers as people read them: key and title of each step, and rows of (name, value)."""
    for step in steps_that_apply(form, answers):
        rows = [row for part in step.fields if applies(part, answers) for row in _rows(part, answers.get(part.key))]
        yield step.key, said(step.title), rows


def _rows(part: Field, value: Any) -> Iterator[tuple[str, str]]:
    if value in (None, "", [], {}):
        return
    if part.kind is Kind.REPEAT:
        for number, row in enumerate(value, start=1):
            for inner in part.fields:
                for name, text in _rows(inner, row.get(inner.key)):
                    yield f"{said(part.title)} {number}: {name}", text
    elif part.kind is Kind.GROUP:
        for inner in part.fields:
            yield from _rows(inner, value.get(inner.key))
    else:
        yield said(part.title), shown(part, value)


def shown(part: Field, value: Any) -> str:
    """One answer as people read it."""
    if part.kind in {Kind.YES_NO, Kind.CONFIRM}:
        return _("ja") if value else _("nein")
    if part.kind in {Kind.CHOICE, Kind.CHOICES}:
        titles = {option.value: said(option.title) for option in part.options}
        return ", ".join(titles.get(item, item) for item in ([value] if isinstance(value, str) else value))
    if part.kind is Kind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if part.kind is Kind.ADDRESS:
        return f"{value['street']} {value['house_number']}, {value['postcode']} {value['place']}"
    if part.kind is Kind.POINT:
        return f"{value['coordinates'][1]:.5f}, {value['coordinates'][0]:.5f}"
    if part.kind is Kind.UPLOAD:
        return _("%(count)d Dateien") % {"count": len(value)}
    if part.kind in {Kind.INTEGER, Kind.DECIMAL}:
        return f"{number_format(value)} {part.unit}".strip()
    return str(value)


def euro(cents: int) -> str:
    """Cents as euro."""
    return f"{number_format(cents / 100, 2)} €"
