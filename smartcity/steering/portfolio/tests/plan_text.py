"""The master plan's printed text, read independently of the portfolio's files."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADING = re.compile(r"^\s*([67]\.\d{1,2})\s+(\S.*)$")
TOKEN = re.compile(r"[\w./&-]+")


@dataclass(frozen=True)
class Section:
    """A project or measure as printed: number, title, fields, responsible words, and its whole text."""

    number: str
    title: str
    fields: list[str]
    responsible: list[str]
    text: str


def joined(text: str) -> str:
    """One line: hyphens at line ends taken back, white space single."""
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*(?=[a-zäöüß])", "", text)
    text = re.sub(r"(?<=\w)([-/])[ \t]*\n\s*", r"\1", text)
    return " ".join(text.split())


def words_of_office(text: str) -> list[str]:
    """The words that name who is responsible, in order, without the "und" between two offices."""
    text = re.sub(r"\s*/\s*", "/", text)
    return [word.rstrip(",") for word in TOKEN.findall(text) if word != "und"]


def chapter(text: str, begin: str, end: str) -> str:
    """The text between two headings (each at a line's beginning)."""
    start = re.search(rf"^\s*{re.escape(begin)}", text, re.MULTILINE)
    stop = re.search(rf"^\s*{re.escape(end)}", text, re.MULTILINE)
    assert start
    assert stop
    return text[start.start() : stop.start()]


def sections(text: str) -> list[Section]:
    """Every section of chapters 6 and 7."""
    lines = text.splitlines()
    heads = [index for index, line in enumerate(lines) if _is_heading(lines, index)]
    ends = [*heads[1:], next(i for i, line in enumerate(lines) if line.strip().startswith("8. Schnittstellen"))]
    return [_section(lines[start:end]) for start, end in zip(heads, ends, strict=True)]


def _is_heading(lines: list[str], index: int) -> bool:
    following = "\n".join(lines[index : index + 6])
    return HEADING.match(lines[index]) is not None and "Handlungsfeld:" in following


def _section(lines: list[str]) -> Section:
    match = HEADING.match(lines[0])
    assert match
    field_at = next(i for i, line in enumerate(lines) if "Handlungsfeld:" in line)
    office_at = next(i for i, line in enumerate(lines) if "Zuständigkeit:" in line)
    title = joined("\n".join([match.group(2), *lines[1:field_at]]))
    offices = []
    for line in lines[office_at + 1 :]:
        if line.strip() and not line.startswith((" ", "\t")):
            break
        offices.append(line)
    fields = joined(" ".join(lines[field_at + 1 : office_at]))
    return Section(
        number=match.group(1),
        title=title,
        fields=[name.strip() for name in fields.split(",")],
        responsible=words_of_office(" ".join(offices)),
        text=joined("\n".join(lines[office_at + 1 :])),
    )
