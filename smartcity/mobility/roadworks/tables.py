"""Tables of roadworks: the public list and the office's desk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.tables import Column, DataTable
from smartcity.mobility.roadworks.glances import Glance, glance
from smartcity.mobility.roadworks.layers import DETOURS, UNCONFIRMED, WORKS
from smartcity.mobility.roadworks.map_filter import map_filter
from smartcity.mobility.roadworks.models import RoadUse, Roadwork
from smartcity.mobility.roadworks.selectors import Wish


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _yes(value: bool) -> Any:
    return _("ja") if value else _("nein")


def public_table(request: HttpRequest, works: QuerySet[Roadwork], per_page: int = 12) -> DataTable:
    """The public list with sorting, pages and CSV."""
    columns = [
        Column("titel", _("Baustelle"), lambda w: w.title, sort="title_de", link=lambda w: w.get_absolute_url()),
        Column("strassen", _("Straßen"), lambda w: ", ".join(w.street_names)),
        Column("beginn", _("Beginn"), lambda w: _day(w.begins), sort="begins"),
        Column("ende", _("Ende"), lambda w: _day(w.ends), sort="ends"),
        Column("stand", _("Stand"), lambda w: glance(w).state_word, sort="state"),
        Column("vollsperrung", _("Vollsperrung"), lambda w: _yes(w.full_closure), sort="full_closure"),
        Column("auswirkung", _("Auswirkung"), lambda w: glance(w).impact),
        Column("radweg", _("Radweg betroffen"), lambda w: _yes(w.cycling_affected)),
        Column("linien", _("Linien"), lambda w: ", ".join(w.lines)),
        Column("ortsteil", _("Ortsteil"), lambda w: w.district.name if w.district else "", sort="district__name"),
        Column("hinweis", _("Hinweis"), lambda w: glance(w).stale),
    ]
    return DataTable(request, columns, works, caption=_("Baustellen"), per_page=per_page)


def desk_table(request: HttpRequest, works: QuerySet[Roadwork]) -> DataTable:
    """The office's table: denser, with what is to be done."""
    columns = [
        Column("titel", _("Baustelle"), lambda w: w.title, sort="title_de", link=_desk_link),
        Column("strassen", _("Straßen"), lambda w: ", ".join(w.street_names)),
        Column("beginn", _("Beginn"), lambda w: _day(w.begins), sort="begins"),
        Column("ende", _("Ende"), lambda w: _day(w.ends), sort="ends"),
        Column("stand", _("Stand"), lambda w: w.get_state_display(), sort="state"),
        Column("anordnung", _("Anordnung"), lambda w: w.order_number, sort="order_number"),
        Column("firma", _("Bauausführung"), lambda w: w.builder, sort="builder"),
        Column("ortsteil", _("Ortsteil"), lambda w: w.district.name if w.district else "", sort="district__name"),
        Column("quelle", _("Quelle"), lambda w: w.source_system, sort="source_system"),
        Column("hinweis", _("Zu tun"), lambda w: glance(w).stale),
    ]
    return DataTable(
        request, columns, works, caption=_("Baustellen"), order="beginn", identify=lambda w: f"{WORKS}/{w.slug}"
    )


def road_use_table(request: HttpRequest, uses: QuerySet[RoadUse]) -> DataTable:
    """Events and truck routes."""
    columns = [
        Column("titel", _("Bezeichnung"), lambda u: u.title, sort="title", link=_use_link),
        Column("art", _("Art"), lambda u: u.get_kind_display(), sort="kind"),
        Column("beginn", _("Beginn"), lambda u: _day(u.begins) if u.begins else _("immer"), sort="begins"),
        Column("ende", _("Ende"), lambda u: _day(u.ends) if u.ends else "", sort="ends"),
        Column("bemerkung", _("Bemerkung"), lambda u: u.note),
        Column("demo", _("Demo"), lambda u: _yes(u.is_demo)),
    ]
    return DataTable(request, columns, uses, caption=_("Veranstaltungen und Lkw-Routen"), order="beginn")


def _use_link(use: RoadUse) -> str:
    return reverse("roadworks:change-road-use", args=[use.pk])


def _desk_link(work: Roadwork) -> str:
    return reverse("roadworks:desk-work", args=[work.pk])


def list_context(wish: Wish, table: DataTable) -> dict[str, Any]:
    """What the viewer's templates need: the page's works at a glance, the map's layers and filter."""
    now = timezone.now()
    return {
        "wish": wish,
        "table": table,
        "glances": [Glance(work, now) for work in table.page.object_list],
        "layers": f"{WORKS},{UNCONFIRMED},{DETOURS}",
        "map_filter": map_filter(wish),
        "csv_address": reverse("roadworks:csv"),
        "links": interfaces(),
    }


def interfaces() -> list[tuple[Any, str]]:
    """Data and interfaces for the box about the project."""
    return [
        ("WZDx 4.2", reverse("roadworks:wzdx")),
        ("DATEX II v3", reverse("roadworks:datex2")),
        ("Atom", reverse("roadworks:atom")),
        (_("Kalender (ICS)"), reverse("roadworks:ics")),
        ("CSV", reverse("roadworks:csv")),
        (_("OGC API Features und GeoPackage"), f"/ogc/collections/{WORKS}"),
        (_("Schnittstelle (JSON)"), "/api/v1/roadworks/"),
    ]
