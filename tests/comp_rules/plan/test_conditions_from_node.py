"""Conditions: what a `when` asks of a record, with and without the types of its fields."""

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Field, FieldType, Value
from comp_rules.plan.condition import Condition
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.money import Money
from comp_rules.values.words import Words


def condition(when: str, field_type: FieldType | None = None) -> Condition:
    document, faults = document_from_text(f"when: {{f: {when}}}", "p.yaml")
    assert document is not None
    assert faults == []
    fields = {"f": Field("f", field_type, Words("f", "f"))} if field_type else None
    conditions, found = conditions_from_node(document.top.map("when"), fields, "deal")
    assert found == []
    return conditions[0]


@pytest.mark.parametrize(
    ("when", "met", "not_met"),
    [
        ("won", Value("text", "won"), Value("text", "Won")),
        ("[won, signed]", Value("text", "signed"), Value("text", "lost")),
        ("{except: [lost]}", Value("text", "won"), Value("text", "lost")),
        ("yes", Value("yes_no", True), Value("yes_no", False)),
        ("{at_least: 24}", Value("number", Fraction(24)), Value("number", Fraction(23))),
        ("{above: 24}", Value("number", Fraction(25)), Value("number", Fraction(24))),
        ("{at_most: 5%}", Value("percent", Fraction(1, 20)), Value("percent", Fraction(2, 20))),
        ("{under: 10 USD}", Value("money", Money(999, "USD")), Value("money", Money(1000, "USD"))),
        ("{under: 10 USD}", Value("money", Money(999, "USD")), Value("money", Money(1, "KRW"))),
        (
            "{at_least: 2026-03-01, under: 2026-04-01}",
            Value("date", date(2026, 3, 31)),
            Value("date", date(2026, 4, 1)),
        ),
    ],
)
def test_a_condition_is_met_by_what_it_names(when: str, met: Value, not_met: Value) -> None:
    said = condition(when)
    assert said.met_by({"f": met})
    assert not said.met_by({"f": not_met})
    assert not said.met_by({})


def test_missing_is_met_only_by_no_value() -> None:
    assert condition("missing").met_by({})
    assert not condition("missing").met_by({"f": Value("text", "a")})


def test_a_declared_type_decides_over_the_form() -> None:
    assert condition("12").values == (Value("number", Fraction(12)),)
    assert condition("12", "text").values == (Value("text", "12"),)
    assert condition("yes", "text").values == (Value("text", "yes"),)
