"""In: two sessions at once on each database. Out: writers wait for one another, readers see one snapshot, nobody
writes while reading, and a moment keeps its zone."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from portal.database import make_engine, make_reading_session_factory, make_session_factory
from portal.models import AccountRole, CompanyRow, Plan

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="not in mysql"):
        make_engine("mysql://somewhere/else")


def test_an_engine_in_memory_keeps_its_tables_between_sessions() -> None:
    engine = make_engine("sqlite://")
    CompanyRow.metadata.create_all(engine)
    with make_session_factory(engine).begin() as session:
        session.add(CompanyRow(name="Hanbit Optics"))
    with make_session_factory(engine)() as session:
        assert session.scalar(select(CompanyRow.name)) == "Hanbit Optics"


def test_a_reader_sees_one_snapshot_while_others_write(engine: Engine) -> None:
    with make_reading_session_factory(engine)() as reader:
        assert reader.scalar(select(CompanyRow.name)) is None
        with make_session_factory(engine).begin() as writer:
            writer.add(CompanyRow(name="Hanbit Optics"))
        assert reader.scalar(select(CompanyRow.name)) is None
        reader.rollback()
        assert reader.scalar(select(CompanyRow.name)) == "Hanbit Optics"


def test_a_reader_cannot_write_and_the_next_writer_can(engine: Engine) -> None:
    with make_reading_session_factory(engine)() as reader, pytest.raises(DBAPIError, match=r"read.?only"):
        reader.execute(insert(CompanyRow).values(id=1, name="x"))
    with make_session_factory(engine).begin() as writer:
        writer.add(CompanyRow(name="Hanbit Optics"))


def test_check_then_write_never_loses_an_update(engine: Engine) -> None:
    factory = make_session_factory(engine)
    with factory.begin() as session:
        session.add(CompanyRow(name=""))
    together = threading.Barrier(2)

    def append(letter: str) -> None:
        together.wait()
        for _ in range(20):
            with factory.begin() as session:
                company = session.scalars(select(CompanyRow).with_for_update()).one()
                company.name += letter

    threads = [threading.Thread(target=append, args=[letter]) for letter in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with factory() as session:
        assert sorted(session.scalars(select(CompanyRow.name)).one()) == ["a"] * 20 + ["b"] * 20


def test_rows_that_point_nowhere_are_refused(engine: Engine) -> None:
    with make_session_factory(engine)() as session:
        session.add(AccountRole(account_id=99, role="payee", at=NOW))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_moment_comes_back_in_utc_and_one_without_a_zone_is_refused(engine: Engine) -> None:
    seoul = datetime(2026, 3, 5, 21, tzinfo=timezone(timedelta(hours=9)))
    with make_session_factory(engine)() as session:
        session.add(Plan(plan="account-executive", created_at=seoul))
        session.flush()
        session.expire_all()
        found = session.scalars(select(Plan.created_at)).one()
        assert (found, found.utcoffset()) == (NOW, timedelta(0))
        session.add(Plan(plan="other", created_at=datetime(2026, 3, 5)))
        with pytest.raises(StatementError, match="time zone"):
            session.flush()
