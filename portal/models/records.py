"""What happened: records of the sources in all their versions, who is named on them, and events.

In: nothing. Out: the tables `records`, `record_versions`, `record_people`, `event_rows`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Currency, DatedFact, Digest, Id, Minor


class RecordRow(Base):
    """A record by its id; everything else about it is in its versions."""

    __tablename__ = "records"
    record_type: Mapped[Id] = mapped_column(ForeignKey("record_types.record_type"), primary_key=True)
    record_id: Mapped[Id] = mapped_column(primary_key=True)


class RecordVersionRow(Base):
    """A version of a record, numbered from 1.

    `fields` maps a field to its typed value (see `portal.bridge.json_from_values`), `split` is a list of
    [payee, exact share] in the order of the source.
    """

    __tablename__ = "record_versions"
    __table_args__ = (ForeignKeyConstraint(["record_type", "record_id"], ["records.record_type", "records.record_id"]),)
    record_type: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(primary_key=True)
    version_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    known_no: Mapped[int] = mapped_column(BigInteger, ForeignKey("knowledge.known_no"), index=True)
    fields: Mapped[dict[str, Any]]
    owner: Mapped[Id | None]
    split: Mapped[list[Any]]
    #: `HH:MM:SS`, empty when the source has none
    booked_at: Mapped[str] = mapped_column(String(8), default="")
    reverses: Mapped[Id | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    content_hash: Mapped[Digest]


class RecordPerson(Base):
    """Who was ever named on a record: its owner, its split and its person fields, in any version."""

    __tablename__ = "record_people"
    __table_args__ = (
        ForeignKeyConstraint(["record_type", "record_id"], ["records.record_type", "records.record_id"]),
        Index(None, "payee_id"),
    )
    record_type: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(primary_key=True)
    #: no foreign key: a source may name people that Daylight does not pay
    payee_id: Mapped[Id] = mapped_column(primary_key=True)


class EventRow(DatedFact, Base):
    """Something that happened to a record after it was booked. The record may be learnt later than its event."""

    __tablename__ = "event_rows"
    __table_args__ = (
        CheckConstraint("(minor is null) = (currency is null)", name="amount_has_currency"),
        Index(None, "record_type", "record_id"),
    )
    record_type: Mapped[Id]
    record_id: Mapped[Id]
    event: Mapped[Id]
    day: Mapped[date]
    minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
