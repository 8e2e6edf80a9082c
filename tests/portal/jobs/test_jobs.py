"""In: a queue of jobs and workers that live, die and come back. Out: each job's work is kept once, or says why not."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from comp_rules.values.words import Words
from portal import models
from portal.actions.refusal import Refused
from portal.actions.request_run import RUN_PERIOD, request_run
from portal.extensions import db
from portal.jobs import MOST_ATTEMPTS, SILENCE, Worker, enqueue
from tests.portal.kite_company import MONTH, NOW

DONE = Words("done", "완료")


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(kites):
    """The application context in which jobs are put into the queue."""
    with kites.app_context():
        yield


def put(kind="note", **arguments):
    with db.transaction() as session:
        return enqueue(session, kind, arguments, "system", NOW)


def job(number):
    with db.transaction() as session:
        return session.get_one(models.Job, number)


def writes_an_event(_reading, row, progress):
    progress(1, 2)
    progress(2, 2)

    def finish(session, now):
        session.add(models.Payee(payee_id=f"J-{row.id}-{row.attempts}"))
        return DONE

    return finish


def written():
    with db.transaction() as session:
        return sorted(session.scalars(select(models.Payee.payee_id).where(models.Payee.payee_id.like("J-%"))))


def worker(clock, work=writes_an_event):
    return Worker(db.engine, clock, {"note": work})


def test_jobs_are_done_in_their_order_and_once(queue, clock):
    first, second = put(), put()
    one = worker(clock)
    assert [one.work_once(), one.work_once(), one.work_once()] == [True, True, False]
    assert written() == [f"J-{first}-1", f"J-{second}-1"]
    done = job(first)
    assert (done.state, done.done, done.total, done.message_en, done.message_ko) == ("done", 2, 2, "done", "완료")
    assert (done.started_at, done.finished_at) == (NOW, NOW)


def test_two_workers_never_take_the_same_job(queue, clock):
    numbers = [put() for _ in range(8)]
    gate = threading.Barrier(4)
    workers = [worker(clock) for _ in range(4)]

    def take(one):
        gate.wait()
        while one.work_once():
            pass

    threads = [threading.Thread(target=take, args=[one]) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written() == [f"J-{number}-1" for number in numbers]
    assert {job(number).attempts for number in numbers} == {1}


def test_a_job_refused_says_why_and_is_not_tried_again(queue, clock):
    def refuses(*_given):
        raise Refused("There is nothing to do.", "할 일이 없습니다.")

    number = put()
    worker(clock, refuses).work_once()
    failed = job(number)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert (failed.message_en, failed.message_ko) == ("There is nothing to do.", "할 일이 없습니다.")
    assert not worker(clock).work_once()


def test_a_job_that_breaks_is_tried_again_and_then_given_up_with_a_sentence(queue, clock):
    def breaks(*_given):
        raise ZeroDivisionError("a fault of ours")

    number = put()
    one = worker(clock, breaks)
    for attempt in range(1, MOST_ATTEMPTS):
        assert one.work_once()
        assert (job(number).state, job(number).attempts) == ("queued", attempt)
    one.work_once()
    failed = job(number)
    assert (failed.state, failed.attempts) == ("failed", MOST_ATTEMPTS)
    assert "Nothing was recorded" in failed.message_en
    assert "a fault of ours" not in failed.message_en
    with db.transaction() as session:
        actions = session.scalars(select(models.JournalEntry.action)).all()
    assert actions.count("job_failed") == 1


def test_what_was_written_before_a_break_is_undone(queue, clock):
    def breaks_late(_reading, row, _progress):
        def finish(session, _now):
            session.add(models.Payee(payee_id=f"J-{row.id}"))
            session.flush()
            raise ZeroDivisionError

        return finish

    put()
    worker(clock, breaks_late).work_once()
    assert written() == []


def test_a_job_of_a_dead_worker_is_taken_over(queue, clock):
    number = put()
    dead = worker(clock)
    assert dead._claim(None) is not None
    assert not worker(clock).work_once()  # it may still be alive
    clock.now += SILENCE + timedelta(seconds=1)
    assert worker(clock).work_once()
    assert written() == [f"J-{number}-2"]


def test_a_worker_that_comes_back_from_the_dead_writes_nothing(queue, clock):
    number = put()
    slow, taken_over = threading.Event(), threading.Event()

    def sleeps(reading, row, progress):
        slow.set()
        taken_over.wait(30)
        return writes_an_event(reading, row, lambda *_numbers: None)

    first = threading.Thread(target=worker(clock, sleeps).work_once)
    first.start()
    slow.wait(30)
    clock.now += SILENCE + timedelta(seconds=1)
    assert worker(clock).work_once()
    taken_over.set()
    first.join()
    assert written() == [f"J-{number}-2"]
    assert job(number).state == "done"


def test_a_job_whose_workers_keep_dying_is_given_up(queue, clock):
    number = put()
    for _ in range(MOST_ATTEMPTS):
        assert worker(clock)._claim(None) is not None
        clock.now += SILENCE + timedelta(seconds=1)
    assert not worker(clock).work_once()
    assert job(number).state == "failed"


def test_progress_is_seen_by_others_while_the_work_goes_on(queue, clock):
    seen = []

    def looks(_reading, row, progress):
        progress(3, 10)
        with db._sessions.reading() as session:
            seen.append(session.execute(select(models.Job.done, models.Job.total).where(models.Job.id == row.id)).one())
        return lambda _session, _now: DONE

    put()
    worker(clock, looks).work_once()
    assert seen == [(3, 10)]


def test_asking_twice_for_the_same_month_makes_one_job(queue, clock):
    asked = {"actor": "system", "now": NOW, "pay_group": "us"}
    with db.transaction() as session:
        first = request_run(session, period=MONTH, **asked)
        assert request_run(session, period=MONTH, **asked) == first
        assert request_run(session, period="2026-09", **asked) != first


def test_a_month_is_calculated_by_the_queue(queue, clock):
    with db.transaction() as session:
        number = request_run(session, actor="system", now=NOW, pay_group="us", period=MONTH)
    assert Worker(db.engine, clock).work_once()
    done = job(number)
    assert (done.kind, done.state, done.done, done.total) == (RUN_PERIOD, "done", 3, 3)
    assert "3 people" in done.message_en
    with db.transaction() as session:
        assert session.scalar(select(func.count()).select_from(models.Run).where(models.Run.state == "done")) == 1


def test_only_the_job_that_was_asked_for_is_taken(queue, clock):
    first, second = put(), put()
    assert worker(clock).work_once(only=second)
    assert (job(first).state, job(second).state) == ("queued", "done")
