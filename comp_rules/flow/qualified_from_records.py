"""Which records a credit rule takes: every condition looked at in order, and the first that said no.

In: the versions of a record and a rule. Out: the version that counts, its people and amount, or the refusal's reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from comp_rules.facts.facts import Company, RecordVersion, TerritoryRow, Value
from comp_rules.flow.amount_from_record import amount_of
from comp_rules.flow.records import ConditionLook, RecordRef
from comp_rules.flow.row_from_facts import best_rows
from comp_rules.plan.compiled import CreditRule
from comp_rules.plan.condition import Comparison, Condition
from comp_rules.values.frozen import frozen
from comp_rules.values.money import Money, decimal_text
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

BOUNDS: Mapping[Comparison, Words] = {
    "at_least": Words("{value} or more", "{value} 이상"),
    "above": Words("more than {value}", "{value} 초과"),
    "at_most": Words("{value} or less", "{value} 이하"),
    "under": Words("less than {value}", "{value} 미만"),
}
_NOTHING = Words("nothing", "없음")
_ZERO = Fraction(0)


@frozen
class Looked:
    """A record as one rule saw it. `code` is None when it qualifies, else what said no."""

    rule: CreditRule
    record: RecordRef
    #: the version that counts now, and the one whose people were locked
    version: RecordVersion
    people: RecordVersion
    day: date | None
    #: the record's own amount (money in minor units of `unit`) or count
    amount: Fraction
    unit: str
    original_text: str | None
    code: Literal["condition", "no_date", "no_amount", "amount_undefined"] | None
    #: how many conditions of the rule it meets, in order: the rule that got furthest explains best
    met: int = 0
    #: what fields are called; None for what is no record of this rule, and so has no conditions to show
    company: Company | None = None
    #: the field without which there is no amount
    lacking: str = ""
    #: of a territory: whose rows fit the record best, nobody or two are no receiver
    held_by: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[ConditionLook, ...]:
        """The look at every condition in words; most records are never asked for it."""
        return looks(self.rule.conditions, self.version, self.company) if self.company is not None else ()


def record_ref(version: RecordVersion, company: Company) -> RecordRef:
    """Name a version by the field its type is known by, or by its id."""
    record_type = company.record_types.get(version.record_type)
    title = version.fields.get(record_type.title_field) if record_type and record_type.title_field else None
    return RecordRef(
        version.record_type, version.record_id, version.version_no, str(title.data) if title else version.record_id
    )


def look_at(
    rule: CreditRule, versions: Sequence[RecordVersion], company: Company, territories: Sequence[TerritoryRow] = ()
) -> Looked:
    """Look at a record, newest version, through a rule; locked people are those of the first version that qualified."""
    newest = versions[-1]
    met = met_of(rule.conditions, newest)
    day = _day(rule, newest)
    found = amount_of(rule, newest)
    code: Literal["condition", "no_date", "no_amount", "amount_undefined"] | None = None
    if met < len(rule.conditions):
        code = "condition"
    elif day is None:
        code = "no_date"
    elif found.amount is None:
        code = "no_amount" if found.lacking else "amount_undefined"
    people = newest
    if code is None and rule.people == "locked" and len(versions) > 1:
        people = next(version for version in versions if _qualifies(rule, version))
    held_by: tuple[str, ...] = ()
    if rule.receiver.to == "territory" and day is not None:
        held_by = _holders(rule, people, day, territories)
    return Looked(
        rule, record_ref(newest, company), newest, people, day, found.amount or _ZERO, found.unit, found.text,
        code, met, company, found.lacking, held_by,
    )  # fmt: skip


def _holders(
    rule: CreditRule, version: RecordVersion, day: date, territories: Sequence[TerritoryRow]
) -> tuple[str, ...]:
    """Who holds the territory that the record's facts describe, on its credit date."""
    rows = [row for row in territories if row.territory == rule.receiver.field and day in row.span]
    return tuple(sorted({row.payee for row in best_rows(rows, version.fields)}))


def met_of(conditions: Sequence[Condition], version: RecordVersion) -> int:
    """Return how many conditions the version meets before the first that it does not meet."""
    for number, condition in enumerate(conditions):
        if not condition.met_by(version.fields):
            return number
    return len(conditions)


def looks(conditions: Sequence[Condition], version: RecordVersion, company: Company) -> tuple[ConditionLook, ...]:
    """Look at conditions in order; after the first that is not met the others are not looked at."""
    seen: list[ConditionLook] = []
    refused = False
    for condition in conditions:
        state: Literal["met", "not_met", "not_looked_at"] = "not_looked_at"
        if not refused:
            state = "met" if condition.met_by(version.fields) else "not_met"
            refused = state == "not_met"
        found = version.fields.get(condition.field)
        label = field_label(version.record_type, condition.field, company)
        seen.append(ConditionLook(condition.field, label, wanted_words(condition), value_words(found), state))
    return tuple(seen)


def _qualifies(rule: CreditRule, version: RecordVersion) -> bool:
    return (
        met_of(rule.conditions, version) == len(rule.conditions)
        and _day(rule, version) is not None
        and amount_of(rule, version).amount is not None
    )


def _day(rule: CreditRule, version: RecordVersion) -> date | None:
    value = version.fields.get(rule.date_field)
    return value.data if value is not None and isinstance(value.data, date) else None


def field_label(record_type: str, field: str, company: Company) -> Words:
    """Return the declared label of a field, or its name with spaces."""
    declared = company.record_types.get(record_type)
    if declared and field in declared.fields:
        return declared.fields[field].label
    plain = field.replace("_", " ")
    return Words(plain, plain)


def value_words(value: Value | None) -> Words:
    """Print a field's value plainly; an absent one is empty."""
    if value is None:
        return Words("empty", "비어 있음")
    data = value.data
    if isinstance(data, bool):
        return Words("yes", "예") if data else Words("no", "아니요")
    if isinstance(data, Money):
        text = str(data)
    elif isinstance(data, date):
        text = data.isoformat()
    elif isinstance(data, Fraction):
        text = percent_text(data) if value.type == "percent" else decimal_text(data, 0)
    else:
        text = data.replace("_", " ") if value.type == "text" else data
    return Words(text, text)


@lru_cache(maxsize=4096)
def wanted_words(condition: Condition) -> Words:
    """Print what a condition wants: one of a list, anything but, a range, or nothing at all."""
    if condition.missing:
        return _NOTHING
    if condition.bounds:
        parts = [BOUNDS[comparison].with_values(value="{0}") for comparison, _ in condition.bounds]
        texts = [value_words(line) for _, line in condition.bounds]
        return Words(
            " and ".join(part.en.format(text.en) for part, text in zip(parts, texts, strict=True)),
            ", ".join(part.ko.format(text.ko) for part, text in zip(parts, texts, strict=True)),
        )
    words = [value_words(value) for value in condition.values or condition.excluded]
    listed = Words(" or ".join(word.en for word in words), " 또는 ".join(word.ko for word in words))
    if condition.excluded:
        return Words(f"anything but {listed.en}", f"{listed.ko} 외")
    return listed
