"""Money as integer minor units with an ISO 4217 currency, and the only functions that round.

In: integers, exact ratios, digits of a source. Out: integers of minor units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from comp_rules.values.frozen import frozen

RoundingMode = Literal["half_away", "half_even", "down", "up"]
OddUnit = Literal["remainder", "first", "last", "cumulative"]

#: Currencies whose minor unit is not two digits (ISO 4217, list one).
_OTHER_DIGITS = {
    "BHD": 3, "BIF": 0, "CLF": 4, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0,
    "UYW": 4, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
_TWO_DIGITS = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
    NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG""".split()
)
_DECIMAL = re.compile(r"(-?)(\d{1,30})(?:\.(\d{1,30}))?", re.ASCII)


def is_currency(code: str) -> bool:
    """Say whether `code` is a currency of ISO 4217 that money can be kept in."""
    return code in _TWO_DIGITS or code in _OTHER_DIGITS


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency has: USD 2, KRW 0, KWD 3.

    Raises ValueError for a code that is not a currency of ISO 4217.
    """
    if currency in _OTHER_DIGITS:
        return _OTHER_DIGITS[currency]
    if currency in _TWO_DIGITS:
        return 2
    raise ValueError(f"{currency!r} is not a currency of ISO 4217")


@frozen
class Money:
    """An amount: `minor` units (cents, won) of `currency`."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return f"{decimal_text(self.minor, minor_digits(self.currency))} {self.currency}"


def rounded(numerator: int, denominator: int = 1, mode: RoundingMode = "half_away") -> int:
    """Return numerator / denominator as an integer; ties go away from zero unless another mode is named.

    `down` is toward zero, `up` away from zero. The denominator may be negative, not 0 (ZeroDivisionError).
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    whole, rest = divmod(abs(numerator), denominator)
    if mode == "half_away":
        up = 2 * rest >= denominator
    elif mode == "half_even":
        up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    else:
        up = mode == "up" and rest > 0
    result = whole + 1 if up else whole
    return -result if numerator < 0 else result


def rounded_ratio(value: int | Fraction, mode: RoundingMode = "half_away") -> int:
    """Round an exact value to an integer, as `rounded` does."""
    return rounded(value.numerator, value.denominator, mode)


def split_amount(minor: int, shares: Sequence[Fraction], odd_unit: OddUnit = "remainder") -> list[int]:
    """Divide `minor` units by `shares` of the whole; the parts add up to ROUND(minor x sum of shares).

    Computed on the absolute amount, the sign put back. `remainder` gives the units left over to the largest
    remainders (ties to the first listed), `first` and `last` give all of them to that person among those who have a
    share, `cumulative` is the rounded running share less the one before.
    """
    if len(shares) == 1 and shares[0] == 1:
        return [minor]
    size, sign = abs(minor), -1 if minor < 0 else 1
    if odd_unit == "cumulative":
        running, before, parts = Fraction(0), 0, []
        for share in shares:
            running += share
            now = rounded_ratio(size * running)
            parts.append(sign * (now - before))
            before = now
        return parts
    exact = [size * share for share in shares]
    parts = [value.numerator // value.denominator for value in exact]
    left = rounded_ratio(sum(exact, Fraction(0))) - sum(parts)
    sharing = [i for i, share in enumerate(shares) if share]
    if odd_unit in ("first", "last") and sharing:
        parts[sharing[0 if odd_unit == "first" else -1]] += left
    else:
        by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
        for i in by_remainder[:left]:
            parts[i] += 1
    return [sign * part for part in parts]


def minor_from_text(text: str, currency: str) -> tuple[int, Fraction]:
    """Return (minor units, exact value in minor units) of a plain decimal such as `-1234.5678`.

    More digits than the currency has are rounded half away from zero. Raises ValueError when the text is not a plain
    ASCII decimal of at most 30 digits on either side.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a plain decimal number")
    exact = exact_decimal(text) * 10 ** minor_digits(currency)
    return rounded_ratio(exact), exact


def exact_decimal(text: str) -> Fraction:
    """Return the exact value of a plain ASCII decimal. Raises ValueError for any other text."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a plain decimal number")
    sign, whole, part = found.group(1), found.group(2), found.group(3) or ""
    value = Fraction(int(whole + part), 10 ** len(part))
    return -value if sign else value


def _whole_text(minor: int, digits: int) -> str:
    """Whole minor units, as nearly every amount is: the digits with a point before the last `digits`."""
    text = str(minor) if minor >= 0 else str(-minor)
    sign = "" if minor >= 0 else "-"
    if not digits:
        return f"{sign}{text}"
    if len(text) <= digits:
        text = text.zfill(digits + 1)
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def decimal_text(minor: int | Fraction, digits: int) -> str:
    """Print minor units as a decimal of the major unit, `-1234.50`; more digits only when the value has more.

    A value that no decimal can print exactly (a third of a cent) is printed as a quotient, `(100/3)`.
    """
    number, below, places = minor.numerator, minor.denominator, digits
    if below == 1:
        return _whole_text(number, digits)
    # a decimal of `places` digits is exact when 10**(places - digits) holds every factor below the line
    while below != 1 and 10 ** (places - digits) % below:
        places += 1
        if places > digits + 24:
            value = Fraction(minor, 10**digits)
            return f"({value.numerator}/{value.denominator})"
    whole, part = divmod(abs(number) * 10 ** (places - digits) // below, 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"
