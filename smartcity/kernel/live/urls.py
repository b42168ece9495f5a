"""Addresses of the live channels."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.live import views

app_name = "live"
urlpatterns = [path("live/<slug:channel>", views.live, name="channel")]
