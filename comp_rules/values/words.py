"""A sentence or label in every language that people read.

In: the text in English and Korean. Out: the one the reader asked for.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


class Words(NamedTuple):
    """The same sentence in English and Korean."""

    en: str
    ko: str

    def say(self, lang: Language) -> str:
        """Return the sentence in `lang`."""
        return self.ko if lang == "ko" else self.en

    def with_values(self, **values: str) -> Words:
        """Return the sentence with each `{name}` of the template replaced by its value."""
        return Words(self.en.format(**values), self.ko.format(**values))


def with_spaces(name: str) -> Words:
    """Return a name that nobody gave a label, as people read it: `arr year` for `arr_year`, in both languages."""
    plain = name.replace("_", " ")
    return Words(plain, plain)
