"""The journal: who changed what, when, from what to what, and why, in a chain that shows any later change.

In: nothing. Out: the table `journal`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Code, Digest, Id, LongText


class JournalEntry(Base):
    """One change. Names no person by name, only ids, so that a person can be erased without breaking the chain."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "subject_type", "subject_id"),)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    #: an account's id as text, or `system`
    actor: Mapped[Code]
    action: Mapped[Code]
    subject_type: Mapped[Code]
    subject_id: Mapped[Id]
    before: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    why: Mapped[LongText]
    #: 64 zeros before the first entry
    previous_hash: Mapped[Digest]
    #: SHA-256 over the canonical JSON of everything above
    hash: Mapped[Digest]
