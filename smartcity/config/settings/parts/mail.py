"""Mail: everything goes through the outbox (kernel/notices), and from there to the SMTP server when one is set."""

from __future__ import annotations

from smartcity.config.env import environment

ENV = environment()
EMAIL_BACKEND = "smartcity.kernel.notices.backend.OutboxBackend"
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ENV.SMARTCITY_EMAIL_HOST
EMAIL_PORT = ENV.SMARTCITY_EMAIL_PORT
EMAIL_HOST_USER = ENV.SMARTCITY_EMAIL_USER
EMAIL_HOST_PASSWORD = ENV.SMARTCITY_EMAIL_PASSWORD
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.SMARTCITY_EMAIL_FROM
