"""What results are compared and multiplied with: quotas, personal values, target incentives, rates of exchange.

In: nothing. Out: tables of facts with two time axes; money in minor units, ratios as exact text.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.models.base import Base, Code, Currency, Dated, DatedFact, Exact, Id, Minor


class _OfPayee(Dated):
    """A dated fact about one payee."""

    @declared_attr
    def payee_id(cls) -> Mapped[str]:  # noqa: N805 - SQLAlchemy hands the class
        return mapped_column(ForeignKey("payees.payee_id"), index=True)


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


class FxRateRow(DatedFact, Base):
    """1 `one` = `rate` of `currency`, from `day` until the next row of the table."""

    __tablename__ = "fx_rate_rows"
    __table_args__ = (Index(None, "fx_table", "one", "currency", "day"),)
    fx_table: Mapped[Id]
    one: Mapped[Currency]
    currency: Mapped[Currency]
    rate: Mapped[Exact]
    day: Mapped[date]
