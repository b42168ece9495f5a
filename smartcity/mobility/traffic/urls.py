"""Addresses of the traffic signals."""

from __future__ import annotations

from django.urls import path

from smartcity.mobility.traffic.views import desk, public

app_name = "traffic"
urlpatterns = [
    path("verkehr", public.overview, name="overview"),
    path("verkehr/ergebnisse.csv", public.results_csv, name="results-csv"),
    path("verkehr/ergebnisse.json", public.results_json, name="results-json"),
    path("verkehr/ergebnisse/<uuid:uuid>", public.result, name="result"),
    path("verkehr/ergebnisse/<uuid:uuid>.csv", public.result_csv, name="result-csv"),
    path("verkehr/ergebnisse/<uuid:uuid>.json", public.result_json, name="result-json"),
    path("arbeitsplatz/verkehr/", desk.desk, name="desk"),
    path("arbeitsplatz/verkehr/szenarien/neu", desk.upload, name="upload"),
    path("arbeitsplatz/verkehr/szenarien/<uuid:uuid>", desk.scenario, name="scenario"),
    path("arbeitsplatz/verkehr/szenarien/<uuid:uuid>/loeschen", desk.remove, name="remove"),
    path("arbeitsplatz/verkehr/versuche/<uuid:uuid>", desk.experiment, name="experiment"),
    path("arbeitsplatz/verkehr/versuche/<uuid:uuid>/veroeffentlichen", desk.publish, name="publish"),
    path("arbeitsplatz/verkehr/versuche/<uuid:uuid>/ergebnisse.csv", desk.experiment_csv, name="experiment-csv"),
    path("arbeitsplatz/verkehr/versuche/<uuid:uuid>/ergebnisse.json", desk.experiment_json, name="experiment-json"),
]
