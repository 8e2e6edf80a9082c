"""Rows that contradict each other are told, each with the day or the people concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from comp_rules.facts.facts import (
    Facts,
    FxRate,
    Opening,
    PersonalValue,
    Quota,
    Reporting,
    TableRow,
    TargetIncentive,
    TypedResult,
    Value,
)
from comp_rules.facts.faults_from_facts import faults_from_facts
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from tests.comp_rules.facts.every_table import COMPANY, EVER, FACTS, YEAR, money

HALF = Value("percent", Fraction(1, 2))
MARCH = date(2026, 3, 31)


def reports(*rows: tuple[str, str, Span]) -> Facts:
    hierarchy = [Reporting(f"h{number}", *row) for number, row in enumerate(rows)]
    return Facts(COMPANY, hierarchy=tuple(hierarchy))


def codes(facts: Facts) -> list[str]:
    return [fault.code for fault in faults_from_facts(facts)]


def test_facts_that_agree_have_no_fault() -> None:
    assert faults_from_facts(FACTS) == []


def test_a_circle_of_managers_is_told_once_with_its_first_day() -> None:
    july = span_of_days(date(2026, 7, 1), None)
    facts = reports(("ann", "bo", EVER), ("bo", "mia", EVER), ("mia", "ann", july), ("zoe", "ann", july))
    (fault,) = faults_from_facts(facts)
    assert (fault.code, fault.place.path) == ("manager_circle", "manager")
    assert "2026-07-01: mia → ann → bo → mia" in fault.say("en")


def test_managers_who_change_places_on_a_day_are_no_circle() -> None:
    first, second = span_of_days(date(2026, 1, 1), date(2026, 6, 30)), span_of_days(date(2026, 7, 1), None)
    assert codes(reports(("ann", "bo", first), ("bo", "ann", second))) == []
    assert codes(reports(("ann", "bo", EVER), ("bo", "ann", second))) == ["manager_circle"]


def test_two_managers_on_a_day_are_told_with_the_day() -> None:
    short = span_of_days(date(2026, 5, 1), date(2026, 5, 31))
    later = span_of_days(date(2026, 8, 1), None)
    faults = faults_from_facts(reports(("ann", "bo", EVER), ("ann", "mia", short), ("ann", "zoe", later)))
    assert [(fault.code, fault.place.file) for fault in faults] == [
        ("managers_overlap", "h1"),
        ("managers_overlap", "h2"),
    ]
    assert "2026-05-01" in faults[0].say("en")
    assert "2026-08-01" in faults[1].say("ko")


def test_a_withdrawn_or_replaced_row_contradicts_nothing() -> None:
    facts = reports(("ann", "bo", EVER), ("ann", "mia", EVER))
    taken_back = replace(facts.hierarchy[1], known_no=2, withdrawn=True)
    assert codes(replace(facts, hierarchy=(*facts.hierarchy, taken_back))) == []
    assert codes(replace(facts, hierarchy=(*facts.hierarchy, taken_back), as_of=1)) == ["managers_overlap"]


JULY = span_of_days(date(2026, 7, 1), None)
#: a table, the row, what a second row has else, and the fault
TWICE: list[tuple[str, Any, dict[str, object], str]] = [
    ("targets", TargetIncentive("1", "ann", Money(1, "USD"), EVER), {"span": JULY}, "targets_overlap"),
    ("personal", PersonalValue("1", "ann", "own_rate", HALF, EVER), {"span": JULY}, "personal_overlap"),
    ("quotas", Quota("1", "ann", "margin", HALF, YEAR), {}, "quota_twice"),
    ("inputs", TypedResult("1", "ann", "share", HALF, MARCH), {"first_day": date(2026, 1, 1)}, "input_twice"),
    ("openings", Opening("1", "ann", "measure", "m", HALF, MARCH), {}, "opening_twice"),
    ("fx", FxRate("1", "t", "USD", "KRW", Fraction(1350), MARCH), {"one": "KRW", "currency": "USD"}, "fx_twice"),
    ("table_rows", TableRow("1", "t", (), money(5), "money", YEAR), {"rate": HALF, "form": "percent"}, "rates_mixed"),
    ("table_rows", TableRow("1", "t", (), money(5), "money", YEAR), {"rate": money(5, "EUR")}, "rates_mixed"),
]


@pytest.mark.parametrize(("table", "row", "change", "code"), TWICE)
def test_two_rows_for_one_thing_are_told_at_the_second(
    table: str, row: Any, change: dict[str, object], code: str
) -> None:
    facts = Facts(COMPANY, **{table: (row, replace(row, row_id="2", **change))})
    (fault,) = faults_from_facts(facts)
    assert (fault.code, fault.place.file) == (code, "2")


def test_rows_of_other_people_names_or_days_do_not_contradict() -> None:
    second = span_of_days(date(2027, 1, 1), None)
    targets = (TargetIncentive("1", "ann", Money(1, "USD"), YEAR), TargetIncentive("2", "ann", Money(2, "USD"), second))
    results = (TypedResult("1", "ann", "share", HALF, MARCH), TypedResult("2", "bo", "share", HALF, MARCH))
    assert codes(Facts(COMPANY, targets=targets, inputs=results)) == []


def test_strangers_are_told_with_whom_was_meant() -> None:
    facts = replace(FACTS, relations=(replace(FACTS.relations[0], other="anne"),))
    (fault,) = faults_from_facts(facts)
    assert (fault.code, fault.place.path) == ("unknown_person", "other")
    assert "Did you mean “ann”?" in fault.say("en")
