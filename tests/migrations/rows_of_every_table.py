"""In: a connection to a database at any revision. Out: one row in each of its tables, whatever tables there are.
Reads the tables from the database itself, so it needs no change when a migration comes."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, select

ALLOWED = {
    "state": "draft", "type": "money", "currency": "USD", "exact": None, "kind": "quota", "unit": "money",
    "calculate": "month", "language": "en", "theme": "dark", "role": "payee", "decision": "approved",
    "if_zero": "nothing", "withdrawn": False, "hash": "0" * 64, "booked_at": "10:00:00",
}  # fmt: skip
OF_TABLE = {
    "runs": {"state": "done"},
    "jobs": {"state": "done"},
    "import_rows": {"state": "rejected"},
    "record_fields": {"type": "date"},
    "plan_approvals": {"approver": 2},
    "opening_rows": {"of": "balance"},
    "table_rate_rows": {"form": "money"},
    # A territory is a position's or a person's.
    "territory_rows": {"payee_id": None},
}
#: Nobody approves their own plan version, so there are two accounts.
SECOND_ROW = {"accounts": {"id": 2, "sign_in_name": "y", "payee_id": None}}
BY_TYPE: tuple[tuple[type[Any], Any], ...] = (
    (Boolean, True), (Integer, 1), (DateTime, datetime(2026, 3, 5, 10, tzinfo=UTC)), (Date, date(2026, 3, 5)),
    (JSON, {"net_arr": {"minor": 1}}), (LargeBinary, b"bytes"),
)  # fmt: skip


def tables_of(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection, tables: list[Table] | None = None) -> None:
    """Put a row into each of the tables (all by default) that has none; rows refer to one another."""
    for table in tables_of(connection) if tables is None else tables:
        if connection.execute(select(table)).first() is None:
            values = {column.name: _value(column) for column in table.columns}
            values |= _references(connection, table) | _said(table)
            connection.execute(table.insert().values(values))
            if table.name in SECOND_ROW:
                connection.execute(table.insert().values(values | SECOND_ROW[table.name]))


def columns_of(connection: Connection) -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in tables_of(connection)}


def narrowed(connection: Connection, columns: dict[str, set[str]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables of both, each with the columns of both: later revisions give old tables new ones."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name in columns[table.name]}
            for row in connection.execute(select(table)).mappings()
        ]
        for table in tables_of(connection)
        if table.name in columns
    }


def contents(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in tables_of(connection)
    }


def _said(table: Table) -> dict[str, Any]:
    return {name: value for name, value in OF_TABLE.get(table.name, {}).items() if name in table.columns}


def _value(column: Column[Any]) -> Any:
    if column.name in ALLOWED:
        return ALLOWED[column.name]
    return next((value for kind, value in BY_TYPE if isinstance(column.type, kind)), "x")


def _references(connection: Connection, table: Table) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in table.foreign_key_constraints:
        other = connection.execute(select(key.referred_table)).mappings().first()
        assert other is not None, f"{key.referred_table} is filled before {table}"
        values |= {element.parent.name: other[element.column.name] for element in key.elements}
    return values
