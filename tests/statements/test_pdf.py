"""In: views, and documents made to reach out. Out: PDFs that can be read, are the same each time, and reach nothing."""

import io
import re
import threading
from dataclasses import fields, is_dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from comp_rules.values.words import Words
from statements.html_from_view import html_from_view
from statements.pdf_from_html import pdf_from_html
from statements.view_from_result import view_from_result
from tests.statements.sample import CONTEXT, MONTHS, marginal_month, month_before

FONTS = Path(__file__).parents[2] / "var" / "fonts"
faces = pytest.mark.skipif(
    not (FONTS / "DaylightSansKR-Regular.ttf").is_file(), reason="the fonts are not prepared: start the portal once"
)


def printed(name: str, lang: str, fonts: Path | None = FONTS) -> tuple[object, bytes]:
    previous = month_before() if name == "marginal" else None
    view = view_from_result(MONTHS[name](), replace(CONTEXT, previous=previous), lang)
    return view, pdf_from_html(html_from_view(view), fonts, view.digest)


def words_of(pdf: bytes) -> str:
    """The text as a reader copies it: without joiners, runs of white space as one space."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("\N{WORD JOINER}", ""))


@faces
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", sorted(MONTHS))
def test_every_amount_and_line_is_on_paper(name, lang):
    view, pdf = printed(name, lang)
    text = words_of(pdf)
    for figure in view.figures:
        assert figure.amount.text in text
    for part in view.parts:
        for line in part.lines:
            assert line.number in text
            assert line.amount.text in text
            assert line.running.text in text
        for row in (*part.not_counted, *part.not_paid):
            assert row.title in text
    assert view.notice.split(":")[0].split(".")[0] in text
    assert view.check_code in text
    assert view.digest[:32] in text


@faces
def test_a_second_engine_reads_the_figure_from_the_same_bytes():
    """Text must survive in another reader: glyphs that only one of them finds are invisible to the other's users."""
    view, pdf = printed("marginal", "ko")
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert view.figures[0].amount.text in page.replace("\N{WORD JOINER}", "")


@faces
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_faces_are_truetype_and_our_own(lang):
    _, pdf = printed("marginal", lang)
    document = pikepdf.open(io.BytesIO(pdf))
    kinds, names = set(), set()
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/DescendantFonts" in item:
            kinds.add(str(item.DescendantFonts[0].Subtype))
            names.add(str(item.BaseFont).split("+")[-1])
    assert kinds == {"/CIDFontType2"}
    assert all(name.startswith("Daylight") for name in names), names


@faces
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_is_tagged_named_and_in_its_language(lang):
    view, pdf = printed("marginal", lang)
    document = pikepdf.open(io.BytesIO(pdf))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == lang
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert view.document in metadata["dc:title"]
    with document.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert titles[0] == {"en": "How it is made up", "ko": "발생 인센티브 구성"}[lang]
    pictures = [
        str(item.Alt)
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    assert len(pictures) == 2
    assert any(view.figures[0].amount.text in picture for picture in pictures)
    assert not any("\N{WORD JOINER}" in picture for picture in pictures)


@faces
def test_the_same_input_gives_the_same_bytes():
    assert printed("marginal", "ko")[1] == printed("marginal", "ko")[1]


@faces
def test_every_glyph_has_a_face(caplog):
    for name in MONTHS:
        for lang in ("en", "ko"):
            printed(name, lang)
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


def test_without_our_faces_it_is_printed_all_the_same():
    view, pdf = printed("marginal", "en", None)
    assert len(PdfReader(io.BytesIO(pdf)).pages) >= 2
    assert pdf_from_html(html_from_view(view), Path("nowhere"), "x").startswith(b"%PDF")


@faces
def test_korean_words_are_not_broken_inside():
    _, pdf = printed("marginal", "ko")
    lines = [line for page in PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()]
    starts = {line.replace("\N{WORD JOINER}", "").strip()[:2] for line in lines}
    assert not starts & {"습니", "니다", "다.", "입니", "에서"}


def test_a_page_turn_carries_the_running_total():
    result = marginal_month()
    (part,) = result.parts
    times = 6
    lines = tuple(
        replace(line, line_id=f"{line.line_id}:{turn}", number=turn * len(part.lines) + line.number)
        for turn in range(times)
        for line in part.lines
    )
    components = tuple(replace(c, total=(c.total or 0) * times, lines=c.lines * times) for c in part.components)
    many = replace(result, parts=(replace(part, lines=lines, components=components, total=part.total * times),))
    view = view_from_result(many, CONTEXT, "en")
    pdf = pdf_from_html(html_from_view(view), FONTS if FONTS.is_dir() else None, "x")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    carried = [re.search(r"Carried forward (\S+)", page) for page in pages]
    brought = [re.search(r"Brought forward (\S+)", page) for page in pages]
    turns = [
        (left.group(1), right.group(1)) for left, right in zip(carried, brought[1:], strict=False) if left and right
    ]
    assert turns
    assert all(left == right for left, right in turns)
    assert not brought[0]
    assert not carried[-1]


CANARY = "canary-4711-in-a-file"
SVG = "http://www.w3.org/2000/svg"
VECTORS = {
    "link attachment": '<link rel="attachment" href="{url}">',
    "anchor attachment": '<a rel="attachment" href="{url}">x</a>',
    "image": '<img src="{url}" alt="x">',
    "stylesheet link": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url('{url}');</style>",
    "background": "<div style=\"background: url('{url}')\">x</div>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: f; src: url('{url}') }} p {{ font-family: f }}</style><p>x</p>",
    "iframe": '<iframe src="{url}"></iframe>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "svg image": f'<svg xmlns="{SVG}" width="9" height="9"><image href="{{url}}" width="9" height="9"/></svg>',
    "svg use": f'<svg xmlns="{SVG}" width="9" height="9"><use href="{{url}}#a"/></svg>',
    "base": '<base href="{url}"><img src="a.png" alt="x">',
    "list": "<ul style=\"list-style-image: url('{url}')\"><li>x</li></ul>",
}


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that notes whatever asks it for something."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"p { color: red }")

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


def holds(pdf: bytes, secret: str) -> bool:
    """Whether a secret is anywhere in the document: streams, attachments, texts."""
    document = pikepdf.open(io.BytesIO(pdf))
    streams = b"".join(item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream))
    return secret.encode() in pdf + streams or secret in words_of(pdf) or bool(document.attachments)


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_a_document_reaches_no_address_and_no_file_even_when_it_asks(name, listener, canary):
    """The second wall: should markup ever get into a statement, nothing is fetched for it."""
    base, asked = listener
    for url in (f"{base}/{name.replace(' ', '-')}", canary.as_uri(), str(canary), "daylight:../../secret.txt"):
        body = VECTORS[name].format(url=url)
        html = f"<!doctype html><html lang='en'><head><title>t</title></head><body>{body}</body></html>"
        assert not holds(pdf_from_html(html, FONTS if FONTS.is_dir() else None), CANARY)
    assert asked == []


#: texts that the engine writes, not people or sources
ENGINE_WORDS = set(
    """unit original_unit currency kind shape state code formula over period rate_unit earned_period component measure
    by credit_id line_id rule table role ref reason_code assignment payee plan digest basis rounding""".split()
)


def poisoned(item: object, payload: str) -> object:
    """The same data with the payload in every text that people or sources write."""
    if isinstance(item, Words):
        return Words(*(text.replace("{", "").replace("}", "") + payload for text in item))
    if isinstance(item, tuple):
        return tuple(poisoned(inner, payload) for inner in item)
    if isinstance(item, dict):
        return {key: value + payload for key, value in item.items()}
    if is_dataclass(item) and not isinstance(item, type):
        changed = {}
        for field in fields(item):
            value = getattr(item, field.name)
            if field.name in ENGINE_WORDS or value is None:
                continue
            changed[field.name] = value + payload if isinstance(value, str) else poisoned(value, payload)
        return replace(item, **changed)
    return item


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_hostile_names_and_notes_are_printed_as_they_are(lang, listener, canary):
    base, asked = listener
    payload = "".join(
        vector.format(url=url).replace("{", "").replace("}", "")
        for vector in VECTORS.values()
        for url in (base, canary.as_uri())
    )
    result = poisoned(marginal_month(), payload)
    context = replace(poisoned(CONTEXT, payload), previous=None, state="draft")
    html = html_from_view(view_from_result(result, context, lang))
    body = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    assert "&lt;img src=" in body
    assert not re.search(r"<(img|link|style|iframe|object|embed|base|a)\b", body)
    assert not re.search(r"<(image|use)\b", html)
    short = html_from_view(view_from_result(poisoned(marginal_month(), '<img src="' + base + '">'), context, lang))
    assert not holds(pdf_from_html(short), CANARY)
    assert asked == []
