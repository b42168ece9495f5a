"""The demo: marked accounts and content, mails kept on a page. The default on a new machine."""

from __future__ import annotations

from smartcity.config.settings.base import *  # noqa: F403

DEMO = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]  # noqa: F405
CSRF_TRUSTED_ORIGINS = [*CSRF_TRUSTED_ORIGINS, f"http://localhost:{ENV.PORT}", f"http://127.0.0.1:{ENV.PORT}"]  # noqa: F405
