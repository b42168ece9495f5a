"""Addresses of the audit."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.audit import views

app_name = "audit"
urlpatterns = [
    path("arbeitsplatz/protokoll/", views.record, name="record"),
    path("arbeitsplatz/protokoll.csv", views.record_csv, name="record-csv"),
]
