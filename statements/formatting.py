"""Amounts, ratios and dates as a reader of English or Korean writes them, digit for digit.

In: exact values. Out: text that says exactly the value, or its first digits and an ellipsis where no decimal ends;
only attainment is shortened, and never onto an edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol

from comp_rules.explain.form import worked_out
from comp_rules.flow.records import Operand
from comp_rules.values.money import decimal_text, minor_digits, rounded_ratio
from comp_rules.values.period import Span, period_from_text
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Language

MINUS = "\N{MINUS SIGN}"
_LOCALES = {"en": Locale("en", "US"), "ko": Locale("ko", "KR")}
_DAY = {"en": "d MMM y", "ko": "y년 M월 d일"}
_DAY_OF_YEAR = {"en": "d MMM", "ko": "M월 d일"}
_MONTH = {"en": "MMMM y", "ko": "y년 M월"}
_MONTH_NAME = {"en": "MMMM", "ko": "M월"}
_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\d-])")
#: After so many decimals an attainment is told apart from an edge by its exact quotient.
_MOST_DECIMALS = 12
#: A value that no decimal ends is cut after so many digits beyond its currency's, or of a plain number.
_CUT_BEYOND_CURRENCY, _CUT = 3, 2
#: Quotients as people state them, such as 1/3, stay quotients; a longer denominator is one that was calculated.
_STATED_DENOMINATOR = 999


class LocaleForm:
    """The printer of numbers and days for one language; what the engine's sentences ask for, and what tables need."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        self._locale = _LOCALES[lang]

    def amount(self, minor: int | Fraction, currency: str) -> str:
        """Print money given in minor units: `$1,234.50`, `1,234,000원`, `−US$8.50`; all decimals that it has.

        Where no decimal ends, its first digits: `$4,869.31658…`, cut and never rounded.
        """
        return _money(self.lang, Fraction(minor), currency)

    def change(self, minor: int, currency: str) -> str:
        """Print a difference of money, always signed: `+$361.28`, `−$2,500.00`, `$0.00`."""
        return f"+{self.amount(minor, currency)}" if minor > 0 else self.amount(minor, currency)

    def percent(self, ratio: Fraction) -> str:
        """Print a ratio as an exact percentage, `37.5%`, or as a quotient, `1/3`, when no decimal is exact.

        A quotient that nobody states is cut: `97.31749…%`.
        """
        if not percent_text(ratio).endswith("%") and ratio.denominator > _STATED_DENOMINATOR:
            return self.worked_out(ratio)
        return _grouped(percent_text(ratio).removesuffix("%")) + ("%" if percent_text(ratio).endswith("%") else "")

    def worked_out(self, ratio: Fraction) -> str:
        """Print a percentage that nobody wrote down: `37.5%`, or its first digits, `73.33333…%`, where none ends."""
        if percent_text(ratio).endswith("%"):
            return self.percent(ratio)
        return f"{_grouped(_started(ratio * 100, _CUT_BEYOND_CURRENCY + _CUT))}…%"

    def attainment(self, ratio: Fraction, edges: Iterable[Fraction] = ()) -> str:
        """Print an attainment with one decimal, `84.7%`; exact ones as they are, `100%`.

        `edges` are ratios that mean something, such as starts of tiers; 0% and 100% always do. A value is given more
        decimals until it no longer looks like an edge that it is not at, or like the other side of one.
        """
        return _attainment(ratio, tuple(sorted({Fraction(0), Fraction(1), *edges})))

    def count(self, number: Fraction) -> str:
        """Print a number of things: `1,204`; `6.29…`, cut, when no decimal ends."""
        text = decimal_text(number, 0)
        return f"{_grouped(_started(number, _CUT))}…" if text.startswith("(") else _grouped(text)

    def times(self, number: Fraction) -> str:
        """Print a multiple of the base rate: `1.5x` as plans write it, since `×` stands between factors; `1.5배`."""
        return f"{self.count(number)}{'배' if self.lang == 'ko' else 'x'}"

    def operand(self, operand: Operand) -> str:
        """Print an operand by its unit; an attainment, which is never a factor of an amount, as attainments are."""
        kind, _, currency = operand.unit.partition(":")
        if kind in ("money", "money_each"):
            return self.amount(operand.value, currency)
        if operand.role.startswith("attainment"):
            return self.attainment(operand.value)
        if kind == "percent":
            return self.worked_out(operand.value) if worked_out(operand) else self.percent(operand.value)
        if kind == "times":
            return self.times(operand.value)
        if kind == "date":
            return self.day(date.fromordinal(int(operand.value)))
        return self.count(operand.value)

    def day(self, day: date) -> str:
        """Print a date in a sentence: `5 Mar 2026`, `2026년 3월 5일`. Tables print ISO dates."""
        return format_date(day, _DAY[self.lang], locale=self._locale)

    def dated(self, sentence: str) -> str:
        """Print the ISO dates in a sentence of the engine as this reader writes dates; the rest stays as it is."""

        def day(found: re.Match[str]) -> str:
            try:
                return self.day(date.fromisoformat(found[0]))
            except ValueError:  # digits that are no day
                return found[0]

        return _ISO_DAY.sub(day, sentence)

    def month(self, period: str) -> str:
        """Print the period `2026-03` as `March 2026`, `2026년 3월`. Raises ValueError when it is not a month."""
        return format_date(period_from_text(period).span.first, _MONTH[self.lang], locale=self._locale)

    def month_name(self, period: str) -> str:
        """Print the period `2026-03` as `March`, `3월`. Raises ValueError when it is not a month."""
        return format_date(period_from_text(period).span.first, _MONTH_NAME[self.lang], locale=self._locale)

    def span(self, span: Span) -> str:
        """Print first and last day, both included: `1 Jan to 31 Mar 2026`, `2026년 1월 1일 ~ 3월 31일`."""
        last = span.last_day
        if last is None:
            return f"{self.day(span.first)} ~" if self.lang == "ko" else f"from {self.day(span.first)}"
        if span.first.year != last.year:
            first_text, last_text = self.day(span.first), self.day(last)
        elif self.lang == "ko":
            first_text, last_text = self.day(span.first), format_date(last, _DAY_OF_YEAR["ko"], locale=self._locale)
        else:
            first_text, last_text = format_date(span.first, _DAY_OF_YEAR["en"], locale=self._locale), self.day(last)
        return f"{first_text} ~ {last_text}" if self.lang == "ko" else f"{first_text} to {last_text}"

    def moment(self, moment: datetime) -> str:
        """Print a date and time of its own zone: `5 Mar 2026, 14:02`, `2026년 3월 5일 14:02`."""
        return f"{self.day(moment.date())}{' ' if self.lang == 'ko' else ', '}{moment:%H:%M}"

    def listed(self, texts: Sequence[str]) -> str:
        """Print a list: `A, B and C`, in Korean `A, B, C`."""
        if self.lang == "ko" or len(texts) < 2:
            return ", ".join(texts)
        return f"{', '.join(texts[:-1])} and {texts[-1]}"


@cache
def form_for(lang: Language) -> LocaleForm:
    """Return the printer of a language."""
    return LocaleForm(lang)


@lru_cache(maxsize=65536)
def _money(lang: Language, minor: Fraction, currency: str) -> str:
    places, more = minor_digits(currency), ""
    text = decimal_text(minor, places)
    if text.startswith("("):
        # No decimal is exact, so none may stand on the page as if it were: the ellipsis says that digits follow.
        text, more = _started(minor / 10**places, places + _CUT_BEYOND_CURRENCY), "…"
    sign = MINUS if minor < 0 else ""
    digits = _grouped(text.removeprefix("-")) + more
    if lang == "ko" and currency == "KRW":
        return f"{sign}{digits}원"
    symbol = get_currency_symbol(currency, locale=_LOCALES[lang])
    space = "\N{NO-BREAK SPACE}" if symbol[-1].isalpha() else ""
    return f"{sign}{symbol}{space}{digits}"


@lru_cache(maxsize=4096)
def _attainment(ratio: Fraction, edges: tuple[Fraction, ...]) -> str:
    for places in range(1, _MOST_DECIMALS + 1):
        shown = Fraction(rounded_ratio(ratio * 100 * 10**places), 100 * 10**places)
        if shown == ratio or [shown < edge for edge in edges] + [shown > edge for edge in edges] == [
            ratio < edge for edge in edges
        ] + [ratio > edge for edge in edges]:
            return _grouped(_padded(shown * 100, places if shown != ratio else 0)) + "%"
    return f"{ratio.numerator}/{ratio.denominator}"


def cut_text(value: Fraction, places: int) -> str:
    """Print the first `places` decimals of a value, toward zero, never rounded; no minus before zeros."""
    whole, part = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    sign = "-" if value < 0 and (whole or part) else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _started(value: Fraction, places: int) -> str:
    """Print how a value that no decimal ends starts: `places` decimals, more when these are all zeros."""
    while abs(value) * 10**places < 1:
        places += 1
    return cut_text(value, places)


def _padded(value: Fraction, places: int) -> str:
    text = decimal_text(value, 0)
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<{places}}" if places else text


def _grouped(decimal: str) -> str:
    """Put commas between thousands and a true minus before; both languages write numbers so."""
    if "/" in decimal:
        upper, lower = decimal.strip("()").split("/")
        return f"{_grouped(upper)}/{_grouped(lower)}"
    sign = MINUS if decimal.startswith("-") else ""
    whole, point, part = decimal.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{part}"
