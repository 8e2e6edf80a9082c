"""The engine and the sessions of one database, SQLite or PostgreSQL, behaving alike.

In: a database URL. Out: an engine, a factory of writing sessions and one of reading sessions.

A writing transaction on SQLite takes the write lock when it begins: check-then-write under the default, deferred
begin froze wrong totals without an error. A reading transaction sees one snapshot and refuses to write, on both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

#: How long a writer waits for another one, in milliseconds.
BUSY_TIMEOUT = 30_000
_READING = "daylight_reading"


def make_engine(url: str) -> Engine:
    """Return the engine of `url`: a file or memory of SQLite, or PostgreSQL through psycopg 3.

    Raises ValueError for another kind of database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        in_memory = parsed.database in (None, "", ":memory:")
        engine = create_engine(parsed, poolclass=StaticPool if in_memory else None)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    raise ValueError(f"Daylight keeps its data in SQLite or PostgreSQL, not in {parsed.get_backend_name()}")


def make_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions that write: on SQLite each holds the write lock from its first statement."""
    return sessionmaker(engine, expire_on_commit=False)


def make_reading_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions that only read: one snapshot, no lock, and the database refuses a change.

    Once closed such a session raises InvalidRequestError: used again it would hold a connection that nobody gives back.
    """
    options: dict[str, Any] = {_READING: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return sessionmaker(engine.execution_options(**options), expire_on_commit=False, close_resets_only=False)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own begin comes late and deferred; `_begin_sqlite` says it instead.
    connection.isolation_level = None
    # Without recursive triggers INSERT OR REPLACE deletes a row unseen by the append-only triggers.
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(_READING))
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
