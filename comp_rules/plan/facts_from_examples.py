"""A worked example of a plan becomes facts, as if its rows had been imported.

In: a document without errors, the number of the example and its compiled plan. Out: facts with a company inferred from
the rows, and the faults of rows that cannot be calculated yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Event,
    Facts,
    FxRate,
    Person,
    PersonalValue,
    Quota,
    TargetIncentive,
    Value,
)
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Document, Map
from comp_rules.plan.faults import not_built
from comp_rules.plan.literals import Literal as PlanLiteral
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.records_from_examples import ExampleRecords, records_from_example
from comp_rules.values.fault import Fault
from comp_rules.values.money import Money, minor_digits
from comp_rules.values.period import Span, date_from_text, span_of_days
from comp_rules.values.words import Words

_IF_ZERO: tuple[Literal["base_rate"], Literal["nothing"], Literal["at_target"]] = ("base_rate", "nothing", "at_target")
#: given rows that nothing reads yet
_LATER = ("openings", "inputs", "relations", "leaves")


def facts_from_example(document: Document, index: int, plan: CompiledPlan) -> tuple[Facts, list[Fault]]:
    """Return the facts of example `index` (from 0) of a document that compiled to `plan`, and what cannot be read.

    Fields have the types the plan gives them, else those of their form; all rows are known from the beginning. Raises
    IndexError when there is no such example.
    """
    example = document.top.maps("examples")[index]
    given = example.map("given") or Map(example.place, ())
    faults = [not_built(entry.place, entry.key, _USE_RECORDS) for entry in given.entries if entry.key in _LATER]
    records = records_from_example(given, plan)
    rows = _Rows(given, plan, records)
    facts = Facts(
        company=rows.company(),
        people=rows.people(),
        assignments=rows.assignments(),
        quotas=rows.quotas(),
        personal=rows.personal(),
        targets=rows.targets(),
        fx=rows.fx(),
        records=records.versions,
        events=rows.events(),
    )
    return facts, faults + rows.faults + list(records.faults)


@dataclass
class _Rows:
    given: Map
    plan: CompiledPlan
    records: ExampleRecords
    faults: list[Fault] = field(default_factory=list)

    def people(self) -> tuple[Person, ...]:
        known: dict[str, Person] = {}
        for row in self.given.maps("people"):
            person = row.text("person") or ""
            hire = date_from_text(row.text("hire") or "") if row.text("hire") else None
            known.setdefault(person, Person(f"person:{person}", person, person, hire, place=row.place))
        return tuple(known.values())

    def assignments(self) -> tuple[Assignment, ...]:
        """Everyone given holds the plan for its whole range unless the row says otherwise."""
        return tuple(
            Assignment(
                row_id=row.place.path,
                payee=row.text("person") or "",
                position=row.text("person") or "",
                title=row.text("title") or self.plan.label.en,
                plan=row.text("plan") or self.plan.name,
                span=self._span(row),
                place=row.place,
            )
            for row in self.given.maps("people")
        )

    def targets(self) -> tuple[TargetIncentive, ...]:
        return tuple(
            TargetIncentive(
                f"{row.place.path}.target", row.text("person") or "", money, self._span(row), place=row.place
            )
            for row in self.given.maps("people")
            if (money := _money(_literal(row, "target")))
        )

    def quotas(self) -> tuple[Quota, ...]:
        quotas = []
        for row in self.given.maps("quotas"):
            literal = _literal(row, "value")
            if literal is not None:
                if_zero = next((word for word in _IF_ZERO if word == row.text("if_zero")), None)
                quotas.append(
                    Quota(
                        row_id=row.place.path,
                        payee=row.text("person") or "",
                        quota=row.text("quota") or "",
                        value=_value(literal),
                        span=self._span(row),
                        if_zero=if_zero,
                        place=row.place,
                    )
                )
        return tuple(quotas)

    def personal(self) -> tuple[PersonalValue, ...]:
        return tuple(
            PersonalValue(
                row_id=row.place.path,
                payee=row.text("person") or "",
                name=row.text("personal") or "",
                value=_value(literal),
                span=self._span(row),
                place=row.place,
            )
            for row in self.given.maps("personal")
            if (literal := _literal(row, "value"))
        )

    def fx(self) -> tuple[FxRate, ...]:
        rates = []
        for row in self.given.maps("fx"):
            literal, day = _literal(row, "is", "price"), _day(row, "date")
            if literal is not None and day is not None:
                rates.append(
                    FxRate(
                        row_id=row.place.path,
                        table=row.text("rates") or "",
                        one=row.text("one") or "",
                        currency=literal.currency,
                        rate=literal.number / Fraction(10) ** minor_digits(literal.currency),
                        day=day,
                        place=row.place,
                    )
                )
        return tuple(rates)

    def events(self) -> tuple[Event, ...]:
        events = []
        types = {version.record_id: version.record_type for version in self.records.versions}
        for row in self.given.maps("events"):
            record, day = row.text("record") or "", _day(row, "date")
            if day is not None and record in types:
                amount = _money(_literal(row, "amount"))
                events.append(
                    Event(row.place.path, types[record], record, row.text("event") or "", day, amount, place=row.place)
                )
        return tuple(events)

    def company(self) -> Company:
        """What the rows show to be declared."""
        return Company(
            name=self.plan.label.en,
            record_types=self.records.types,
            quotas=_declared(self.given, "quotas", "quota"),
            personal=_declared(self.given, "personal", "personal"),
            events=_declared(self.given, "events", "event"),
            rate_tables=_declared(self.given, "fx", "rates"),
        )

    def _span(self, row: Map) -> Span:
        first, last = _day(row, "first_day"), _day(row, "last_day")
        whole = self.plan.span
        try:
            return span_of_days(first or whole.first, last or whole.last_day)
        except ValueError:
            return Span(first or whole.first, first or whole.first)


def _declared(given: Map, table: str, key: str) -> Mapping[str, Declared]:
    declared: dict[str, Declared] = {}
    for row in given.maps(table):
        name = row.text(key) or ""
        literal = _literal(row, "value")
        declared.setdefault(name, Declared(name, Words(name, name), literal.type if literal else ""))
    return declared


def _literal(row: Map, key: str, money: str = "money") -> PlanLiteral | None:
    text = row.text(key)
    return literal_from_text(text, ("percent", money, "number"), row.place) if text else None


def _value(literal: PlanLiteral) -> Value:
    if literal.type == "money":
        return Value("money", Money(int(literal.number), literal.currency))
    return Value("percent" if literal.type == "percent" else "number", literal.number)


def _money(literal: PlanLiteral | None) -> Money | None:
    return Money(int(literal.number), literal.currency) if literal and literal.type == "money" else None


def _day(row: Map, key: str) -> date | None:
    text = row.text(key)
    return date_from_text(text) if text else None


_USE_RECORDS = Words("Give records from which the numbers follow.", "그 값이 나오는 원천 데이터를 직접 적어 주세요.")
