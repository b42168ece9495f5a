"""ASGI entry point: ``smartcity.config.asgi:application``, loaded by every web process."""

from __future__ import annotations

import gc
import signal

from django.core.asgi import get_asgi_application

from smartcity.config.boot import choose_settings
from smartcity.config.parent import end_with_parent

# a web process whose master was killed would hold the port against the next one
end_with_parent(signal.SIGKILL)
choose_settings()
application = get_asgi_application()
# what the start has made stays; looking through it again and again would cost a tenth of every page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
