"""Numbers of people and rates: quotas, personal values, targets, typed results, openings, exchange, rate tables.

In: nothing. Out: tables of facts with two time axes; money in minor units, ratios as exact text.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.models.base import Base, Code, Currency, Dated, DatedFact, Exact, Id, Minor


class _Personal:
    """A fact about one payee."""

    @declared_attr
    def payee_id(cls) -> Mapped[str]:  # noqa: N805 - SQLAlchemy hands the class
        return mapped_column(ForeignKey("payees.payee_id"), index=True)


class _OfPayee(_Personal, Dated):
    """A fact about one payee that holds on some days."""


class _TypedValue:
    """A value with its type: money (minor units and currency) or an exact number or ratio."""

    type: Mapped[Code]
    minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    exact: Mapped[Exact | None]
    #: the text in the source when it had more digits than the currency
    original: Mapped[str | None] = mapped_column(Text)


def _value_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("type in ('money', 'number', 'percent')", name="type"),
        CheckConstraint("(type = 'money') = (minor is not null and currency is not null)", name="money_is_minor_units"),
        CheckConstraint("(type = 'money') = (exact is null)", name="other_values_are_exact"),
    )


class QuotaRow(_OfPayee, _TypedValue, Base):
    """The number a measure is compared with, on the days of the row."""

    __tablename__ = "quota_rows"
    __table_args__ = (
        *_value_checks(),
        CheckConstraint("if_zero in ('base_rate', 'nothing', 'at_target')", name="if_zero"),
    )
    quota: Mapped[Id]
    #: what a quota of 0 means
    if_zero: Mapped[Code | None]


class PersonalValueRow(_OfPayee, _TypedValue, Base):
    """A rate or a sum of one payee, by name, on the days of the row."""

    __tablename__ = "personal_value_rows"
    __table_args__ = _value_checks()
    name: Mapped[Id]


class TargetIncentiveRow(_OfPayee, Base):
    """Money earned in a full year if every measure is exactly at target."""

    __tablename__ = "target_incentive_rows"
    minor: Mapped[Minor]
    currency: Mapped[Currency]
    #: the amount is that of one window of the measure, not of a year
    of_window: Mapped[bool] = mapped_column(default=False)


class TypedResultRow(_Personal, _TypedValue, DatedFact, Base):
    """A result that somebody typed in for a payee, by name, as it stood on `last_day`."""

    __tablename__ = "typed_result_rows"
    __table_args__ = _value_checks()
    name: Mapped[Id]
    first_day: Mapped[date | None]
    last_day: Mapped[date]


class OpeningRow(_Personal, _TypedValue, DatedFact, Base):
    """What stood on `last_day`, before the first record: of a measure, a component or a balance."""

    __tablename__ = "opening_rows"
    __table_args__ = (*_value_checks(), CheckConstraint("\"of\" in ('measure', 'component', 'balance')", name="of"))
    of: Mapped[Code]
    name: Mapped[Id]
    last_day: Mapped[date]


class TableRateRow(_TypedValue, Dated, Base):
    """An uploaded row of a rate table: the rate of what `rule` describes, on the days of the row."""

    __tablename__ = "table_rate_rows"
    __table_args__ = (
        *_value_checks(),
        CheckConstraint("form in ('percent', 'times', 'money')", name="form"),
    )
    rate_table: Mapped[Id] = mapped_column(index=True)
    #: its number in the file that brought it: where the first row that fits counts, order matters
    place: Mapped[int] = mapped_column(Integer, default=0)
    #: what a record must say: fact to the texts of its values, see `portal.bridge.stated_from_rule`
    rule: Mapped[dict[str, Any]]
    form: Mapped[Code]


class FxRateRow(DatedFact, Base):
    """1 `one` = `rate` of `currency`, from `day` until the next row of the table."""

    __tablename__ = "fx_rate_rows"
    __table_args__ = (Index(None, "fx_table", "one", "currency", "day"),)
    fx_table: Mapped[Id]
    one: Mapped[Currency]
    currency: Mapped[Currency]
    rate: Mapped[Exact]
    day: Mapped[date]
