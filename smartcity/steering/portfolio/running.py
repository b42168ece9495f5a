"""Which entries of the plan run as a system of this platform: read from the installed manifests, never written down."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.manifest import Maturity, SystemConfig, discover, systems
from smartcity.steering.portfolio.bilingual import in_language

MATURITY_WORDS: dict[Maturity, str | Promise] = {
    Maturity.PLANNED: _("geplant"),
    Maturity.PILOT: _("im Pilotbetrieb"),
    Maturity.OPERATION: _("in Betrieb"),
}
MATURITY_LIGHTS = {Maturity.PLANNED: "none", Maturity.PILOT: "warn", Maturity.OPERATION: "good"}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One of the system's own health checks; ``trouble`` is empty when all is well."""

    name: str
    trouble: str


@dataclass(frozen=True, slots=True)
class RunningSystem:
    """A system of this platform that carries an entry of the plan."""

    label: str
    number: str
    title: str
    summary: str
    address: str
    light: str
    word: str | Promise


def running_systems() -> dict[str, RunningSystem]:
    """Installed systems with an address, by the plan's number."""
    return {
        config.plan_number: _running(config)
        for config in systems()
        if config.plan_number and config.address and config.maturity is not Maturity.PLANNED
    }


def _running(config: SystemConfig) -> RunningSystem:
    return RunningSystem(
        label=config.label,
        number=config.plan_number,
        title=in_language(config.title, config.title_en),
        summary=in_language(config.summary, config.summary_en),
        address=config.address,
        light=MATURITY_LIGHTS[config.maturity],
        word=MATURITY_WORDS[config.maturity],
    )


def health_of(system: RunningSystem) -> list[CheckResult]:
    """The results of the checks that the system itself declares; empty when it declares none."""
    for config, checks in discover("health", "CHECKS"):
        if config.label == system.label:
            return [CheckResult(name, check()) for name, check in checks.items()]
    return []
