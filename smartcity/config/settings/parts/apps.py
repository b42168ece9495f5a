"""Installed apps and middleware. Apps of the platform are found by their folders."""

from __future__ import annotations

from smartcity.config.env import CHECKOUT
from smartcity.config.rooms import KERNEL_ORDER, WINGS, rooms

KERNEL_APPS = [f"smartcity.kernel.{name}" for name in rooms(CHECKOUT / "smartcity" / "kernel", KERNEL_ORDER)]
SYSTEM_APPS = [f"smartcity.{wing}.{name}" for wing in WINGS for name in rooms(CHECKOUT / "smartcity" / wing)]

INSTALLED_APPS = [
    *KERNEL_APPS,
    *SYSTEM_APPS,
    "smartcity.kernel.accounts.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.gis",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.usersessions",
    "rules.apps.AutodiscoverRulesConfig",
    "procrastinate.contrib.django",
]
