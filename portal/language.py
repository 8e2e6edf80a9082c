"""The language of a request, and the words of pages in it.

In: the catalogues in `translations/`, the reader's choice. Out: `gettext` and `ngettext` for code and templates.

A catalogue is read as it is committed, once for each process, into memory: nothing is compiled to disk.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session

from comp_rules.values.words import LANGUAGES, Language

_FOLDER = Path(__file__).parent / "translations"
#: What a language calls itself.
NAMES: dict[Language, str] = {"en": "English", "ko": "한국어"}


def init_app(app: Flask) -> None:
    """Give the templates of an application the words of the reader's language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext_raw, ngettext_raw, newstyle=True)  # type: ignore[attr-defined]
    for language in LANGUAGES:
        catalogue(language)


@cache
def catalogue(language: Language) -> NullTranslations:
    """Return the words of a language; English is the language the pages are written in."""
    words = Catalog(locale=language)
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    words[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(fp=compiled)


def current_language() -> Language:
    """Return the reader's language: of the account, else of the browser session, else what the browser asks for."""
    if not has_request_context():
        return "en"
    viewer = g.get("viewer")
    chosen = viewer.language if viewer is not None else session.get("language")
    if chosen in LANGUAGES:
        found: Language = chosen
        return found
    return "ko" if request.accept_languages.best_match(LANGUAGES, default="en") == "ko" else "en"


def gettext_raw(text: str) -> str:
    """Return the text in the reader's language, without putting values in (templates do that themselves)."""
    return str(catalogue(current_language()).ugettext(text))


def ngettext_raw(one: str, several: str, number: int) -> str:
    """Return the form for `number` in the reader's language, without putting values in."""
    return str(catalogue(current_language()).ungettext(one, several, number))


def gettext(text: str, /, **values: Any) -> str:
    """Return the text in the reader's language with `%(name)s` replaced."""
    found = gettext_raw(text)
    return found % values if values else found


def ngettext(one: str, several: str, number: int, /, **values: Any) -> str:
    """Return the form for `number` in the reader's language; `%(num)s` is the number."""
    return ngettext_raw(one, several, number) % {"num": number, **values}
