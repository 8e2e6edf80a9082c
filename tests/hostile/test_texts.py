"""In: a company whose every name, title, label and note is an attack. Out: pages, documents and files that show it.
Nothing runs in a browser, nothing is fetched by a document, no cell is a formula, no layout breaks."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from werkzeug.serving import make_server

from tests.access.addresses import addresses
from tests.access.browsers import send, signed_in
from tests.access.canary_company import PASSWORD, PEOPLE, found

SCRIPTS = (
    '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "</title><script>alert(2)</script>",
    "</textarea><iframe srcdoc='<script>alert(3)</script>'></iframe>", "javascript:alert(4)",
    "<details open ontoggle=alert(5)>",
    "<style>*{display:none}</style>", "<base href=//127.0.0.1/>", "]]><x>", "<!--",
    "<a href=javascript:alert(6)>go</a>",
)  # fmt: skip
FORMATS = ("{{7*7}}", "{role}", "{0.__class__}", "%s%(name)s%n", "${7*7}", "%", "{", "}}", "{% raise %}", "\\", "%%")
ODD = ("\u202e", "\u200b", "\u2066", "\ufeff", "\u0301" * 20, "ᄒ\u1161ᆫ", "한\u200d글", "\u2028", "🜁", "가" * 40)
FETCHES = (
    '<img src="{url}">', '<link rel=stylesheet href="{url}">', '<link rel=attachment href="{url}">',
    '<a rel=attachment href="{url}">a</a>', "<style>@import '{url}';</style>", '<p style="background:url({url})">b</p>',
    '<object data="{url}"></object>', '<svg><image href="{url}"/><use href="{url}#a"/></svg>',
    "<iframe src='{url}'></iframe>",
    "url({url})",
)  # fmt: skip
SECRET = "canary-4f1b-of-the-file"
FORMULA = '=HYPERLINK("http://127.0.0.1/","x")'


@pytest.fixture
def database_kind() -> str:
    """How a text is shown has nothing to do with the database."""
    return "sqlite"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes whatever asks it for something."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", asked
    server.shutdown()
    server.server_close()


class _Tags(HTMLParser):
    """Collects what would run, load or hide: tags and attributes that none of our pages has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style", "image", "img", "x", "use"):
            self.found.append(tag)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append("script")
        self.found += [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        self.found += [value or "" for name, value in attrs if name in ("href", "src") and "script:" in (value or "")]


def pages_of(app: Any, company: Any, name: str, payee: str = "Ben") -> Iterator[tuple[str, Any]]:
    browser = signed_in(app, name)
    for each in addresses(app, company, PEOPLE[payee], {"nobody": "1" * 64}, "GET"):
        if each.endpoint not in ("static", "frame.font", "earnings.pdf", "earnings.person_pdf"):
            yield each.path, browser.get(each.path)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.usefixtures("texts_checked_once")
@pytest.mark.parametrize("payload", ["".join(SCRIPTS), "".join(FORMATS), "".join(ODD), *FORMATS], ids=str)
def test_pages_show_hostile_texts_as_they_are(app: Any, payload: str, language: str) -> None:
    company = found(app, payload)
    shown = 0
    for name in ("ben", "ada", "admin-all") if len(payload) > 20 else ("ben",):
        send(signed_in(app, name), "/language", language=language)
        for path, answer in pages_of(app, company, name):
            assert answer.status_code < 500, path
            if "html" in answer.content_type:
                tags = _Tags()
                tags.feed(answer.text)
                assert tags.found == [], path
                shown += "harbour" in answer.text
    assert shown > 2
    page = signed_in(app, "ben").get("/earnings/2026-02").text
    if "{{7*7}}" in payload:
        assert "{{7*7}}" in page
    assert "&amp;lt;" not in page, "escaped twice"


def test_a_document_fetches_nothing_and_holds_no_file(app: Any, listener: Any, tmp_path: Path) -> None:
    base, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    payload = "".join(vector.replace("{url}", url) for vector in FETCHES for url in (base, secret.as_uri()))
    found(app, payload)
    for name, path in (("ben", "/earnings/2026-02"), ("auditor", "/people/Gil/earnings/2026-02")):
        answer = signed_in(app, name).get(f"{path}/statement.pdf")
        assert answer.data.startswith(b"%PDF")
        reader = pypdf.PdfReader(io.BytesIO(answer.data))
        assert not reader.attachments
        text = "".join(page.extract_text() for page in reader.pages)
        assert SECRET not in text
        assert SECRET.encode() not in answer.data
        assert _links(reader) == []
    assert asked == []


def _links(reader: pypdf.PdfReader) -> list[str]:
    marks = [mark.get_object() for page in reader.pages for mark in (page.get("/Annots") or [])]
    return [str(mark.get("/A", {}).get("/URI")) for mark in marks if "/URI" in str(mark.get("/A", {}))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", " =", "\u200b=", "a'!A1)+", "'="])
def test_no_cell_that_people_wrote_is_a_formula(app: Any, start: str) -> None:
    found(app, start + FORMULA[1:])
    files = (
        (signed_in(app, "ben"), "/earnings/2026-02/lines"),
        (signed_in(app, "auditor"), "/periods/us/2026-02/register"),
    )
    for browser, path in files:
        rows = list(csv.reader(io.StringIO(browser.get(f"{path}.csv").data.decode("utf-8-sig"))))
        assert len(rows) > 1
        for cell in (cell for row in rows[1:] for cell in row):
            number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
            assert number or not cell.lstrip(" \t\u200b").startswith(("=", "+", "-", "@", "＝")), cell
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{path}.xlsx").data))
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            # A formula of ours may name its sheet, which people named, between apostrophes.
            formula = re.sub(r"'(?:[^']|'')*'!", "", str(cell.value))
            assert not (cell.data_type == "f" and "HYPERLINK" in formula), cell.coordinate
            assert cell.hyperlink is None or not str(cell.hyperlink.target or "").startswith("http")


@pytest.mark.browser
def test_no_script_of_a_text_runs_in_a_browser(app: Any, chromium: Any) -> None:
    company = found(app, "".join(SCRIPTS))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        page.goto(f"{base}/sign-in")
        page.fill("input[name=name]", "ben")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/earnings/**")
        visited = 0
        for path, answer in pages_of(app, company, "ben"):
            if answer.status_code == 200 and "html" in answer.content_type:
                page.goto(base + path)
                visited += 1
        assert visited > 5
        assert said == []
    finally:
        context.close()
        server.shutdown()
