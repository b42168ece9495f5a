"""Addresses: the catalogue, applications, one's own cases, the workplace."""

from __future__ import annotations

from django.urls import path

from smartcity.egovernment.serviceportal.views import applying, cases, catalogue, work

app_name = "serviceportal"
urlpatterns = [
    path("leistungen", catalogue.services, name="services"),
    path("leistungen/antrag/<slug:key>", applying.start, name="start"),
    path("leistungen/antrag/<slug:key>/beginnen", applying.begin, name="begin"),
    path("leistungen/entwurf/<uuid:uuid>/pruefen", applying.summary, name="summary"),
    path("leistungen/entwurf/<uuid:uuid>/loeschen", applying.discard, name="discard"),
    path("leistungen/entwurf/<uuid:uuid>/<slug:key>", applying.step, name="step"),
    path("leistungen/link/<str:secret>", applying.resume, name="resume"),
    path("leistungen/<slug:key>", catalogue.service, name="service"),
    path("vorgaenge", cases.my_cases, name="my-cases"),
    path("vorgaenge/<str:number>", cases.case, name="case"),
    path("vorgaenge/<str:number>/gesendet", cases.done, name="done"),
    path("vorgaenge/<str:number>/tun", cases.act, name="case-act"),
    path("vorgaenge/<str:number>/dokumente/<uuid:uuid>", cases.document, name="case-document"),
    path("arbeitsplatz/vorgaenge", work.cases, name="work"),
    path("arbeitsplatz/vorgaenge/statistik", work.statistics, name="statistics"),
    path("arbeitsplatz/vorgaenge/<str:number>", work.case, name="work-case"),
    path("arbeitsplatz/vorgaenge/<str:number>/tun", work.act, name="work-act"),
]
