"""Calculated periods, and the queue of long work.

In: nothing. Out: the tables `runs`, `run_results`, `run_uncredited`, `jobs`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, BigKey, Code, Digest, Id, LongText

_STATES = "state in ('queued', 'running', 'done', 'failed')"


class Run(Base):
    """A calculation of a pay group's period as known at `as_of`."""

    __tablename__ = "runs"
    __table_args__ = (CheckConstraint(_STATES, name="state"), Index(None, "pay_group", "period"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    pay_group: Mapped[Id] = mapped_column(ForeignKey("pay_groups.pay_group"))
    period: Mapped[Code]
    as_of: Mapped[int] = mapped_column(BigInteger)
    #: the version of the engine
    engine: Mapped[Code] = mapped_column(default="")
    state: Mapped[Code] = mapped_column(default="queued")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: an account's id as text, or `system`
    actor: Mapped[Code]
    #: [[plan, version, digest], ...]
    plans: Mapped[list[Any]] = mapped_column(JSON, default=list)
    input_digest: Mapped[str] = mapped_column(String(64), default="")
    people_done: Mapped[int] = mapped_column(Integer, default=0)
    people_total: Mapped[int] = mapped_column(Integer, default=0)
    #: faults of the facts that stand in no one's month: see `portal.bridge.json_from_fault`
    faults: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: records by what became of them: see `portal.bridge.counts_from_result`
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message_en: Mapped[str] = mapped_column(Text, default="")
    message_ko: Mapped[str] = mapped_column(Text, default="")


class RunPayeeResult(Base):
    """A person's month in a run: totals for lists, and the whole trace."""

    __tablename__ = "run_results"
    run_id: Mapped[int] = mapped_column(BigKey, ForeignKey("runs.id"), primary_key=True)
    payee_id: Mapped[Id] = mapped_column(ForeignKey("payees.payee_id"), primary_key=True, index=True)
    #: earned by currency in minor units: {"USD": 3841288}
    totals: Mapped[dict[str, Any]]
    #: something is missing, so a component has no amount
    blocked: Mapped[bool]
    lines: Mapped[int] = mapped_column(Integer)
    #: the parts of the month in short, for lists: see `portal.bridge.summary_from_result`
    summary: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: SHA-256 of the canonical JSON
    trace_digest: Mapped[Digest]
    #: zlib over the canonical JSON of the month
    trace: Mapped[bytes] = mapped_column(LargeBinary)


class RunUncredited(Base):
    """A record of the period that nobody is credited for, and why."""

    __tablename__ = "run_uncredited"
    run_id: Mapped[int] = mapped_column(BigKey, ForeignKey("runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_type: Mapped[Id]
    record_id: Mapped[Id]
    version_no: Mapped[int] = mapped_column(Integer)
    title: Mapped[LongText]
    day: Mapped[date | None]
    code: Mapped[Code]
    sentence_en: Mapped[LongText]
    sentence_ko: Mapped[LongText]


class Job(Base):
    """Long work that waits or goes on; enqueued in the transaction that journals it."""

    __tablename__ = "jobs"
    __table_args__ = (CheckConstraint(_STATES, name="state"), Index(None, "state", "id"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[Code]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[Code] = mapped_column(default="queued")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    message_en: Mapped[str] = mapped_column(Text, default="")
    message_ko: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: the last sign of life of the worker that holds it
    seen_at: Mapped[datetime | None]
    actor: Mapped[Code]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    #: which worker holds it
    worker: Mapped[str] = mapped_column(String(200), default="")
