"""When the company learnt what: the second time axis, and the counters that never skip.

In: nothing. Out: the tables `knowledge` and `counters`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Code, LongText


class Knowledge(Base):
    """One moment at which facts were learnt: an import, a change on a page. Append-only, without gaps."""

    __tablename__ = "knowledge"
    known_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: for people to read; the number decides
    known_at: Mapped[datetime]
    cause: Mapped[LongText]
    #: an account's id as text, or `system`
    actor: Mapped[Code]


class Counter(Base):
    """The last number given, locked by whoever takes the next until their transaction ends."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_no: Mapped[int] = mapped_column(BigInteger)
