"""The guards of the database itself: tables that only grow, and nobody who approves their own plan.

In: a connection. Out: triggers on the tables that exist, on SQLite and PostgreSQL alike.

They are made anew after every migration, because a table that SQLite copies for a migration loses them silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, event, inspect, text

from portal.models.base import Base

#: Tables that refuse UPDATE and DELETE.
APPEND_ONLY = (
    "knowledge",
    "person_rows", "position_rows", "hierarchy_rows", "assignment_rows", "territory_rows", "pay_group_member_rows",
    "relation_rows", "leave_rows",
    "quota_rows", "personal_value_rows", "target_incentive_rows", "fx_rate_rows",
    "typed_result_rows", "opening_rows", "table_rate_rows",
    "records", "record_versions", "record_people", "event_rows",
    "plan_versions", "plan_approvals",
    "run_results", "run_uncredited",
    "import_rows",
    "journal",
)  # fmt: skip
#: Columns that may be emptied although their table only grows: what a source wrote may name a person.
ERASABLE = {"import_rows": ("original",)}

_REFUSED = "only grows: a row is superseded by a newer one, never changed or deleted"
_OWN_PLAN = "nobody approves a plan version that they wrote"


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger, with the statement that makes it."""

    table: str
    name: str
    create: str


def install_guards(connection: Connection) -> None:
    """Make every guard of the tables that exist anew."""
    remove_guards(connection)
    guards = list(_guards(connection))
    if guards and connection.dialect.name == "postgresql":
        for function in _POSTGRESQL_FUNCTIONS:
            connection.exec_driver_sql(function)
    for guard in guards:
        connection.exec_driver_sql(guard.create)


def remove_guards(connection: Connection) -> None:
    """Take every guard away, so that a migration can move rows; `install_guards` follows in the same transaction."""
    postgresql = connection.dialect.name == "postgresql"
    for guard in _guards(connection):
        place = f" ON {guard.table}" if postgresql else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard.name}{place}")
    if postgresql:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change()")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_own_approval()")


def missing_guards(connection: Connection) -> list[str]:
    """Return the names of guards that should stand on the tables that exist, and do not."""
    standing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.dialect.name]
    names = set(connection.scalars(text(standing)))
    return [guard.name for guard in _guards(connection) if guard.name not in names]


def _guards(connection: Connection) -> Iterator[Guard]:
    inspector = inspect(connection)
    existing = set(inspector.get_table_names())
    guards = _postgresql_guards if connection.dialect.name == "postgresql" else _sqlite_guards
    for table in APPEND_ONLY:
        if table in existing:
            erasable = ERASABLE.get(table, ())
            kept = [column["name"] for column in inspector.get_columns(table) if column["name"] not in erasable]
            yield from guards(table, " OF " + ", ".join(f'"{name}"' for name in kept) if erasable else "")
    if "plan_approvals" in existing:
        yield _own_approval_guard(connection.dialect.name)


def _sqlite_guards(table: str, of_columns: str) -> Iterator[Guard]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {_REFUSED}'); END"
    for event_name, what in (("update", f"UPDATE{of_columns}"), ("delete", "DELETE")):
        name = f"{table}_refuses_{event_name}"
        yield Guard(table, name, f"CREATE TRIGGER {name} BEFORE {what} ON {table} {refuse}")


def _postgresql_guards(table: str, of_columns: str) -> Iterator[Guard]:
    run = "EXECUTE FUNCTION refuse_change()"
    for event_name, what, each in (
        ("update", f"UPDATE{of_columns}", "ROW"), ("delete", "DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"),
    ):  # fmt: skip
        name = f"{table}_refuses_{event_name}"
        yield Guard(table, name, f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH {each} {run}")


def _own_approval_guard(dialect: str) -> Guard:
    name = "plan_approvals_refuses_author"
    create = f"CREATE TRIGGER {name} BEFORE INSERT ON plan_approvals FOR EACH ROW "
    if dialect == "postgresql":
        create += "EXECUTE FUNCTION refuse_own_approval()"
    else:
        create += f"WHEN {_WROTE_IT} BEGIN SELECT RAISE(ABORT, '{_OWN_PLAN}'); END"
    return Guard("plan_approvals", name, create)


_WROTE_IT = (
    "EXISTS (SELECT 1 FROM plan_versions AS written WHERE written.plan = NEW.plan"
    " AND written.version_no = NEW.version_no AND written.author = NEW.approver)"
)
_POSTGRESQL_FUNCTIONS = (
    f"""CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING
            MESSAGE = TG_TABLE_NAME || ' {_REFUSED}', ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE FUNCTION refuse_own_approval() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {_WROTE_IT} THEN
            RAISE EXCEPTION USING MESSAGE = '{_OWN_PLAN}', ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
)


@event.listens_for(Base.metadata, "after_create")
def _guard_new_tables(_target: object, connection: Connection, **_options: object) -> None:
    # Tables made without a migration are guarded as well.
    install_guards(connection)
