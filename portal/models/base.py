"""What all tables share: names of constraints, times in UTC, big keys, labels in both languages, dated facts.

In: nothing. Out: `Base` and the column types and mixins that the other model files build on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """A moment with its zone; SQLite keeps none, so it is brought to UTC on the way in and marked on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring an aware moment to UTC. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment is kept with its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark a moment as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: SQLite numbers rows by itself only for the type INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[str, mapped_column(String(200))]
Code = Annotated[str, mapped_column(String(40))]
Currency = Annotated[str, mapped_column(String(3))]
#: money in minor units; never a decimal or a float of the database
Minor = Annotated[int, mapped_column(BigInteger)]
#: an exact ratio as text: `1/20`, `3`
Exact = Annotated[str, mapped_column(String(400))]
LongText = Annotated[str, mapped_column(Text)]
Digest = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """The declarative base. Constraints have names, so that migrations can change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON}


class Labelled:
    """What people read instead of the name, in English and Korean."""

    label_en: Mapped[str] = mapped_column(Text)
    label_ko: Mapped[str] = mapped_column(Text)


class DatedFact:
    """A version of a fact: `row_id` stays, `known_no` only grows, the highest counts, a withdrawn one removes it."""

    row_id: Mapped[Id] = mapped_column(primary_key=True)
    known_no: Mapped[int] = mapped_column(BigInteger, ForeignKey("knowledge.known_no"), primary_key=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Dated(DatedFact):
    """A fact that applies from a first to a last day, both included; no last day means that it goes on."""

    first_day: Mapped[date]
    last_day: Mapped[date | None]
