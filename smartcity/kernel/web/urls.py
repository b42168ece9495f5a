"""Addresses of the shell."""

from __future__ import annotations

from typing import Any

from django.urls import path

from smartcity.kernel.web.views import gallery, machine, pages, preferences

app_name = "web"

urlpatterns: list[Any] = [
    path("", pages.home, name="home"),
    path("karte", pages.map_page, name="map"),
    path("karte/grund.geojson", pages.ground, name="ground"),
    path("dienste", pages.services, name="services"),
    path("api/v1/docs", pages.programming_interface, name="interface"),
    path("suche", pages.search, name="search"),
    path("barrierefreiheit", pages.legal("accessibility"), name="accessibility"),
    path("datenschutz", pages.legal("privacy"), name="privacy"),
    path("impressum", pages.legal("imprint"), name="imprint"),
    path("offline", pages.offline, name="offline"),
    path("arbeitsplatz/", pages.workplace, name="workplace"),
    path("arbeitsplatz/gestaltung", gallery.gallery, name="gallery"),
    path("sprache", preferences.set_language, name="language"),
    path("darstellung", preferences.set_theme, name="theme"),
    path("service-worker.js", machine.service_worker, name="service_worker"),
    path("manifest.webmanifest", machine.manifest, name="manifest"),
    path("robots.txt", machine.robots, name="robots"),
    path(".well-known/security.txt", machine.security_txt, name="security_txt"),
]
