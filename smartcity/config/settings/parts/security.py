"""Transport, cookies and hosts. The content security policy is set by the web shell's middleware."""

from __future__ import annotations

from urllib.parse import urlsplit

from smartcity.config.env import environment

ENV = environment()
PUBLIC_URL = ENV.public_url
_HTTPS = PUBLIC_URL.startswith("https://")
_HOST = urlsplit(PUBLIC_URL).hostname or "127.0.0.1"

SECRET_KEY = (
    ENV.SMARTCITY_SECRET_KEY or ENV.state.existing_secret("secret-key") or "not-set-before-the-state-folder-exists"
)
SIMULATOR_KEY = (
    ENV.SMARTCITY_SIMULATOR_KEY or ENV.state.existing_secret("simulator-key") or "not-set-either-key-of-simulator"
)
ALLOWED_HOSTS = [_HOST, *ENV.SMARTCITY_ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = ENV.SMARTCITY_TRUSTED_PROXIES

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.SMARTCITY_TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
