"""Plans: the drafts that change, the versions that never do, and who approved them.

In: nothing. Out: the tables `plans`, `plan_drafts`, `plan_versions`, `plan_approvals`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, BigKey, Code, Digest, Id, LongText


class Plan(Base):
    """A plan by its name; the label is in the text of its versions."""

    __tablename__ = "plans"
    plan: Mapped[Id] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class PlanDraft(Base):
    """The text someone works on: one draft for a plan and author."""

    __tablename__ = "plan_drafts"
    plan: Mapped[Id] = mapped_column(ForeignKey("plans.plan"), primary_key=True)
    author: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"), primary_key=True)
    text: Mapped[LongText]
    saved_at: Mapped[datetime]
    #: the version it began from
    based_on: Mapped[int | None] = mapped_column(Integer)


class PlanVersion(Base):
    """A numbered content of a plan that never changes, handed in for approval by its author."""

    __tablename__ = "plan_versions"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)
    plan: Mapped[Id] = mapped_column(ForeignKey("plans.plan"), primary_key=True)
    version_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[LongText]
    digest: Mapped[Digest]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    author: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"))
    requested_at: Mapped[datetime]
    known_no: Mapped[int] = mapped_column(BigInteger, ForeignKey("knowledge.known_no"))


class PlanApproval(Base):
    """A decision about a version by someone other than its author; the latest counts."""

    __tablename__ = "plan_approvals"
    __table_args__ = (
        ForeignKeyConstraint(["plan", "version_no"], ["plan_versions.plan", "plan_versions.version_no"]),
        CheckConstraint("decision in ('approved', 'sent_back')", name="decision"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    plan: Mapped[Id]
    version_no: Mapped[int] = mapped_column(Integer)
    approver: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"))
    at: Mapped[datetime]
    decision: Mapped[Code]
    note: Mapped[LongText] = mapped_column(default="")
    #: the moment of knowledge from which runs may use the version
    known_no: Mapped[int] = mapped_column(BigInteger, ForeignKey("knowledge.known_no"))
