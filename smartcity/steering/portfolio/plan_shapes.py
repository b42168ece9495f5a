"""Shapes of the three files that hold a city's plan: what must be there, and of which kind. Free of Django.

Texts are written over several lines in the files; their white space is joined.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from smartcity.steering.portfolio.domain import (
    SDG_COUNT,
    Kind,
    Level,
    MilestoneKind,
    PartnerKind,
    Phase,
    ReferenceKind,
    Rhythm,
    SeatRule,
    plan_position,
)


def _numbered(number: str) -> str:
    plan_position(number)
    return number


def _joined(text: str) -> str:
    text = " ".join(text.split())
    if not text or "\x00" in text:
        raise ValueError("empty, or with a character that no text has")
    return text


Prose = Annotated[str, AfterValidator(_joined)]
Title = Annotated[str, Field(max_length=200), AfterValidator(_joined)]
Name = Annotated[str, Field(max_length=60), AfterValidator(_joined)]
Chapter = Annotated[str, Field(pattern=r"^\d{1,2}(\.\d{1,3})?$")]
Document = Annotated[str, Field(pattern=r"^([A-Z]{1,4} [0-9-]{1,12})?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Number = Annotated[str, Field(max_length=8), AfterValidator(_numbered)]
Address = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=200)]
Goal = Annotated[int, Field(ge=1, le=SDG_COUNT)]


class Shape(BaseModel):
    """Nothing but what is named, nothing of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Shape):
    """A text in both languages."""

    de: Prose
    en: Prose


class TitleText(Shape):
    """A heading in both languages."""

    de: Title
    en: Title


class NameText(Shape):
    """A few words in both languages."""

    de: Name
    en: Name


class LongTitleText(Shape):
    """An official heading in both languages, as councils write them."""

    de: Annotated[str, Field(max_length=400), AfterValidator(_joined)]
    en: Annotated[str, Field(max_length=400), AfterValidator(_joined)]


class Dated(Shape):
    """Something with dates; ``stated`` is how the plan says them."""

    begins: date
    ends: date | None = None
    approximate: bool = False
    stated: NameText
    title: TitleText

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("ends before begins")
        return self


class StationShape(Dated):
    """A step of the plan as a whole."""

    ends: date
    chapter: Chapter


class MilestoneShape(Dated):
    """A date of a project; an event needs its end, a period may be open."""

    kind: MilestoneKind

    @model_validator(mode="after")
    def _closed(self) -> MilestoneShape:
        if self.kind is MilestoneKind.EVENT and self.ends is None:
            raise ValueError("event without end")
        return self


class PlanShape(Shape):
    """The plan itself."""

    slug: Slug
    title: TitleText
    goal: Text
    latest_date: date
    latest_date_stated: NameText
    stations: list[StationShape] = []


class FieldShape(Shape):
    """A field of action."""

    slug: Slug
    title: NameText
    icon: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
    summary: Text


class ReferenceShape(Shape):
    """Another plan or document."""

    slug: Slug
    kind: ReferenceKind
    title: LongTitleText
    document: Document = ""
    fields: list[Slug] = []
    projects: list[Number] = []
    partners: list[Slug] = []


class ResponsibleShape(Shape):
    """A responsible office or organisation in the plan's words; the partner behind it, if it is one."""

    words: Name
    partner: Slug | None = None


class ProjectShape(Shape):
    """A project or measure."""

    number: Number
    slug: Slug
    kind: Kind
    title: TitleText
    fields: Annotated[list[Slug], Field(min_length=1)]
    responsible: Annotated[list[ResponsibleShape], Field(min_length=1)]
    involved: list[Slug] = []
    related: list[Number] = []
    sdgs: list[Goal] = []
    plan_url: Address | None = None
    phase: Phase
    phase_source: Text
    goal: Text
    users: Text
    benefit: Text
    next_step: Text | None = None
    summary: Text
    published: bool = True
    milestones: list[MilestoneShape] = []


class PortfolioFile(Shape):
    """portfolio.toml"""

    plan: PlanShape
    fields: Annotated[list[FieldShape], Field(min_length=1)]
    references: list[ReferenceShape] = []
    projects: Annotated[list[ProjectShape], Field(min_length=1)]


class LetterShape(Shape):
    """Who signed the letter of intent, as far as the plan says."""

    signed: date
    signed_stated: NameText
    first_signatories: Annotated[int, Field(ge=0, le=1000)]
    joined_since: Annotated[int, Field(ge=0, le=1000)]


class PartnerShape(Shape):
    """A partner."""

    slug: Slug
    name: Title
    short: Name
    kind: PartnerKind
    url: Address | None = None
    companies: list[Name] = []
    summary: Text
    published: bool = True


class PartnersFile(Shape):
    """partners.toml"""

    letter_of_intent: LetterShape
    partners: Annotated[list[PartnerShape], Field(min_length=1)]


class LevelShape(Shape):
    """A level of the organisation."""

    slug: Level
    order: Annotated[int, Field(ge=0, le=1000)]
    title: NameText
    body: NameText
    task: Text


class SeatShape(Shape):
    """A seat or group of seats on a board."""

    rule: SeatRule
    title: TitleText
    partners: list[Slug] = []


class BoardShape(Shape):
    """A board and its seats."""

    slug: Slug
    order: Annotated[int, Field(ge=0, le=1000)]
    level: Level
    chapter: Chapter
    title: NameText
    role: Text
    chair: NameText | None = None
    deputy: NameText | None = None
    rhythm: Rhythm
    members: Annotated[list[SeatShape], Field(min_length=1)]


class BoardsFile(Shape):
    """boards.toml"""

    levels: Annotated[list[LevelShape], Field(min_length=1)]
    boards: list[BoardShape] = []
