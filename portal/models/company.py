"""The company and what it declared once: record types with their fields, and the names that plans may use.

In: nothing. Out: the tables `company`, `record_types`, `record_fields`, `declared_names`.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Code, Id, Labelled

#: `rate_table` is one of exchange, `table` one of rates whose rows are uploaded.
DECLARED_KINDS = (
    "quota", "personal", "input", "event", "rate_table", "relation", "territory", "table", "title", "grade", "holiday",
)  # fmt: skip


class CompanyRow(Base):
    """The one company of this database and its choices."""

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(Text)
    #: decides the civil date of a moment: `Asia/Seoul`
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    #: whether a manager sees the pay of today's subtree, not only its attainment
    managers_see_pay: Mapped[bool] = mapped_column(default=False)


class RecordTypeRow(Labelled, Base):
    """A kind of record: deal, invoice, meeting."""

    __tablename__ = "record_types"
    record_type: Mapped[Id] = mapped_column(primary_key=True)
    #: the field that people know a record by
    title_field: Mapped[Id | None]


class RecordFieldRow(Labelled, Base):
    """A field of a record type, with its type."""

    __tablename__ = "record_fields"
    __table_args__ = (
        CheckConstraint("type in ('money', 'number', 'percent', 'date', 'text', 'person', 'yes_no')", name="type"),
    )
    record_type: Mapped[Id] = mapped_column(ForeignKey("record_types.record_type"), primary_key=True)
    field: Mapped[Id] = mapped_column(primary_key=True)
    type: Mapped[Code]
    #: the order in which the company listed it
    place: Mapped[int] = mapped_column(Integer, default=0)


class DeclaredName(Labelled, Base):
    """A name that plans may use, with the unit of its values where they have one. The name of a holiday is its day."""

    __tablename__ = "declared_names"
    __table_args__ = (
        CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in DECLARED_KINDS)})", name="kind"),
        CheckConstraint("unit in ('', 'money', 'number', 'percent')", name="unit"),
    )
    kind: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[Id] = mapped_column(primary_key=True)
    unit: Mapped[Code] = mapped_column(default="")
