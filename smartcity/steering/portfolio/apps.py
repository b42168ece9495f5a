"""Manifest of the portfolio."""

from smartcity.kernel.manifest import Maturity, SystemConfig


class PortfolioConfig(SystemConfig):
    """Chapter 4 of the plan: its projects to read."""

    name = "smartcity.steering.portfolio"
    label = "portfolio"
    verbose_name = "Portfolio des Masterplans"
    plan_number = "4"
    title = "Portfolio des Masterplans"
    title_en = "The master plan's portfolio"
    summary = "Zeigt alle Projekte des Masterplans: was geplant ist, wer zuständig ist und was schon läuft."
    summary_en = "Shows all projects of the master plan: what is planned, who is responsible and what already runs."
    fields = ()
    office = "i-02"
    address = "/projekte"
    maturity = Maturity.PILOT
