"""Addresses of background work."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.jobs import views

app_name = "jobs"
urlpatterns = [
    path("arbeitsplatz/hintergrundarbeit/", views.overview, name="overview"),
    path("arbeitsplatz/hintergrundarbeit/<int:job_id>/wiederholen", views.retry, name="retry"),
]
