"""The numbers of one person, rates of exchange and rates by facts: rows of CSV become dated rows.

In: rows of the files that hold numbers. Out: facts; a cell that cannot be read raises Unfit.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from comp_rules.facts.csv_row import EXACT, CsvRow
from comp_rules.facts.facts import (
    Company,
    FxRate,
    Opening,
    PersonalValue,
    Quota,
    TableRow,
    TargetIncentive,
    TypedResult,
    Value,
)  # fmt: skip
from comp_rules.facts.people_from_csv import stated_facts
from comp_rules.values.money import Money, is_currency
from comp_rules.values.ratio import times_from_text
from comp_rules.values.words import Words

_IF_ZERO = ("base_rate", "nothing", "at_target")
_OF = ("measure", "component", "balance")


def quota_from_row(row: CsvRow, company: Company) -> Quota:
    """Return a quota; one of 0 says what that means."""
    declared = row.declared("quota", company.quotas, Words("quota", "목표"))
    value = row.measured("value", declared.unit)
    zero = (
        cast(Literal["base_rate", "nothing", "at_target"], row.one_of("if_zero", _IF_ZERO))
        if row.text("if_zero")
        else None
    )
    if _is_zero(value) and zero is None:
        raise row.fault("if_zero_missing", "value", *_ZERO)
    return Quota(
        payee=row.text("payee"), quota=declared.name, value=value, span=row.days(), if_zero=zero, **row.version()
    )


def personal_from_row(row: CsvRow, company: Company) -> PersonalValue:
    """Return a personal rate or sum."""
    declared = row.declared("name", company.personal, Words("personal value", "개인별 값"))
    return PersonalValue(
        payee=row.text("payee"), name=declared.name, value=row.measured("value", declared.unit), span=row.days(),
        **row.version(),
    )  # fmt: skip


def target_from_row(row: CsvRow) -> TargetIncentive:
    """Return the target incentive of a year, or of one window."""
    return TargetIncentive(
        payee=row.text("payee"), amount=row.money("amount"), span=row.days(), of_window=row.yes("of_window"),
        **row.version(),
    )  # fmt: skip


def input_from_row(row: CsvRow, company: Company) -> TypedResult:
    """Return a typed result as it stood on its last day."""
    declared = row.declared("name", company.inputs, Words("typed result", "직접 입력하는 결과"))
    first, last = row.day_or_none("first_day"), row.day("last_day")
    if first is not None and last < first:
        raise row.fault("days_reversed", "last_day", *_INPUT_REVERSED)
    return TypedResult(
        payee=row.text("payee"), name=declared.name, value=row.measured("value", declared.unit), last_day=last,
        first_day=first, **row.version(),
    )  # fmt: skip


def opening_from_row(row: CsvRow) -> Opening:
    """Return what stood before the first record; posted earnings and balances are money."""
    of = cast(Literal["measure", "component", "balance"], row.one_of("of", _OF))
    text = row.text("value")
    if of == "measure" and text.endswith("%"):
        value = row.value("value", "percent")
    elif of == "measure" and not any(letter.isalpha() for letter in text):
        value = row.value("value", "number")
    else:
        value = row.value("value", "money")
    return Opening(
        payee=row.text("payee"), of=of, name=row.text("name"), value=value, last_day=row.day("last_day"),
        **row.version(),
    )  # fmt: skip


def fx_from_row(row: CsvRow) -> FxRate:
    """Return an exchange rate: one unit of `one` is so much of the currency in `is`."""
    number, _, currency = row.text("is").rpartition(" ")
    one = row.text("one")
    if not is_currency(one) or not is_currency(currency):
        written = f"1 {one[:8]} = {row.text('is')[:40]}"
        sentence = Words(f"“{written}” is not an exchange rate.", f"‘{written}’ 값은 환율이 아닙니다.")
        raise row.fault("not_a_rate", "is", sentence, _WRITE_FX)
    rate = cast(Fraction, row.value_of(number, "is", "number").data)
    if rate <= 0:
        raise row.fault("not_a_rate", "is", Words("An exchange rate is above 0.", "환율은 0보다 커야 합니다."))
    return FxRate(
        table=row.text("table"), one=one, currency=currency, rate=rate, day=row.day("day"), **row.version()
    )  # fmt: skip


def table_row_from_row(row: CsvRow, company: Company) -> TableRow:
    """Return a row of an uploaded rate table; its rate is written `5%`, `1.5x` or `60 USD`, and is never rounded."""
    declared = row.declared("table", company.tables, Words("rate table", "지급률 표"))
    rate, form = _rate(row)
    return TableRow(
        table=declared.name, facts=stated_facts(row, company), rate=rate, form=form, span=row.days(), **row.version()
    )


def _rate(row: CsvRow) -> tuple[Value, Literal["percent", "times", "money"]]:
    text = row.text("rate")
    if text.endswith("x"):
        try:
            return Value("number", times_from_text(text)), "times"
        except ValueError:
            sentence = Words(f"“{text[:40]}” is not a rate.", f"‘{text[:40]}’ 값은 지급률이 아닙니다.")
            raise row.fault("not_a_table_rate", "rate", sentence, _WRITE_RATE) from None
    if text.endswith("%") or "/" in text:
        return row.value("rate", "percent"), "percent"
    return row.value("rate", "money", EXACT), "money"


def _is_zero(value: Value) -> bool:
    return value.data.minor == 0 if isinstance(value.data, Money) else value.data == 0


_ZERO = (
    Words("A quota of 0 does not say what it means.", "목표가 0일 때의 의미가 적혀 있지 않습니다."),
    Words(
        "Write if_zero: base_rate, nothing or at_target.",
        "if_zero 열에 base_rate, nothing, at_target 중 하나를 적어 주세요.",
    ),
)
_INPUT_REVERSED = (
    Words("The last day lies before the first day.", "마지막 날이 첫날보다 앞섭니다."),
    Words("Exchange them, or leave the first day empty.", "두 날짜를 바꾸거나 첫날을 비워 주세요."),
)
_WRITE_FX = Words("Write one: USD, is: 1350 KRW.", "one: USD, is: 1350 KRW 형식으로 적어 주세요.")
_WRITE_RATE = Words("Write it like 5%, 1.5x or 60 USD.", "5%, 1.5x, 60 USD처럼 적어 주세요.")
