"""Uploads are judged by content; nothing active and no hidden place gets in."""

from __future__ import annotations

import io
import socket
import threading

import pikepdf
import pytest
from hypothesis import given, settings, strategies
from PIL import ExifTags, Image

from smartcity.kernel.documents import inspection
from smartcity.kernel.documents.inspection import inspect
from smartcity.kernel.documents.purposes import PAPERS
from smartcity.kernel.documents.services import safe_name
from smartcity.kernel.refusal import Refused


def picture(kind="JPEG", size=(64, 48), place=True):
    image, target = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Kamera"
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 26.0, 4.0)
    image.save(target, kind, exif=exif)
    return target.getvalue()


def pdf(change=lambda document: None):
    document, target = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    change(document)
    document.save(target)
    return target.getvalue()


def gps(content):
    return dict(Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_its_place_and_nothing_else(kind):
    content = picture(kind)
    assert gps(content)
    found = inspect("foto", content, PAPERS)
    assert gps(found.content) == {}
    assert Image.open(io.BytesIO(found.content)).getexif()[ExifTags.Base.Make] == "Kamera"


def test_a_picture_keeps_its_place_when_that_is_wanted():
    assert gps(inspect("foto", picture(), PAPERS, keep_location=True).content)


def test_what_hangs_on_behind_a_picture_is_dropped():
    found = inspect("foto.png", picture("PNG") + b"PK\x03\x04<script>alert(1)</script>", PAPERS)
    assert b"<script>" not in found.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("bild.png", b"<html><script>alert(1)</script></html>"),
        ("plan.pdf", b"MZ\x90\x00" + b"\0" * 100),
        ("plan.pdf", b"PK\x03\x04" + b"\0" * 100),
        ("leer.pdf", b""),
        ("bild.jpg", b"\xff\xd8\xff" + b"\0" * 50),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
        ("plan.pdf", b"%PDF-1.7 nothing behind it"),
    ],
)
def test_a_disguised_or_broken_file_is_refused_by_name(name, content):
    with pytest.raises(Refused) as refused:
        inspect(name, content, PAPERS)
    assert refused.value.refusals[0].place == name


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.Root.__setitem__(
            "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        ),
        lambda document: document.pages[0].obj.__setitem__(
            "/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc")))
        ),
        lambda document: document.attachments.__setitem__("x", b"MZ"),
    ],
)
def test_a_pdf_with_active_content_is_refused(change):
    with pytest.raises(Refused, match="aktive Inhalte"):
        inspect("plan.pdf", pdf(change), PAPERS)


def test_a_plain_pdf_is_taken_as_it_is():
    content = pdf()
    assert inspect("plan.pdf", content, PAPERS).content == content


def test_an_encrypted_pdf_is_refused():
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused, match="verschlüsselt"):
        inspect("plan.pdf", target.getvalue(), PAPERS)


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(inspection, "MOST_PIXELS", 1000)
    with pytest.raises(Refused, match="zu groß"):
        inspect("riesig.png", picture("PNG"), PAPERS)


@settings(max_examples=60, deadline=None)
@given(
    strategies.sampled_from([b"%PDF-1.4\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]),
    strategies.binary(max_size=400),
)
def test_garbage_is_refused_and_never_crashes(start, rest):
    with pytest.raises(Refused):
        inspect("x", start + rest, PAPERS)


@pytest.mark.parametrize(
    ("answer", "taken"), [(b"stream: OK\0", True), (b"stream: Eicar-Test-Signature FOUND\0", False)]
)
def test_the_virus_scanner_decides_when_it_is_configured(tmp_path, settings, answer, taken):
    path = str(tmp_path / "clamd")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve():
        connection, _ = server.accept()
        while not connection.recv(1 << 20).endswith(b"\0\0\0\0"):
            pass
        connection.sendall(answer)
        connection.close()

    threading.Thread(target=serve, daemon=True).start()
    settings.CLAMAV_SOCKET = path
    if taken:
        assert inspect("foto.png", picture("PNG"), PAPERS).media_type == "image/png"
    else:
        with pytest.raises(Refused, match="Virenprüfung"):
            inspect("foto.png", picture("PNG"), PAPERS)


def test_an_unreachable_scanner_refuses(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    with pytest.raises(Refused, match="nicht erreichbar"):
        inspect("foto.png", picture("PNG"), PAPERS)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\plan.pdf", "plan.pdf"), ("a\r\nb\u202e.pdf", "ab.pdf"), ("...", "datei")],
)
def test_a_file_name_is_only_a_name(given_name, kept):
    assert safe_name(given_name) == kept
