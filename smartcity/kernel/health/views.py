"""/health/live, /health/ready, /metrics."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from smartcity.kernel.health import metrics
from smartcity.kernel.health.checks import findings


@require_GET
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing about the database."""
    return JsonResponse({"status": "ok", "checks": {"process": "ok"}})


@require_GET
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the platform can serve: 503 when something vital is missing, 200 and degraded for the rest."""
    found = findings()
    vital = all(finding.ok for finding in found if finding.vital)
    status = "ok" if all(finding.ok for finding in found) else "degraded"
    checks = {finding.name: finding.trouble or "ok" for finding in found}
    return JsonResponse({"status": status, "checks": checks}, status=200 if vital else 503)


@require_GET
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    """Figures for operators."""
    if not metrics.may_read(request):
        raise PermissionDenied
    return HttpResponse(metrics.render(), content_type="text/plain; version=0.0.4; charset=utf-8")
