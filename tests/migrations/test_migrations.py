"""In: empty and filled databases of both kinds. Out: proof that migrations go up and down with data in, leave no
drift, and that the append-only triggers stand and refuse after every single step, in both directions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Table, delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.database import make_engine
from portal.migrating import current_revision, downgrade, revisions, upgrade
from portal.models import APPEND_ONLY, Base, missing_guards
from tests.migrations.rows_of_every_table import columns_of, contents, fill, narrowed, tables_of


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_upgrade_makes_exactly_the_tables_of_the_models(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert current_revision(connection) == revisions()[-1]


def test_checks_of_migrated_tables_are_those_of_the_models(database_url: str) -> None:
    made = {f"{table.name}.{check.name}" for table in Base.metadata.tables.values() for check in _checks(table)}
    with connected(database_url) as connection:
        migrated = {f"{table.name}.{check.name}" for table in tables_of(connection) for check in _checks(table)}
    assert migrated == made


def test_going_down_to_nothing_and_up_again_gives_the_same_database(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        fill(connection)
        before = contents(connection)
    downgrade(empty_database_url, "base")
    with connected(empty_database_url) as connection:
        assert tables_of(connection) == []
    upgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        fill(connection, [table for table in tables_of(connection) if table.name != "counters"])
        again = contents(connection)
        assert again.pop("counters") == [("journal", 0), ("knowledge", 0)]
        del before["counters"]
        assert again == before


def test_every_step_keeps_the_rows_of_the_tables_that_stay(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        fill(connection)
        columns = columns_of(connection)
        full = narrowed(connection, columns)
    for revision in [*revisions()[-2::-1], *revisions()[1:]]:
        (downgrade if _is_below(empty_database_url, revision) else upgrade)(empty_database_url, revision)
        with connected(empty_database_url) as connection:
            assert current_revision(connection) == revision
            # What a column held is lost with it, and nothing else.
            columns |= {name: columns[name] & now for name, now in columns_of(connection).items()}
            for table, rows in narrowed(connection, columns).items():
                before = [{name: row[name] for name in columns[table]} for row in full[table]]
                assert not rows or table == "counters" or rows == before


def test_guards_stand_and_refuse_after_every_step_up_and_down(empty_database_url: str) -> None:
    for revision in revisions():
        upgrade(empty_database_url, revision)
        _assert_guarded(empty_database_url)
    for revision in revisions()[-2::-1]:
        downgrade(empty_database_url, revision)
        _assert_guarded(empty_database_url)


def test_guards_come_back_with_an_upgrade_that_has_nothing_else_to_do(database_url: str) -> None:
    with connected(database_url) as connection:
        place = " ON journal" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER journal_refuses_delete{place}")
        assert missing_guards(connection) == ["journal_refuses_delete"]
    upgrade(database_url)
    with connected(database_url) as connection:
        assert missing_guards(connection) == []


def test_a_migration_that_fails_half_way_changes_nothing(empty_database_url: str) -> None:
    upgrade(empty_database_url, revisions()[1])
    with connected(empty_database_url) as connection:
        connection.exec_driver_sql("CREATE TABLE sign_in_attempts (in_the_way INTEGER)")
    with pytest.raises(DBAPIError, match="sign_in_attempts"):
        upgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        assert current_revision(connection) == revisions()[1]
        assert "accounts" not in {table.name for table in tables_of(connection)}
        assert missing_guards(connection) == []


def _checks(table: Table) -> list[object]:
    return [check for check in table.constraints if isinstance(check, CheckConstraint)]


def _is_below(url: str, revision: str) -> bool:
    with connected(url) as connection:
        now = current_revision(connection)
    return now is not None and revisions().index(revision) < revisions().index(now)


def _assert_guarded(url: str) -> None:
    with connected(url) as connection:
        assert missing_guards(connection) == []
        fill(connection)
        guarded = [table for table in tables_of(connection) if table.name in APPEND_ONLY]
        assert guarded
        for table in guarded:
            for change in (update(table).values({column: column for column in table.primary_key}), delete(table)):
                with pytest.raises(IntegrityError, match="only grows"), connection.begin_nested():
                    connection.execute(change)
