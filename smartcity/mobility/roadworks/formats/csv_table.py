"""Tables of roadworks in (CSV): a column mapping as data, separator and encoding found, each row refused by its line.

A mapping names the column of each field (`start = "Baubeginn"`); a value that begins with "=" holds for every row
(`source_system = "=Stadtwerke"`). Without a mapping the usual German headers are known (`csv_words.HEADERS`). Columns
that no field takes are kept in `foreign["csv"]`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.domain import Roadwork
from smartcity.mobility.roadworks.formats.csv_row import Row, geometry_field, read_values
from smartcity.mobility.roadworks.formats.csv_words import HEADERS
from smartcity.mobility.roadworks.formats.item import Item, Seen, short
from smartcity.mobility.roadworks.validation import check

_SEPARATORS = ";,\t|"
_REQUIRED = ("source_id", "source_system", "street_names", "start", "end")
_PLACES = (("wkt",), ("longitude", "latitude"), ("east", "north"))


def read(document: bytes, mapping: Mapping[str, str] | None = None) -> Iterator[Item]:
    """Read the rows of a table with a header; raise Refused where the table as a whole cannot be read.

    mapping: field to column header, as described above.
    """
    text = decode(document)
    first, text = _announced_separator(text)
    separator = first or _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header = _header(reader)
    columns, constants = _columns(header, mapping)
    return _items(reader, header, columns, constants)


def decode(document: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16 (with a byte order mark), or else in Windows-1252."""
    if document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return document.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Refused([Refusal("Dokument", "Die Zeichenkodierung ist nicht lesbar.", error.reason)]) from None
    if b"\0" in document:
        raise Refused([Refusal("Dokument", "Das Dokument ist keine Texttabelle.", hint="Erwartet wird CSV.")])
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.decode("cp1252", "replace")


def _announced_separator(text: str) -> tuple[str, str]:
    """Take off the line "sep=;" that spreadsheets put in front."""
    start, _, rest = text.partition("\n")
    if start.lower().startswith("sep=") and len(start.strip()) <= 5:
        return start.rstrip("\r\n")[4:5], "\n" + rest
    return "", text


def _separator(text: str) -> str:
    """Return the separator that occurs most in the header, outside quotes."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        header = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise Refused([Refusal("Zeile 1", "Die Kopfzeile ist nicht lesbar.", short(str(error)))]) from None
    if not header:
        raise Refused([Refusal("Zeile 1", "Die Tabelle ist leer.", hint="Die erste Zeile nennt die Spalten.")])
    names = [cell.strip() for cell in header]
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise Refused([Refusal("Zeile 1", "Eine Spalte kommt zweimal vor.", short(twice[0]))])
    return names


def _columns(header: list[str], mapping: Mapping[str, str] | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the column of each field and the fields that are the same in every row; refuse what cannot fit."""
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    refusals: list[Refusal] = []
    for field, column in (mapping or {}).items():
        if field not in HEADERS:
            hint = f"Bekannt: {', '.join(HEADERS)}."
            refusals.append(Refusal(f"Zuordnung {short(field)}", "Dieses Feld gibt es nicht.", hint=hint))
        elif column.startswith("="):
            constants[field] = column[1:]
        elif column not in header:
            hint = f"Spalten der Tabelle: {short(', '.join(header))}."
            refusals.append(Refusal(f"Zuordnung {field}", "Diese Spalte hat die Tabelle nicht.", short(column), hint))
        else:
            columns[field] = column
    taken = set(columns.values())
    by_name = {name.lower(): name for name in header if name not in taken}
    for field, names in HEADERS.items():
        if field not in columns and field not in constants:
            found = next((by_name[name] for name in (field, *names) if name in by_name), None)
            if found is not None:
                columns[field] = found
    refusals += _missing({*columns, *constants})
    if refusals:
        raise Refused(refusals)
    return columns, constants


def _missing(known: set[str]) -> Iterator[Refusal]:
    for field in _REQUIRED:
        if field not in known:
            name = HEADERS[field][0].capitalize()
            hint = f'Nennen Sie die Spalte „{name}“ oder ordnen Sie zu: {field} = "…" ("=Wert" gilt für alle Zeilen).'
            yield Refusal("Zeile 1", f"Die Spalte für {field} fehlt.", hint=hint)
    if not any(known.issuperset(names) for names in _PLACES):
        hint = "Erwartet wird wkt, oder longitude und latitude, oder east und north (EPSG:25832)."
        yield Refusal("Zeile 1", "Die Spalten für die Ortsangabe fehlen.", hint=hint)


def _items(
    reader: Iterator[list[str]], header: list[str], columns: dict[str, str], constants: dict[str, str]
) -> Iterator[Item]:
    seen = Seen()
    for index, (line, cells) in enumerate(_rows(reader)):
        if isinstance(cells, Refusal):
            yield Item(index, "", refusals=(cells,))
        elif len(cells) != len(header):
            rule = f"Die Zeile hat {len(cells)} statt {len(header)} Werte."
            hint = "Werte mit Trennzeichen stehen in Anführungszeichen."
            yield Item(index, "", refusals=(Refusal(f"Zeile {line}", rule, hint=hint),))
        else:
            named = dict(zip(header, cells, strict=True))
            given = constants | {field: named[column] for field, column in columns.items()}
            rest = {name: cell for name, cell in named.items() if cell and name and name not in columns.values()}
            yield _item(Row(line, given, columns), rest, index, seen)


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Yield each row with the line where it begins; a row that breaks CSV's rules as a refusal."""
    while True:
        line = getattr(reader, "line_num", 0) + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, Refusal(f"Zeile {line}", "Die Zeile ist kein gültiges CSV.", short(str(error)))
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _item(row: Row, rest: dict[str, str], index: int, seen: Seen) -> Item:
    values = read_values(row)
    if rest:
        values["foreign"] = {"csv": rest}
    if not row.refusals:
        roadwork = Roadwork(**values)
        for refusal in check(roadwork) + seen.check(roadwork, f"Zeile {row.line}"):
            name = refusal.place.partition(".")[0].partition("[")[0]
            place = row.place(geometry_field(row) if name == "geometry" else name)
            row.refusals.append(Refusal(place, refusal.rule, refusal.value, refusal.hint))
        if not row.refusals:
            return Item(index, roadwork.source_id, roadwork)
    return Item(index, row.text("source_id"), refusals=tuple(row.refusals))
