"""Who there is: payees, their names kept apart, positions, the hierarchy, relations, leave, assignments, pay groups.

In: nothing. Out: tables of facts with two time axes, and of calendars and periods.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Code, Currency, Dated, DatedFact, Id, Labelled


class Payee(Base):
    """The id that money is owed to. It stays when the name is erased."""

    __tablename__ = "payees"
    payee_id: Mapped[Id] = mapped_column(primary_key=True)


class PayeeName(Base):
    """The name of a payee: the only personal text about them, and not append-only, so that it can be erased."""

    __tablename__ = "payee_names"
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class PersonRow(DatedFact, Base):
    """What is known about a payee besides the name."""

    __tablename__ = "person_rows"
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), index=True)
    hire_day: Mapped[date | None]
    home_currency: Mapped[Currency | None]


class PositionRow(Labelled, DatedFact, Base):
    """A seat that carries quota and plan. `title` is its job title."""

    __tablename__ = "position_rows"
    position_id: Mapped[Id] = mapped_column(index=True)
    title: Mapped[Id] = mapped_column(default="")


class HierarchyRow(Dated, Base):
    """Which position a position reports to, on the days of the row."""

    __tablename__ = "hierarchy_rows"
    position_id: Mapped[Id] = mapped_column(index=True)
    manager_position_id: Mapped[Id] = mapped_column(index=True)


class AssignmentRow(Dated, Base):
    """Who holds which position under which plan, on the days of the row."""

    __tablename__ = "assignment_rows"
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), index=True)
    position_id: Mapped[Id] = mapped_column(index=True)
    title: Mapped[Id] = mapped_column(default="")
    #: the level within a title, as the company grades it
    grade: Mapped[Id] = mapped_column(default="")
    plan: Mapped[Id]


class RelationRow(Dated, Base):
    """`payee_id` is credited for what `other_id` is credited, by a named relation, on the days of the row."""

    __tablename__ = "relation_rows"
    relation: Mapped[Id]
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), index=True)
    other_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), index=True)


class LeaveRow(Dated, Base):
    """Days on which a payee is away. Why is nobody's business here and is not kept."""

    __tablename__ = "leave_rows"
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), index=True)


class TerritoryRow(Labelled, Dated, Base):
    """Who holds the part of a territory that the rule describes: a person, or whoever holds a position."""

    __tablename__ = "territory_rows"
    __table_args__ = (CheckConstraint("(position_id is null) <> (payee_id is null)", name="one_holder"),)
    territory: Mapped[Id] = mapped_column(index=True)
    #: what a record must say: fact to the texts of its values, see `portal.bridge.stated_from_rule`
    rule: Mapped[dict[str, Any]]
    position_id: Mapped[Id | None]
    payee_id: Mapped[Id | None] = mapped_column(ForeignKey("payees.payee_id"), index=True)


class Calendar(Labelled, Base):
    """How a year is divided into periods. `year_starts` is the number of its first month."""

    __tablename__ = "calendars"
    __table_args__ = (
        CheckConstraint("calculate in ('month', 'quarter')", name="calculate"),
        CheckConstraint("year_starts between 1 and 12", name="year_starts"),
    )
    calendar: Mapped[Id] = mapped_column(primary_key=True)
    calculate: Mapped[Code] = mapped_column(default="month")
    year_starts: Mapped[int] = mapped_column(Integer, default=1)


class PayGroup(Labelled, Base):
    """People who are calculated, closed and paid together."""

    __tablename__ = "pay_groups"
    pay_group: Mapped[Id] = mapped_column(primary_key=True)
    calendar: Mapped[Id] = mapped_column(ForeignKey("calendars.calendar"))


class PayGroupMemberRow(Dated, Base):
    """Who belongs to which pay group, on the days of the row."""

    __tablename__ = "pay_group_member_rows"
    __table_args__ = (Index(None, "payee_id", "pay_group"),)
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"))
    pay_group: Mapped[Id] = mapped_column(ForeignKey("pay_groups.pay_group"), index=True)


class PeriodRow(Base):
    """A period of a pay group and its state: the row that a closing or a run locks."""

    __tablename__ = "periods"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'approved', 'published', 'closed', 'exported', 'paid')", name="state"),
        CheckConstraint("last_day >= first_day", name="days"),
    )
    calendar: Mapped[Id] = mapped_column(ForeignKey("calendars.calendar"), primary_key=True)
    pay_group: Mapped[Id] = mapped_column(ForeignKey("pay_groups.pay_group"), primary_key=True)
    #: its name: `2026-03`
    period: Mapped[Code] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[Code] = mapped_column(default="draft")
