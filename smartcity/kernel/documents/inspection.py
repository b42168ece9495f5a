"""Look into an upload: what it is by its content, and whether it holds anything that could act.

Pictures are written anew from their pixels' own encoding, which drops whatever hangs on behind them
(polyglots) and, unless wanted, where they were taken.
"""

from __future__ import annotations

import io
import socket
import warnings
from dataclasses import dataclass

import pikepdf
from django.conf import settings
from PIL import ExifTags, Image, UnidentifiedImageError

from smartcity.kernel.refusal import Refusal, Refused

MOST_PIXELS = 80_000_000
MOST_PAGES = 2_000
ACTIVE_KEYS = (
    "/JS",
    "/JavaScript",
    "/Launch",
    "/RichMedia",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/EF",
    "/XFA",
    "/ImportData",
    "/SubmitForm",
)
SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
NAMES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
CLAMAV_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Inspected:
    """A harmless file: its media type and the bytes to store."""

    media_type: str
    content: bytes


def inspect(name: str, content: bytes, kinds: tuple[str, ...], *, keep_location: bool = False) -> Inspected:
    """Check an upload; raises Refused with the file's name as place."""
    if not content:
        raise _refused(name, "die Datei ist leer")
    media_type = next((kind for kind in SIGNATURES if content.startswith(SIGNATURES[kind])), "")
    if media_type not in kinds:
        wanted = ", ".join(NAMES[kind] for kind in kinds)
        raise _refused(
            name, "der Inhalt ist keine angenommene Dateiart", media_type or "unbekannt", f"Erlaubt: {wanted}"
        )
    _scan(name, content)
    if media_type == "application/pdf":
        _inspect_pdf(name, content)
        return Inspected(media_type, content)
    return Inspected(media_type, _rewrite_picture(name, content, keep_location=keep_location))


def _inspect_pdf(name: str, content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise _refused(name, f"mehr als {MOST_PAGES} Seiten", str(len(pdf.pages)))
            for item in pdf.objects:
                _refuse_active(name, item)
    except pikepdf.PasswordError:
        raise _refused(name, "die PDF-Datei ist verschlüsselt", hint="Speichern Sie sie ohne Kennwort.") from None
    except pikepdf.PdfError as error:
        raise _refused(name, "die PDF-Datei ist beschädigt", str(error)[:120]) from error


def _refuse_active(name: str, item: pikepdf.Object) -> None:
    """Look through one object and what is written inside it."""
    waiting = [item]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Array):
            waiting += [part for part in current if _is_inside(part)]
            continue
        if not isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in current.keys():  # noqa: SIM118  (a PDF object is no mapping)
            value = current[key]
            if key in ACTIVE_KEYS or (key == "/S" and str(value) in ACTIVE_KEYS):
                raise _refused(
                    name, "die PDF-Datei enthält aktive Inhalte", str(key), "Drucken Sie sie in eine neue PDF-Datei."
                )
            if _is_inside(value):
                waiting.append(value)


def _is_inside(part: object) -> bool:
    """Whether the part is written inside its parent; what has a number of its own is looked at on its own."""
    return isinstance(part, pikepdf.Object) and not part.is_indirect


def _rewrite_picture(name: str, content: bytes, *, keep_location: bool) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _refused(name, "das Bild ist zu groß", f"{picture.width} × {picture.height}")
                picture.load()
                exif = picture.getexif()
                if not keep_location:
                    exif.pop(ExifTags.Base.GPSInfo, None)
                target = io.BytesIO()
                if picture.format == "JPEG":
                    picture.save(target, "JPEG", quality="keep", exif=exif)
                else:
                    picture.save(target, "PNG", exif=exif)
                return target.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refused(name, "das Bild ist beschädigt", str(error)[:120]) from error
    except Image.DecompressionBombWarning:
        raise _refused(name, "das Bild ist zu groß") from None


def _scan(name: str, content: bytes) -> None:
    """Ask clamd when one is configured (INSTREAM); an unreachable scanner refuses, it does not wave through."""
    path = settings.CLAMAV_SOCKET
    if not path:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(30)
            connection.connect(path)
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CLAMAV_CHUNK):
                chunk = content[start : start + CLAMAV_CHUNK]
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(b"\0\0\0\0")
            answer = connection.recv(4096).decode(errors="replace").strip("\0\n ")
    except OSError as error:
        raise _refused(
            name, "die Virenprüfung ist gerade nicht erreichbar", str(error), "Versuchen Sie es später."
        ) from error
    if not answer.endswith("OK"):
        raise _refused(name, "die Virenprüfung hat die Datei zurückgewiesen", answer[:120])


def _refused(name: str, rule: str, value: str = "", hint: str = "") -> Refused:
    return Refused([Refusal(name, rule, value, hint)])
