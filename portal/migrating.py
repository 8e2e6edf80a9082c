"""Brings a database to a revision, up or down, whole or not at all.

In: a database URL and a revision. Out: the database at that revision, with its guards standing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event

from portal.database import make_engine

_INI = Path(__file__).resolve().parent.parent / "migrations" / "alembic.ini"
#: Any number of our own: two processes that start at once migrate one after the other.
_LOCK = 5_172_026


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`; one that is there already is left as it is, its guards made anew."""
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database down to `revision`, or to `base` for an empty one. What the tables held is lost."""
    _migrate(url, lambda config: command.downgrade(config, revision))


def current_revision(connection: Connection) -> str | None:
    """Return the revision a database is at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Return every revision from the first to the newest."""
    scripts = ScriptDirectory.from_config(Config(_INI)).walk_revisions()
    return [script.revision for script in scripts][::-1]


def migrating_engine(url: str) -> Engine:
    """Return an engine for migrations: on SQLite without foreign keys, since a table may be copied and dropped.

    They are checked as a whole before the transaction ends.
    """
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_foreign_keys)
        event.listen(engine, "commit", _check_foreign_keys)
    else:
        event.listen(engine, "begin", _one_at_a_time)
    return engine


def _migrate(url: str, run: Callable[[Config], Any]) -> None:
    engine = migrating_engine(url)
    try:
        with engine.begin() as connection:
            config = Config(_INI)
            config.attributes["connection"] = connection
            run(config)
    finally:
        engine.dispose()


def _without_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        raise RuntimeError(f"the migration would leave rows that point nowhere, in: {tables}")


def _one_at_a_time(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
