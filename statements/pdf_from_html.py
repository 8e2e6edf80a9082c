"""The statement as PDF: tagged for screen readers, the same bytes for the same input, reaching nothing outside.

In: HTML of `html_from_view` and the folder of our faces. Out: PDF bytes.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_SHEET = Path(__file__).parent / "templates" / "statement.css"
_SCHEME = "daylight:"
#: what a relative address is relative to: a name that no network has, so that it is refused like any other
_NOWHERE = "http://statement.invalid/"
#: (family, weight, file): Latin first, then Hangul
_FACES = (
    ("Daylight", 400, "DaylightSans-Regular.ttf"),
    ("Daylight", 600, "DaylightSans-SemiBold.ttf"),
    ("Daylight Hangul", 400, "DaylightSansKR-Regular.ttf"),
    ("Daylight Hangul", 600, "DaylightSansKR-SemiBold.ttf"),
)
_TAG = re.compile(r"(<[^>]*>)")
#: A word joiner goes between two characters of a Korean word, which would otherwise break after any syllable, and
#: after a minus, which would otherwise be left behind by its amount.
_IN_WORD = re.compile(r"(?<=[가-힣])(?=[가-힣(])|(?<=[0-9A-Za-z%)’”])(?=[가-힣])|(?<=−)(?=\S)")
_JOINER = "\N{WORD JOINER}"


class OnlyOurFaces(URLFetcher):  # type: ignore[misc]
    """A fetcher that knows our font files by name and refuses every other address, whatever its form."""

    def __init__(self, fonts: Path | None) -> None:
        super().__init__(allowed_protocols=())
        self._files = {_SCHEME + name: fonts / name for _, _, name in _FACES} if fonts else {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return one of our faces. Raises ValueError for anything else."""
        if url not in self._files:
            _refuse(url)
        return URLFetcherResponse(url, self._files[url].read_bytes(), {"Content-Type": "font/ttf"})


def _refuse(url: str) -> NoReturn:
    raise ValueError(f"a statement reaches nothing outside itself: {url[:80]}")


def pdf_from_html(html: str, fonts: Path | None = None, identifier: str = "") -> bytes:
    """Return a PDF/UA-1 document.

    `fonts` is the folder of the prepared faces; without it the machine's faces are used. `identifier` names the
    content (its digest): the same HTML, faces and identifier give the same bytes.
    """
    fetcher = OnlyOurFaces(fonts)
    faces = FontConfiguration()
    sheets = [CSS(string=_face_rules(fonts) + _sheet(), font_config=faces, url_fetcher=fetcher)]
    document = HTML(string=_words_kept(html), url_fetcher=fetcher, base_url=_NOWHERE)
    pdf: bytes = document.write_pdf(
        stylesheets=sheets,
        font_config=faces,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode()[:32] or b"daylight",
    )
    return pdf


@cache
def _sheet() -> str:
    return _SHEET.read_text(encoding="utf-8")


def _face_rules(fonts: Path | None) -> str:
    if fonts is None:
        return ""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{_SCHEME}{name}") }}\n'
        for family, weight, name in _FACES
        if (fonts / name).is_file()
    )


def _words_kept(html: str) -> str:
    """Put word joiners into the text of the body, never into tags, so that Korean breaks between words only."""
    head, body_tag, body = html.partition("<body")
    pieces = _TAG.split(body_tag + body)
    for number in range(0, len(pieces), 2):
        # the name of a picture is read aloud, not broken into rows
        if not number or not pieces[number - 1].startswith(("<title", "<desc")):
            pieces[number] = _IN_WORD.sub(_JOINER, pieces[number])
    return head + "".join(pieces)
