"""Literals mean exactly what is written, and nothing else is read."""

from fractions import Fraction

import pytest

from comp_rules.plan.literals import TYPES, literal_from_text
from comp_rules.values.fault import Place

HERE = Place("p.yaml", 1, 1, "earn.c.rate")


def read(text: str, *types: str) -> tuple[str, object] | None:
    literal = literal_from_text(text, types, HERE)
    return (literal.type, literal.value) if literal else None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5%", "percent", Fraction(1, 20)),
        ("-100%", "percent", Fraction(-1)),
        ("1/3", "percent", Fraction(1, 3)),
        ("1.5x", "times", Fraction(3, 2)),
        ("500 USD", "money", Fraction(50_000)),
        ("500 KRW", "money", Fraction(500)),
        ("0.005 USD", "price", Fraction(1, 2)),
        ("1.43036", "number", Fraction(143_036, 100_000)),
        ("March", "month_name", Fraction(3)),
    ],
)
def test_a_literal_is_exact(text: str, kind: str, value: Fraction) -> None:
    assert read(text, kind) == (kind, value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5", "percent"), ("5 %", "percent"), ("1/0", "percent"), ("٥%", "percent"), ("1e2%", "percent"),
        ("1,000 USD", "money"), ("$500", "money"), ("500USD", "money"), ("500 usd", "money"), ("500 ZZZ", "money"),
        ("nan", "number"), ("1_000", "number"), ("0", "whole"), ("1.5", "whole"), ("2026-02-30", "date"),
        ("2026-13", "period"), ("9999-12", "period"), ("0000-01", "period"), ("1899-12", "period"),
        ("9998-Q5", "period"),
        ("90", "length"), ("New", "name"), ("a-b", "name"), ("", "text"), ("a\nb", "text"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_not_guessed(text: str, kind: str) -> None:
    assert read(text, kind) is None


def test_the_first_type_that_fits_is_taken() -> None:
    assert read("12", "percent", "money", "number") == ("number", Fraction(12))


@pytest.mark.parametrize("name", sorted(TYPES))
def test_the_sample_of_every_type_is_of_that_type(name: str) -> None:
    assert literal_from_text(TYPES[name].written, (name,), HERE) is not None
