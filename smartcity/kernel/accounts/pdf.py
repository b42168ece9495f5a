"""Records as PDF/UA-1 (tagged, readable by screen readers), set by Typst with its own fonts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import ErasureProtocol

TEMPLATE = Path(__file__).parent / "print" / "record.typ"
Section = dict[str, Any]


def record_pdf(title: str, intro: str, sections: list[Section]) -> bytes:
    """A PDF of facts under headings; each section has ``title`` and ``rows`` of (name, value)."""
    content = {
        "title": title,
        "language": (get_language() or "de")[:2],
        "intro": intro,
        "footer": date_format(timezone.localtime(), "DATETIME_FORMAT"),
        "sections": sections,
    }
    made: bytes = typst.compile(
        TEMPLATE,
        sys_inputs={"content": json.dumps(content)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return made


def export_pdf(export: dict[str, Any]) -> bytes:
    """The export of about_me.everything_about as PDF."""
    sections = []
    for title, rows in export["tables"].items():
        for number, row in enumerate(rows, start=1):
            name = title if len(rows) == 1 else f"{title} ({number})"
            sections.append({"title": name, "rows": [[key, _text(value)] for key, value in row.items()]})
    for title, found in export["systems"].items():
        sections.append({"title": title, "rows": [[key, _text(value)] for key, value in found.items()]})
    intro = _("Alles, was die Stadtplattform zum Zeitpunkt der Ausgabe über Ihr Konto gespeichert hat.")
    return record_pdf(_("Meine Daten"), intro, sections)


def protocol_pdf(protocol: ErasureProtocol) -> bytes:
    """An erasure's protocol as PDF."""
    rows = [[str(number), line] for number, line in enumerate(protocol.lines, start=1)]
    intro = _("Kennzeichen %(uuid)s, gelöscht am %(when)s.") % {
        "uuid": protocol.uuid,
        "when": date_format(timezone.localtime(protocol.done_at), "DATETIME_FORMAT"),
    }
    return record_pdf(_("Löschprotokoll"), intro, [{"title": _("Was gelöscht wurde"), "rows": rows}])


def _text(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    return str(value)
