"""Addresses of the mailbox."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.notices import views

app_name = "notices"
urlpatterns = [
    path("postfach/", views.mailbox, name="mailbox"),
    path("postfach/<uuid:uuid>", views.message, name="message"),
    path("demo/mails", views.demo_mails, name="demo_mails"),
]
