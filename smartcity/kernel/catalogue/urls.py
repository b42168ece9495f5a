"""Addresses of the open data."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("offene-daten", views.datasets, name="datasets"),
    path("offene-daten/<slug:slug>", views.dataset, name="dataset"),
]
