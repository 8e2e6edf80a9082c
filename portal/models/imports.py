"""Imports: what became of every row of a file, and the sums that prove it.

In: nothing. Out: the tables `imports` and `import_rows`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, BigKey, Code, Digest, Id, LongText


class Import(Base):
    """Files read by one mapping. Accepted, rejected and duplicate rows make up the rows in the files."""

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mapping: Mapped[Id]
    mapping_digest: Mapped[Digest]
    #: [{"name": ..., "digest": SHA-256 of its bytes}, ...]
    files: Mapped[list[Any]]
    #: SHA-256 over the digests of the files
    digest: Mapped[Digest]
    actor: Mapped[Code]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    in_file: Mapped[int] = mapped_column(Integer, default=0)
    accepted: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)
    duplicate: Mapped[int] = mapped_column(Integer, default=0)
    #: control sums: [{"table", "column", "currency", "file": exact text, "accepted", "rejected", "duplicate",
    #: "minor": int, "rounding": exact text}, ...]
    sums: Mapped[list[Any]]
    #: None when nothing was new
    known_no: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("knowledge.known_no"))


class ImportRow(Base):
    """A row that was not taken over, and why."""

    __tablename__ = "import_rows"
    __table_args__ = (CheckConstraint("state in ('rejected', 'duplicate')", name="state"),)
    import_id: Mapped[int] = mapped_column(BigKey, ForeignKey("imports.id"), primary_key=True)
    #: the place of the file in `Import.files`
    file_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    row_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    #: a row may be faulty in several columns
    fault_no: Mapped[int] = mapped_column(Integer, primary_key=True, default=0)
    state: Mapped[Code]
    column: Mapped[LongText] = mapped_column(default="")
    reason_en: Mapped[LongText]
    reason_ko: Mapped[LongText]
    original: Mapped[dict[str, Any]]
