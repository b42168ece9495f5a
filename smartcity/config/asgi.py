"""ASGI entry point: ``smartcity.config.asgi:application``, loaded by every web process."""

from __future__ import annotations

import gc
import signal

import django

from smartcity.config.boot import choose_settings
from smartcity.config.parent import end_with_parent

# a web process whose master was killed would hold the port against the next one
end_with_parent(signal.SIGKILL)
choose_settings()
django.setup(set_prefix=False)

from smartcity.config.application import Application  # noqa: E402  (needs the settings and apps from above)

application = Application()
# what the start has made stays; looking through it again and again would cost a tenth of every page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
