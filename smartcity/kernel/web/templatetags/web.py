"""``{% load web %}``: assets, icons, states and the components that systems build their pages from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.apps import apps
from django.forms import BoundField, Form
from django.template import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from smartcity.kernel.manifest import SystemConfig
from smartcity.kernel.web import assets, drawings, icons
from smartcity.kernel.web import freshness as fresh
from smartcity.kernel.web.charts import Chart
from smartcity.kernel.web.components import ERROR_PLACES, Tab, about_project, office_name, state_shape
from smartcity.kernel.web.forms import GeometryInput, widget_class, widget_kind
from smartcity.kernel.web.mapping import map_config
from smartcity.kernel.web.tables import DataTable

register = template.Library()
COMPONENTS = "web/components"


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Style sheets, chunk preloads and the module script of an entry of the front end's build."""
    css = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((url,) for url in assets.styles(entry)))
    preload = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((u,) for u in assets.preloads(entry)))
    script = format_html_join("\n", '<script type="module" src="{}"></script>', [(assets.script(entry),)])
    return SafeString(f"{css}\n{preload}\n{script}")


@register.simple_tag
def vite_script(entry: str) -> str:
    """Address of an entry's script, for components that load it only when they are seen."""
    return assets.script(entry)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon; decorative unless it has a label."""
    return icons.icon(name, str(label), css)


@register.inclusion_tag(f"{COMPONENTS}/state.html")
def state(kind: str, word: str | Promise, *, pill: bool = False) -> dict[str, Any]:
    """A state light: ``good`` circle, ``warn`` triangle, ``bad`` square, ``none`` ring; always with its word."""
    return {"kind": kind, "word": word, "shape": state_shape(kind), "pill": pill}


@register.inclusion_tag(f"{COMPONENTS}/badge.html")
def badge(text: str | Promise, kind: str = "", icon: str = "") -> dict[str, Any]:
    """A short label: kind is empty, info, good, warn or bad."""
    return {"text": text, "kind": kind, "icon": icon}


@register.inclusion_tag(f"{COMPONENTS}/freshness.html")
def freshness(
    observed_at: datetime | None, *, simulated: bool = False, delayed_after: int = 300, stale_after: int = 3600
) -> dict[str, Any]:
    """How fresh a value is, with icon, word and age; limits in seconds."""
    found = fresh.freshness(observed_at, simulated=simulated, delayed_after=delayed_after, stale_after=stale_after)
    return {"fresh": found, "words": fresh.WORDS}


@register.inclusion_tag(f"{COMPONENTS}/facts.html")
def facts(rows: Iterable[tuple[str | Promise, Any]]) -> dict[str, Any]:
    """A facts table of (name, value); rows without a value are left out."""
    return {"rows": [(name, value) for name, value in rows if value not in (None, "")]}


@register.inclusion_tag(f"{COMPONENTS}/data_table.html")
def data_table(table: DataTable, *, region: str = "table", cards: bool = True, dense: bool = False) -> dict[str, Any]:
    """A :class:`DataTable` with sort links, pages and CSV; on a phone each row is a card."""
    return {"table": table, "region": region, "cards": cards, "dense": dense, "page_obj": table.page}


@register.inclusion_tag(f"{COMPONENTS}/pages.html")
def pages(table: DataTable) -> dict[str, Any]:
    """Links to a table's pages; nothing when there is one page."""
    page = table.page
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [
        (number, table.address(**{table.page_parameter: number}) if isinstance(number, int) else "")
        for number in numbers
    ]
    return {"page": page, "links": links, "table": table}


@register.simple_tag
def table_page(table: DataTable, number: int) -> str:
    """Address of a page of a table."""
    return table.address(**{table.page_parameter: number})


@register.inclusion_tag(f"{COMPONENTS}/tabs.html")
def tabs(items: Sequence[Tab], label: str | Promise) -> dict[str, Any]:
    """Tabs that are links: each is a page of its own."""
    return {"items": items, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/steps.html")
def steps(names: Sequence[str | Promise], current: int) -> dict[str, Any]:
    """Progress through a form's steps; ``current`` counts from 1."""
    return {"steps": [(number, name) for number, name in enumerate(names, start=1)], "current": current}


@register.inclusion_tag(f"{COMPONENTS}/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """The list of a form's errors, each linking to its field; nothing when there are none."""
    found = [
        (form[name].id_for_label or form[name].auto_id, form[name].label, message)
        for name, messages in form.errors.items()
        if name in form.fields
        for message in messages
    ]
    return {"errors": found, "general": form.non_field_errors() if form.is_bound else (), "places": ERROR_PLACES}


@register.inclusion_tag(f"{COMPONENTS}/empty.html")
def empty(
    title: str | Promise, text: str | Promise = "", address: str = "", action: str | Promise = "", icon: str = "search"
) -> dict[str, Any]:
    """An empty state that says what to do next."""
    return {"title": title, "text": text, "address": address, "action": action, "icon": icon}


@register.inclusion_tag(f"{COMPONENTS}/project_box.html", takes_context=True)
def project_box(context: Context, label: str, links: Sequence[tuple[str | Promise, str]] = ()) -> dict[str, Any]:
    """The box "Über dieses Projekt" of a system, by its app label; links: (title, address) of data and interfaces."""
    system = apps.get_app_config(label)
    if not isinstance(system, SystemConfig):
        raise TypeError(f"{label} is no system of the plan")
    return {"project": about_project(system), "office": office_name(system.office), "links": links}


@register.inclusion_tag(f"{COMPONENTS}/map.html")
def city_map(  # one keyword for each thing a page may want of its map
    layers: str | Sequence[str] = "",
    *,
    label: str | Promise = "",
    size: str = "",
    feature: dict[str, Any] | None = None,
    filter: str = "",  # noqa: A002
    fit: str = "city",
    time: bool = False,
    panel: bool = True,
    share: bool = False,
    list: str = "",  # noqa: A002
) -> dict[str, Any]:
    """A map of layers; always put the list of the same things beside it. See mapping.map_config."""
    slugs = [slug.strip() for slug in layers.split(",") if slug.strip()] if isinstance(layers, str) else [*layers]
    config = map_config(
        slugs, feature=feature, filter_text=filter, fit=fit, time=time, panel=panel, share=share, list_id=list
    )
    return {"config": config, "size": size, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/map.html")
def draw_map(field: str, shapes: Sequence[str], label: str = "") -> dict[str, Any]:
    """A map on which the geometry of a form's text field is drawn."""
    return {
        "config": map_config([], panel=False, draw={"field": field, "shapes": [*shapes]}),
        "size": "",
        "label": label,
    }


@register.inclusion_tag(f"{COMPONENTS}/chart.html")
def chart(chart: Chart, *, low: bool = False, table: bool = True) -> dict[str, Any]:
    """A chart with its table in a disclosure under it."""
    return {"chart": chart, "low": low, "table": table, "config": chart.as_config(), "key": f"chart-{id(chart):x}"}


@register.inclusion_tag(f"{COMPONENTS}/sparkline.html")
def sparkline(values: Sequence[float], text: str | Promise = "") -> dict[str, Any]:
    """A line without axes, drawn on the server; ``text`` says what it spans."""
    return {"spark": drawings.sparkline(values), "text": text}


@register.inclusion_tag(f"{COMPONENTS}/time_bar.html")
def time_bar(phases: Sequence[drawings.Phase], today: date | None = None) -> dict[str, Any]:
    """Phases on a bar of time, with the same as a list for screen readers."""
    return {"bar": drawings.time_bar(phases, today or timezone.localdate()), "phases": phases}


@register.inclusion_tag(f"{COMPONENTS}/breadcrumbs.html")
def breadcrumbs(*parts: str | Promise) -> dict[str, Any]:
    """Title and address in turn, the current page's title last: ``{% breadcrumbs "Baustellen" url "A 59" %}``."""
    trail = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return {"trail": trail}


@register.simple_tag
def kern_widget(field: BoundField) -> SafeString:
    """A field's widget with KERN's class beside the field's own."""
    widget = field.field.widget
    if isinstance(widget, GeometryInput):
        widget.label = str(field.label)
    own = str(widget.attrs.get("class", ""))
    css = f"{widget_class(widget, wrong=bool(field.errors))} {own}".strip()
    return field.as_widget(attrs={"class": css} if css else None)


@register.filter
def kind_of_widget(field: BoundField) -> str:
    """The markup that a field's widget needs."""
    return widget_kind(field.field.widget)
