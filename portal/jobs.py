"""The queue of long work: the jobs table, and workers that take one job after another from it.

In: waiting jobs. Out: their work done once, progress for the page and the shell, or a sentence that says why not.

A job's result is written in the transaction that marks it done, and only by the worker that holds it: a worker that
was thought dead and comes back writes nothing. Progress goes into short transactions of its own.
"""

from __future__ import annotations

import gc
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from comp_rules.flow.pipeline import OBJECTS_BEFORE_COLLECTING
from comp_rules.values.words import Words
from portal.actions.enqueue_job import enqueue as enqueue
from portal.actions.journal import record_entry
from portal.actions.refusal import Refused
from portal.actions.request_run import RUN_PERIOD
from portal.actions.run_period import calculate_inputs, read_inputs, store_run
from portal.database import make_reading_session_factory, make_session_factory
from portal.models import Job

Progress = Callable[[int, int], None]
#: Writes what was worked out into the session that marks the job done, and says what came of it.
Finish = Callable[[Session, datetime], Words]
Work = Callable[[sessionmaker[Session], Job, Progress], Finish]

MOST_ATTEMPTS = 3
#: A worker that was silent for so long is dead; it gives a sign every few seconds.
SILENCE = timedelta(seconds=60)
_SIGN_EVERY = 5.0
_PROGRESS_EVERY = 0.5
_LOOK_EVERY = 1.0

_log = logging.getLogger(__name__)


class JobLost(Exception):
    """Another worker holds the job now; this one writes nothing more."""


def utc_now() -> datetime:
    """Return the moment."""
    return datetime.now(UTC)


def run_period_work(reading: sessionmaker[Session], job: Job, progress: Progress) -> Finish:
    """Calculate a period from one snapshot; the result is kept by what is returned."""
    with reading() as session:
        inputs = read_inputs(session, job.arguments["pay_group"], job.arguments["period"])
    result = calculate_inputs(inputs, progress)

    def finish(session: Session, now: datetime) -> Words:
        run = store_run(session, inputs, result, actor=job.actor, now=now, started_at=job.started_at)
        blocked = sum(1 for payee in result.payees if payee.faults)
        people = len(result.payees)
        return Words(
            f"Run {run}: {people} people calculated, {blocked} of them with something missing.",
            f"계산 {run}번: {people}명을 계산했습니다. 누락 정보가 있는 사람: {blocked}명.",
        )

    return finish


WORK: Mapping[str, Work] = {RUN_PERIOD: run_period_work}


class Worker:
    """Takes jobs of one database, one at a time; `start` does so in a thread of its own until `stop`."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime] = utc_now, work: Mapping[str, Work] = WORK
    ) -> None:
        """Name the worker, so that a job knows who holds it."""
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._reading = make_reading_session_factory(engine)
        self._writing = make_session_factory(engine)
        self._clock, self._work = clock, work
        self._stopping = threading.Event()

    def start(self) -> threading.Thread:
        """Work in a daemon thread, which ends with the process."""
        thread = threading.Thread(target=self.run, name="daylight-worker", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Take no further job."""
        self._stopping.set()

    def run(self) -> None:
        """Take jobs until stopped; a database that does not answer is asked again later."""
        while not self._stopping.is_set():
            try:
                worked = self.work_once()
            except Exception:
                _log.exception("the queue could not be read")
                worked = False
            if not worked:
                self._stopping.wait(_LOOK_EVERY)

    def work_once(self, only: int | None = None) -> bool:
        """Take one waiting job, or the job `only`, and bring it to an end; False when there was none to take.

        A process that works looks for cycles less often from then on, as `OBJECTS_BEFORE_COLLECTING` says.
        """
        job = self._claim(only)
        if job is None:
            return False
        gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
        silent = threading.Event()
        threading.Thread(target=self._signs_of_life, args=[job.id, silent], daemon=True).start()
        try:
            self._do(job)
        except JobLost:
            _log.warning("job %s was taken over by another worker", job.id)
        finally:
            silent.set()
        return True

    def _do(self, job: Job) -> None:
        try:
            finish = self._work[job.kind](self._reading, job, self._progress_of(job.id))
            with self._writing.begin() as session:
                held = self._held(session, job.id)
                words = finish(session, self._clock())
                held.done = held.total
                self._end(held, "done", words)
        except Refused as refused:
            self._fail(job, refused.words)
        except JobLost:
            raise
        except Exception:
            _log.exception("job %s (%s) stopped", job.id, job.kind)
            if job.attempts < MOST_ATTEMPTS:
                self._give_back(job.id)
            else:
                self._fail(job, _STOPPED)

    def _claim(self, only: int | None) -> Job | None:
        lost = (Job.state == "running") & (Job.seen_at < self._clock() - SILENCE)
        takeable = select(Job).where(or_(Job.state == "queued", lost)).order_by(Job.id).limit(1)
        if only is not None:
            takeable = takeable.where(Job.id == only)
        with self._reading() as session:
            if session.scalar(takeable.with_only_columns(Job.id)) is None:
                return None  # an idle worker takes no lock
        with self._writing.begin() as session:
            job = session.scalar(takeable.with_for_update(skip_locked=True))
            if job is None:
                return None
            if job.attempts >= MOST_ATTEMPTS:
                self._journal_failure(session, job)
                self._end(job, "failed", _STOPPED)
                return None
            job.state, job.worker = "running", self.name
            job.attempts += 1
            job.started_at = job.seen_at = self._clock()
            return job

    def _held(self, session: Session, job_id: int) -> Job:
        mine = (Job.id == job_id, Job.worker == self.name, Job.state == "running")
        held = session.scalar(select(Job).where(*mine).with_for_update())
        if held is None:
            raise JobLost
        return held

    def _progress_of(self, job_id: int) -> Progress:
        written = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal written
            if done < total and time.monotonic() - written < _PROGRESS_EVERY:
                return
            written = time.monotonic()
            if not self._write(job_id, done=done, total=total, seen_at=self._clock()):
                raise JobLost

        return progress

    def _signs_of_life(self, job_id: int, silent: threading.Event) -> None:
        while not silent.wait(_SIGN_EVERY):
            try:
                self._write(job_id, seen_at=self._clock())
            except Exception:
                _log.exception("job %s gave no sign of life", job_id)

    def _write(self, job_id: int, **values: Any) -> bool:
        mine = (Job.id == job_id, Job.worker == self.name, Job.state == "running")
        with self._writing.begin() as session:
            return bool(session.execute(update(Job).where(*mine).values(**values)).rowcount)

    def _give_back(self, job_id: int) -> None:
        self._write(job_id, state="queued", worker="")

    def _fail(self, job: Job, words: Words) -> None:
        with self._writing.begin() as session:
            held = self._held(session, job.id)
            self._journal_failure(session, held)
            self._end(held, "failed", words)

    def _journal_failure(self, session: Session, job: Job) -> None:
        record_entry(
            session, actor=job.actor, now=self._clock(), action="job_failed", subject=("job", str(job.id)),
            after={"kind": job.kind, **job.arguments},
        )  # fmt: skip

    def _end(self, job: Job, state: str, words: Words) -> None:
        job.state, job.message_en, job.message_ko = state, words.en, words.ko
        job.finished_at = self._clock()


_STOPPED = Words(
    "It stopped on our side, also when it was tried again. Nothing was recorded. Please tell whoever runs Daylight.",
    "시스템 문제로 중단되었고 다시 시도해도 완료하지 못했습니다. 기록된 내용은 없습니다. 운영 담당자에게 알려 주세요.",
)
