"""The portfolio as open data."""

from __future__ import annotations

from smartcity.kernel.catalogue.declaration import Column, ColumnType, Dataset, Distribution, Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence

_PROJECT_COLUMNS = (
    Column("number", ColumnType.STRING, "Nummer im Masterplan", "Number in the master plan"),
    Column("slug", ColumnType.STRING, "Kurzname", "Short name"),
    Column("kind", ColumnType.STRING, "Art: project oder measure", "Kind: project or measure"),
    Column("title_de", ColumnType.STRING, "Titel", "Title in German"),
    Column("title_en", ColumnType.STRING, "Titel auf Englisch", "Title"),
    Column("fields", ColumnType.STRING, "Handlungsfelder, getrennt durch |", "Fields of action, separated by |"),
    Column("responsible", ColumnType.STRING, "Zuständig, in den Worten des Plans", "Responsible, in the plan's words"),
    Column("partners", ColumnType.STRING, "Partner, getrennt durch |", "Partners, separated by |"),
    Column("phase", ColumnType.STRING, "Phase", "Phase"),
    Column("phase_de", ColumnType.STRING, "Phase in Worten", "Phase in German words"),
    Column("phase_en", ColumnType.STRING, "Phase auf Englisch", "Phase in words"),
    Column("system", ColumnType.STRING, "Adresse des Systems auf dieser Plattform", "Address of its system here"),
    Column("summary_de", ColumnType.STRING, "Worum es geht", "Summary in German"),
    Column("summary_en", ColumnType.STRING, "Worum es geht, auf Englisch", "Summary"),
    Column("goal_de", ColumnType.STRING, "Ziel", "Goal in German"),
    Column("goal_en", ColumnType.STRING, "Ziel auf Englisch", "Goal"),
    Column("sdgs", ColumnType.STRING, "Nachhaltigkeitsziele, getrennt durch |", "SDGs, separated by |"),
    Column("plan_url", ColumnType.STRING, "Seite, die der Plan nennt", "Page named in the plan"),
)
_PARTNER_COLUMNS = (
    Column("slug", ColumnType.STRING, "Kurzname", "Short name"),
    Column("name", ColumnType.STRING, "Name", "Name"),
    Column("short", ColumnType.STRING, "Kurzform", "Short form"),
    Column("kind", ColumnType.STRING, "Art der Organisation", "Kind of organisation"),
    Column("url", ColumnType.STRING, "Seite, die der Plan nennt", "Page named in the plan"),
    Column("summary_de", ColumnType.STRING, "Wer das ist", "Who it is, in German"),
    Column("summary_en", ColumnType.STRING, "Wer das ist, auf Englisch", "Who it is"),
    Column("leads", ColumnType.STRING, "Zuständig für, getrennt durch |", "Responsible for, separated by |"),
    Column("takes_part_in", ColumnType.STRING, "Beteiligt an, getrennt durch |", "Takes part in, separated by |"),
)


def _forms(csv: str, json: str) -> tuple[Distribution, ...]:
    return (
        Distribution("CSV", csv, "Tabelle", "text/csv", "Table", conforms_to="https://www.rfc-editor.org/rfc/rfc4180"),
        Distribution("JSON", json, "Schnittstelle", "application/json", "Interface", service=True),
    )


DATASETS = [
    Dataset(
        slug="masterplan-projekte",
        title="Projekte und Maßnahmen des Masterplans",
        title_en="Projects and measures of the master plan",
        description="Alle Projekte und Maßnahmen mit Handlungsfeldern, Zuständigkeit, Phase und Stand.",
        description_en="All projects and measures with fields of action, responsibility, phase and state.",
        theme=Theme.GOVERNMENT,
        licence=Licence.DL_DE_ZERO,
        frequency=Frequency.IRREGULAR,
        distributions=_forms("/masterplan/projekte.csv", "/api/v1/portfolio/projects"),
        keywords=("Masterplan", "Smart City", "Projekte"),
        keywords_en=("master plan", "smart city", "projects"),
        columns=_PROJECT_COLUMNS,
        access_path="/projekte",
    ),
    Dataset(
        slug="masterplan-partner",
        title="Partner des Masterplans",
        title_en="Partners of the master plan",
        description="Die Organisationen, die den Masterplan tragen, und die Projekte, an denen sie arbeiten.",
        description_en="The organisations that carry the master plan, and the projects they work on.",
        theme=Theme.GOVERNMENT,
        licence=Licence.DL_DE_ZERO,
        frequency=Frequency.IRREGULAR,
        distributions=_forms("/masterplan/partner.csv", "/api/v1/portfolio/partners"),
        keywords=("Masterplan", "Smart City", "Partner"),
        keywords_en=("master plan", "smart city", "partners"),
        columns=_PARTNER_COLUMNS,
        access_path="/masterplan/partner",
    ),
]
