"""The commands `calculate` and `worker`: calculate a month from the shell, and work through the queue in production.

In: a pay group and a month. Out: progress, then what it came to; exit 0, or 1 when something is missing or failed.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.actions.knowledge import SYSTEM
from portal.actions.refusal import Refused
from portal.actions.request_run import request_run
from portal.extensions import db
from portal.jobs import Worker
from portal.models import Job, Run, RunPayeeResult
from portal.ready import in_language as say
from statements.formatting import form_for

_LOOK_EVERY = 0.5


@click.command("calculate")
@click.argument("pay_group")
@click.argument("period", metavar="2026-03")
@with_appcontext
def calculate_command(pay_group: str, period: str) -> None:
    """Calculate the month of a PAY_GROUP as known now, by approved plan versions only.

    Exits 1 when someone's month has something missing, or when the calculation does not finish.
    """
    try:
        with db.transaction() as session:
            job = request_run(session, actor=SYSTEM, now=datetime.now(UTC), pay_group=pay_group, period=period)
    except Refused as refused:
        _stop(refused.words.en, refused.words.ko)
    ended = _worked_off(job)
    if ended.state == "failed":
        _stop(ended.message_en, ended.message_ko)
    click.echo(say(ended.message_en, ended.message_ko))
    sys.exit(1 if _show(pay_group, period) else 0)


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Take jobs from the queue until stopped."""
    worker = Worker(db.engine)
    click.echo(
        say(f"Worker {worker.name} takes jobs. Stop it with Ctrl-C.", f"작업 처리 시작: {worker.name}. 종료: Ctrl-C")
    )
    try:
        worker.run()
    except KeyboardInterrupt:
        worker.stop()


def _worked_off(job_id: int) -> Job:
    """Do the job here, or watch the worker that took it first; returns it when it has ended."""
    worker = _Telling(db.engine)
    while True:
        worker.work_once(only=job_id)
        with db.transaction() as session:
            job = session.get_one(Job, job_id)
            _tell(job.done, job.total)
            if job.state in ("done", "failed"):
                return job
        time.sleep(_LOOK_EVERY)


class _Telling(Worker):
    """A worker that also says on the terminal how far it is."""

    def _progress_of(self, job_id: int) -> Any:
        write = super()._progress_of(job_id)

        def progress(done: int, total: int) -> None:
            write(done, total)
            _tell(done, total)

        return progress


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        click.echo(f"\r{done}/{total}", nl=done == total, err=True)


def _show(pay_group: str, period: str) -> int:
    """Print what was earned by currency and who has something missing; returns how many those are."""
    with db.transaction() as session:
        done = select(Run.id).where(Run.pay_group == pay_group, Run.period == period, Run.state == "done")
        run = session.scalar(done.order_by(Run.id.desc()).limit(1))
        row = RunPayeeResult
        chosen = select(row.payee_id, row.totals, row.blocked, row.summary).where(row.run_id == run)
        results = session.execute(chosen.order_by(row.payee_id)).all()
    totals: dict[str, int] = {}
    for result in results:
        for currency, minor in result.totals.items():
            totals[currency] = totals.get(currency, 0) + minor
    form = form_for("en")
    for currency, minor in sorted(totals.items()):
        click.echo(say(f"Earned: {form.amount(minor, currency)}", f"발생 인센티브: {form.amount(minor, currency)}"))
    blocked = [result for result in results if result.blocked]
    for result in blocked:
        for fault in (fault for part in result.summary for fault in part["faults"]):
            click.echo(f"{result.payee_id}: {say(fault['en'], fault['ko'])}", err=True)
    return len(blocked)


def _stop(en: str, ko: str) -> Any:
    click.echo(say(en, ko), err=True)
    sys.exit(1)
