"""Addresses of the open data for programs."""

from __future__ import annotations

from django.urls import path, re_path

from smartcity.kernel.catalogue import open_views

app_name = "catalogue"

urlpatterns = [
    re_path(r"^catalog\.(?P<syntax>ttl|rdf|jsonld)$", open_views.catalogue, name="catalogue"),
    re_path(r"^dataset/(?P<slug>[a-z0-9-]+)\.(?P<syntax>ttl|rdf|jsonld)$", open_views.dataset, name="dataset-rdf"),
    path("api/3/action/<slug:name>", open_views.action, name="action"),
    path("api/action/<slug:name>", open_views.action, name="action-short"),
]
