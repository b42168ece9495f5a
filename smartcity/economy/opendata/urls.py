"""Addresses of the open data for people."""

from __future__ import annotations

from django.urls import path

from smartcity.economy.opendata import views

app_name = "opendata"

urlpatterns = [
    path("offene-daten", views.datasets, name="datasets"),
    path("offene-daten/<slug:slug>", views.dataset, name="dataset"),
]
