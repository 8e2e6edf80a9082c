"""Rounding, splitting and printing of money, held against arithmetic done another way."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comp_rules.values.money import (
    Money,
    OddUnit,
    decimal_text,
    exact_decimal,
    minor_digits,
    minor_from_text,
    rounded,
    split_amount,
)

_WAYS = {"half_away": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}
_WIDE = Context(prec=200)

ties = st.integers(-(10**12), 10**12).map(lambda n: (2 * n + 1, 2))
quotients = st.tuples(st.integers(-(10**15), 10**15), st.sampled_from([1, 2, 3, 4, 5, 8, 10, 16, 100, 1000]))


@given(st.one_of(ties, quotients), st.sampled_from(sorted(_WAYS)))
def test_rounding_agrees_with_decimal_arithmetic(quotient: tuple[int, int], mode: str) -> None:
    numerator, denominator = quotient
    exact = _WIDE.divide(Decimal(numerator), Decimal(denominator))
    expected = int(exact.quantize(Decimal(1), rounding=_WAYS[mode], context=_WIDE))
    assert rounded(numerator, denominator, mode) == expected  # type: ignore[arg-type]


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_symmetric_and_within_half_a_unit(numerator: int, denominator: int) -> None:
    result = rounded(numerator, denominator)
    assert result == -rounded(-numerator, denominator)
    assert abs(Fraction(numerator, denominator) - result) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("numerator", "mode", "expected"),
    [
        (5, "half_away", 3),
        (-5, "half_away", -3),
        (5, "half_even", 2),
        (7, "half_even", 4),
        (5, "down", 2),
        (5, "up", 3),
    ],
)
def test_a_tie_goes_where_its_mode_says(numerator: int, mode: str, expected: int) -> None:
    assert rounded(numerator, 2, mode) == expected  # type: ignore[arg-type]


shares = st.lists(st.integers(1, 997), min_size=1, max_size=6).map(lambda ns: [Fraction(n, sum(ns)) for n in ns])


@given(st.integers(-(10**9), 10**9), shares, st.sampled_from(["remainder", "first", "last", "cumulative"]))
def test_a_split_conserves_the_amount_and_its_reversal_is_the_opposite(
    minor: int, parts: list[Fraction], odd_unit: str
) -> None:
    got = split_amount(minor, parts, odd_unit)  # type: ignore[arg-type]
    assert sum(got) == minor
    assert split_amount(-minor, parts, odd_unit) == [-part for part in got]  # type: ignore[arg-type]


@given(st.integers(-(10**9), 10**9), shares)
def test_largest_remainders_leave_everyone_within_one_unit(minor: int, parts: list[Fraction]) -> None:
    for part, share in zip(split_amount(minor, parts), parts, strict=True):
        assert abs(part - minor * share) < 1


@given(st.integers(0, 10**9), shares)
def test_an_odd_unit_goes_to_the_largest_remainder_first(minor: int, parts: list[Fraction]) -> None:
    got = split_amount(minor, parts)
    rests = [minor * share - (minor * share).__floor__() for share in parts]
    favoured = [rest for part, share, rest in zip(got, parts, rests, strict=True) if part > (minor * share).__floor__()]
    others = [rest for part, share, rest in zip(got, parts, rests, strict=True) if part <= (minor * share).__floor__()]
    assert not favoured or not others or min(favoured) >= max(others)


def test_odd_units_go_to_the_people_the_rule_names() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert split_amount(100, thirds) == [34, 33, 33]
    assert split_amount(101, thirds) == [34, 34, 33]
    assert split_amount(100, thirds, "last") == [33, 33, 34]
    assert split_amount(100, thirds, "first") == [34, 33, 33]
    assert split_amount(100, thirds, "cumulative") == [33, 34, 33]
    assert split_amount(-100, thirds) == [-34, -33, -33]
    assert split_amount(101, [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)]) == [25, 51, 25]


def test_full_credit_for_two_people_is_twice_the_amount() -> None:
    assert split_amount(12345, [Fraction(1), Fraction(1)]) == [12345, 12345]


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("20565.6206", "USD", 2056562),
        ("0.005", "USD", 1),
        ("-0.005", "USD", -1),
        ("1234", "KRW", 1234),
        ("1234.5", "KRW", 1235),
        ("1.0005", "KWD", 1001),
    ],
)
def test_an_imported_amount_is_brought_to_the_minor_unit(text: str, currency: str, minor: int) -> None:
    assert minor_from_text(text, currency)[0] == minor


@pytest.mark.parametrize("text", ["1e5", "NaN", "٣", "1_000", "1,000", "", "--1", "+1", " 1", "1.", ".5", "9" * 31])
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="plain decimal"):
        exact_decimal(text)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "KRW", "KWD"]))
def test_printed_money_reads_back_as_itself(minor: int, currency: str) -> None:
    text = decimal_text(minor, minor_digits(currency))
    assert minor_from_text(text, currency) == (minor, Fraction(minor))


def test_a_part_of_a_cent_is_printed_with_all_its_digits() -> None:
    assert decimal_text(Fraction(12345, 8), 2) == "15.43125"
    assert decimal_text(Fraction(1, 3), 2) == "(1/300)"
    assert str(Money(-5, "USD")) == "-0.05 USD"


def test_a_currency_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        minor_digits("ZZZ")


@pytest.mark.parametrize(("odd_unit", "parts"), [("first", [0, 34, 33, 33, 0]), ("last", [0, 33, 33, 34, 0])])
def test_who_has_no_share_gets_no_unit_left_over(odd_unit: OddUnit, parts: list[int]) -> None:
    shares = [Fraction(0), *[Fraction(1, 3)] * 3, Fraction(0)]
    assert split_amount(100, shares, odd_unit) == parts
    assert split_amount(-100, shares, odd_unit) == [-part for part in parts]
    assert split_amount(100, [Fraction(0)], odd_unit) == [0]
