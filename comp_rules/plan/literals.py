"""The literals of the plan language: how each is written, and what it means.

In: the text of a scalar and the types that may stand there. Out: an exact value with its type, or words that say how
to write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comp_rules.kernel.steps import Form, Number
from comp_rules.values.fault import Place
from comp_rules.values.money import exact_decimal, is_currency, minor_digits
from comp_rules.values.period import date_from_text, form_of_period
from comp_rules.values.ratio import percent_from_text, times_from_text
from comp_rules.values.words import Words

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_MONEY = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?) ([A-Z]{3})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_LENGTH = re.compile(r"(\d{1,5}) (day|days|month|months)", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_PLAN = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)
_FACT = re.compile(r"payee\.(?:grade|title)|[a-z][a-z0-9_]{0,59}", re.ASCII)
_THING = re.compile(r"[a-z][a-z0-9-]{0,59}\.[a-z][a-z0-9_]{0,59}", re.ASCII)

#: What a literal means: Fraction (percent, times, number; money in minor units), date, or its own text.
Meaning = Fraction | date | str


@dataclass(frozen=True, slots=True)
class Literal:
    """A typed value of the plan. Money is in minor units of `currency` and may hold parts of one (a price)."""

    type: str
    value: Meaning
    currency: str
    text: str
    place: Place

    @property
    def number(self) -> Fraction:
        """The exact number of a percent, times, money, price or number."""
        assert isinstance(self.value, Fraction)
        return self.value

    @property
    def form(self) -> Form:
        """How a step prints it."""
        forms: dict[str, Form] = {"percent": "percent", "times": "times", "money": "money", "price": "money"}
        return forms.get(self.type, "count")

    @property
    def as_number(self) -> Number:
        """The literal as a step holds it, with the path of the rule."""
        return Number(self.number, self.form, self.place.path)


@dataclass(frozen=True, slots=True)
class LiteralType:
    """A type of literal: what it is called and how it is written."""

    called: Words
    written: str
    read: Callable[[str], Meaning]


def literal_from_text(text: str, types: tuple[str, ...], place: Place) -> Literal | None:
    """Return the literal as the first of `types` that it can be read as, None when it is none of them."""
    for name in types:
        try:
            value = TYPES[name].read(text)
        except ValueError:
            continue
        found = _MONEY.fullmatch(text) if name in ("money", "price") else None
        return Literal(name, value, found[2] if found else "", text, place)
    return None


def words_for_types(types: tuple[str, ...], words: tuple[str, ...] = ()) -> tuple[Words, Words]:
    """Return what may stand in a place and how it is written, for the sentence and the cure of a fault."""
    called = [TYPES[name].called for name in types] + ([_A_WORD] if words and types else [])
    what = Words(_listed([word.en for word in called], "or"), ", ".join(word.ko for word in called))
    samples = [TYPES[name].written for name in types] + list(words)
    return what, Words(_listed(samples, "or"), ", ".join(samples))


def money_digits_fit(literal: Literal) -> bool:
    """Say whether an amount has no more digits than its currency."""
    return literal.number.denominator == 1


_A_WORD = Words("one of the words it knows", "정해진 단어")


def _listed(samples: list[str], word: str) -> str:
    return samples[0] if len(samples) == 1 else f"{', '.join(samples[:-1])} {word} {samples[-1]}"


def _money(text: str) -> Fraction:
    found = _MONEY.fullmatch(text)
    if found is None or not is_currency(found[2]):
        raise ValueError(text)
    scale: int = 10 ** minor_digits(found[2])
    return exact_decimal(found[1]) * scale


def _number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return exact_decimal(text)


def _whole(text: str) -> Fraction:
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise ValueError(text)
    return Fraction(int(text))


def _currency(text: str) -> str:
    if not is_currency(text):
        raise ValueError(text)
    return text


def _month(text: str) -> Fraction:
    return Fraction(MONTHS.index(text) + 1)


def _text(text: str) -> str:
    if not text.strip() or "\n" in text or len(text) > 200:
        raise ValueError(text)
    return text


def _long_text(text: str) -> str:
    if not text.strip() or len(text) > 2000:
        raise ValueError(text)
    return text


def _period(text: str) -> str:
    form_of_period(text)
    return text


def _pattern(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return text

    return read


TYPES: Mapping[str, LiteralType] = {
    "percent": LiteralType(Words("a percentage", "백분율"), "5%", percent_from_text),
    "times": LiteralType(Words("a multiple of the base rate", "기본 요율의 배수"), "1.5x", times_from_text),
    "money": LiteralType(Words("an amount of money", "금액"), "500 USD", _money),
    "price": LiteralType(Words("an amount of money", "금액"), "500 USD", _money),
    "number": LiteralType(Words("a number", "숫자"), "12", _number),
    "whole": LiteralType(Words("a whole number from 1", "1 이상의 정수"), "12", _whole),
    "length": LiteralType(Words("a length of time", "기간"), "90 days", _pattern(_LENGTH)),
    "date": LiteralType(Words("a date", "날짜"), "2026-03-05", date_from_text),
    "period": LiteralType(Words("a period", "산정 기간"), "2026-03", _period),
    "name": LiteralType(
        Words("a name of small letters, digits and _", "소문자, 숫자, _로 된 이름"), "new_arr", _pattern(_NAME)
    ),
    "plan_name": LiteralType(
        Words("a plan's name of small letters, digits and -", "소문자, 숫자, -로 된 플랜 이름"),
        "ae-2026",
        _pattern(_PLAN),
    ),
    "thing": LiteralType(
        Words("the name of a plan, a dot and a name in it", "플랜 이름, 마침표, 그 안의 이름"),
        "ae-2026.new_arr",
        _pattern(_THING),
    ),
    "fact": LiteralType(
        Words("a field of the record, payee.grade or payee.title", "데이터 필드, payee.grade, payee.title"),
        "product",
        _pattern(_FACT),
    ),
    "currency": LiteralType(Words("an ISO currency code", "ISO 통화 코드"), "USD", _currency),
    "month_name": LiteralType(Words("the English name of a month", "영어 월 이름"), "January", _month),
    "text": LiteralType(Words("a text of one line", "한 줄의 글"), "Commission", _text),
    "long_text": LiteralType(Words("a text", "글"), "Paid on new business only", _long_text),
}
