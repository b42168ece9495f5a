"""Requests, templates and what pages need."""

from __future__ import annotations

from smartcity.config.env import environment

MIDDLEWARE = [
    # kept pages and static files never come here: see config/application.py
    "django.middleware.security.SecurityMiddleware",
    "smartcity.kernel.web.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "smartcity.kernel.web.slashes.TrailingSlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "smartcity.kernel.accounts.middleware.SecondFactorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smartcity.kernel.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "smartcity.kernel.web.forms.KernRenderer"
CSRF_FAILURE_VIEW = "smartcity.kernel.web.errors.csrf_failure"
BASEMAP_STYLE_URL = environment().SMARTCITY_BASEMAP_STYLE_URL
PAGE_CACHE_SECONDS = environment().SMARTCITY_PAGE_CACHE_SECONDS
# a thread more than connections could only wait for one
WEB_THREADS = environment().SMARTCITY_DATABASE_POOL
METRICS_TOKEN = environment().SMARTCITY_METRICS_TOKEN
