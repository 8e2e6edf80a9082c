"""Typing of text: how a cell of a file becomes a value, the same for the import and for files of facts.

In: the text of one cell, the type of its field and the form it is written in. Out: a value, or why it cannot be read.

Nothing is guessed. Only ASCII digits are numbers; what looks like a number in accounts or in another script is
refused with the way to write it, because a wrong guess is somebody's pay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from comp_rules.facts.day_from_text import WrittenDay, day_from_text
from comp_rules.facts.facts import FieldType, Value
from comp_rules.facts.unreadable import Unreadable, shown
from comp_rules.values.money import Money, exact_decimal, is_currency, minor_digits, minor_from_text
from comp_rules.values.ratio import percent_from_text
from comp_rules.values.words import Words

__all__ = ["LONGEST_TEXT", "TextForm", "Unreadable", "amount_text", "exact_amount", "value_from_text"]

#: characters of one cell
LONGEST_TEXT = 32_000
#: minor units beyond this do not fit the columns they are kept in
LARGEST_MINOR = 10**18

_CODE = re.compile(r"(?:([A-Z]{3}) ?)?([^A-Za-z]*?)(?: ?([A-Z]{3}))?", re.ASCII)
_DIGITS = re.compile(r"-?\d+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_YES = frozenset({"yes", "y", "true", "t", "1", "예", "네"})
_NO = frozenset({"no", "n", "false", "f", "0", "아니요", "아니오"})


@dataclass(frozen=True, slots=True)
class TextForm:
    """The form a column is written in; the defaults are the plain form of Daylight's own files.

    `date_form` is a name of `day_from_text.DATE_FORMS`; a written time is one of `zone` (or has its own offset) and
    gives the civil date of `company_zone`. `currency` is that of amounts without a code. `percent_as`: 0.05 is 5%
    (`fraction`), 5 is 5% (`percent`), or only `5%` and `1/3` are read (`sign`). `beyond_minor_unit`: an amount with
    more digits than its currency is rounded half away from zero and keeps its text, or is refused.
    """

    decimal_mark: Literal[".", ","] = "."
    thousands_mark: Literal["", ",", ".", " ", "'"] = ""
    date_form: str = "YYYY-MM-DD"
    zone: str | None = None
    company_zone: str | None = None
    currency: str | None = None
    percent_as: Literal["fraction", "percent", "sign"] = "sign"
    beyond_minor_unit: Literal["round", "refuse"] = "refuse"

    @property
    def day(self) -> WrittenDay:
        """The part of the form that dates need."""
        return WrittenDay(self.date_form, self.zone, self.company_zone)


def value_from_text(text: str, field_type: FieldType, form: TextForm) -> Value:
    """Return the typed value of a cell: money in minor units, percent and number exact, a civil date, text, yes or no.

    Spaces around the text are no part of it. Raises Unreadable, in words for the person who sent the file, when the
    text is empty, is not of the type, or is written in another form.
    """
    text = text.strip(" \t\r\n\u00a0\u3000")
    _refuse_unprintable(text)
    if field_type == "money":
        return _money(text, form)
    if field_type == "number":
        return Value("number", exact_decimal(_plain_decimal(text, form)))
    if field_type == "percent":
        return Value("percent", _percent(text, form))
    if field_type == "date":
        return Value("date", _day(text, form))
    if field_type == "yes_no":
        return Value("yes_no", _yes_no(text))
    return Value(field_type, text)


def exact_amount(text: str, form: TextForm) -> tuple[Fraction, str]:
    """Return the amount a cell writes, exactly and in major units, with its currency: for control sums.

    Raises Unreadable as `value_from_text` does, but never for digits beyond the minor unit.
    """
    plain, currency = amount_text(text.strip(" \t\r\n\u00a0\u3000"), form)
    return exact_decimal(plain), currency


def amount_text(text: str, form: TextForm) -> tuple[str, str]:
    """Return an amount as a plain decimal and its currency, from `1.234,50 EUR`, `EUR 1.234,50` or the column's own.

    Raises Unreadable for another number form, for a currency that is not ISO 4217 or not the column's, or for none.
    """
    found = _CODE.fullmatch(text)
    before, number, after = found.groups() if found else (None, text, None)
    codes = {code for code in (before, after) if code}
    if len(codes) > 1 or (codes and form.currency and codes != {form.currency}):
        raise Unreadable(
            Words(
                "“{text}” names a currency that is not the column's.",
                "‘{text}’ 값에 적힌 통화가 열의 통화와 다릅니다.",
            ),
            Words(
                "Name one currency, in the cell or for the column.",
                "통화는 셀이나 열 가운데 한 곳에만 적어 주세요.",
            ),
            text,
        )
    currency = codes.pop() if codes else form.currency
    if currency is None or not is_currency(currency):
        raise Unreadable(
            Words("“{text}” does not say which currency it is in.", "‘{text}’ 값에 통화가 적혀 있지 않습니다."),
            Words(
                "Write the ISO code after the number, such as 500 USD.",
                "숫자 뒤에 ISO 코드를 적어 주세요. 예: 500 USD",
            ),
            text,
        )
    return _plain_decimal(number, form), currency


def _money(text: str, form: TextForm) -> Value:
    plain, currency = amount_text(text, form)
    minor, exact = minor_from_text(plain, currency)
    if abs(minor) >= LARGEST_MINOR:
        raise Unreadable(
            Words(
                "“{text}” is larger than any amount Daylight keeps.",
                "‘{text}’ 값은 보관할 수 있는 금액보다 큽니다.",
            ),
            Words(
                "Look whether a digit or a decimal mark slipped.",
                "자릿수나 소수점이 밀리지 않았는지 확인해 주세요.",
            ),
            text,
        )
    if exact != minor and form.beyond_minor_unit == "refuse":
        raise Unreadable(
            Words(
                "“{text}” has more digits than its currency ({currency}).",
                "‘{text}’ 값의 소수 자릿수가 통화({currency})의 자릿수보다 많습니다.",
            ),
            Words(
                "Round it at the source, or let the mapping say `beyond_minor_unit: round`.",
                "원본에서 반올림하거나 매핑에 `beyond_minor_unit: round` 설정을 적어 주세요.",
            ),
            text,
            currency=currency,
        )
    digits = len(plain.partition(".")[2])
    return Value("money", Money(minor, currency), text if digits > minor_digits(currency) else None)


def _percent(text: str, form: TextForm) -> Fraction:
    plain = text.replace(" ", "")
    if plain.endswith("%"):
        return exact_decimal(_plain_decimal(plain[:-1], form)) / 100
    if "/" in plain:
        try:
            return percent_from_text(plain)
        except ValueError:
            raise Unreadable(*_NOT_A_PERCENTAGE, text) from None
    if form.percent_as == "sign":
        raise Unreadable(*_NOT_A_PERCENTAGE, text)
    value = exact_decimal(_plain_decimal(plain, form))
    return value / 100 if form.percent_as == "percent" else value


_NOT_A_PERCENTAGE = (
    Words("“{text}” is not a percentage.", "‘{text}’ 값은 백분율이 아닙니다."),
    Words("Write it like 5% or 1/3.", "5% 또는 1/3처럼 적어 주세요."),
)


def _day(text: str, form: TextForm) -> date:
    return day_from_text(text, form.day)


def _yes_no(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(
        Words("“{text}” is neither yes nor no.", "‘{text}’ 값은 예도 아니요도 아닙니다."),
        Words("Write yes or no.", "yes 또는 no로 적어 주세요."),
        text,
    )


def _plain_decimal(text: str, form: TextForm) -> str:
    """Return the number as an ASCII decimal with a point and no marks. Raises Unreadable with the fitting cure."""
    whole, mark, part = text.partition(form.decimal_mark)
    if form.thousands_mark:
        whole = _without_thousands(whole, form.thousands_mark)
    if _DIGITS.fullmatch(whole) and (not mark or (part.isascii() and part.isdigit())):
        plain = f"{whole}.{part}" if mark else whole
        if len(whole.lstrip("-")) <= 30 and len(part) <= 30:
            return plain
    raise Unreadable(
        Words("“{text}” is not a number as this column writes them.", "‘{text}’ 값은 이 열의 숫자 형식이 아닙니다."),
        _number_hint(text, form),
        text,
    )


def _without_thousands(whole: str, mark: str) -> str:
    grouped = re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", whole, re.ASCII)
    return whole.replace(mark, "") if grouped else whole


def _number_hint(text: str, form: TextForm) -> Words:
    """Return the cure for the commonest ways of writing a number that we do not read."""
    if not text:
        return Words("Fill it in, or leave the row out.", "값을 채우거나 행을 빼 주세요.")
    if text[0] in "(△▲−\u2013" or text[-1:] in ")-−":
        return Words(
            "Write a negative number with a minus in front, -1234.50.",
            "음수는 앞에 빼기표를 붙여 주세요. 예: -1234.50",
        )
    if not text.isascii():
        return Words(
            "Use the digits 0 to 9 without signs around them.",
            "0부터 9까지의 숫자만 쓰고 다른 기호는 빼 주세요.",
        )
    if re.search(r"[eE_]|nan|inf", text, re.IGNORECASE):
        return Words(
            "Write all its digits, without exponent or underscore.",
            "지수나 밑줄 없이 모든 자릿수를 적어 주세요.",
        )
    if any(mark in text for mark in ",.' "):
        return Words(
            f"The decimal mark here is “{form.decimal_mark}”; the mapping can name another one and a thousands mark.",
            f"이 열의 소수점 기호: ‘{form.decimal_mark}’. 천 단위 기호와 다른 소수점은 매핑에 적습니다.",
        )
    return Words("Write it like 1234.50.", "1234.50처럼 적어 주세요.")


def _refuse_unprintable(text: str) -> None:
    if not text:
        raise Unreadable(
            Words("There is nothing here.", "값이 비어 있습니다."),
            Words("Fill it in, or leave the row out.", "값을 채우거나 행을 빼 주세요."),
            text,
        )
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            Words("This cell holds more than 32,000 characters.", "셀의 글자 수가 32,000자를 넘습니다."),
            Words("Shorten it at the source.", "원본에서 줄여 주세요."),
            shown(text),
        )
    if _CONTROL.search(text):
        raise Unreadable(
            Words("“{text}” holds characters that cannot be seen.", "‘{text}’ 값에 보이지 않는 문자가 들어 있습니다."),
            Words("Type it again without them.", "그런 문자 없이 다시 입력해 주세요."),
            text,
        )
