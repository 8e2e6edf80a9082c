"""Relations, leave, typed results, openings and uploaded rates; grades, targets of a window, territories of people.

In: revision 0005. Out: revision 0006.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = ("quota", "personal", "event", "rate_table", "title")
_MORE_KINDS = (
    "quota", "personal", "input", "event", "rate_table", "relation", "territory", "table", "title", "grade", "holiday",
)  # fmt: skip
#: Rows of before have no grade and a target of a year; from then on whoever writes says it.
_BEFORE = {"grade": sa.text("''"), "of_window": sa.false()}


def upgrade() -> None:
    _declare(_MORE_KINDS)
    _add("assignment_rows", "grade", sa.String(length=200))
    _add("target_incentive_rows", "of_window", sa.Boolean())
    with op.batch_alter_table("territory_rows") as table:
        table.alter_column("position_id", existing_type=sa.String(length=200), nullable=True)
        table.add_column(sa.Column("payee_id", sa.String(length=200), nullable=True))
        table.create_foreign_key(op.f("fk_territory_rows_payee_id_payees"), "payees", ["payee_id"], ["payee_id"])
        table.create_check_constraint(
            op.f("ck_territory_rows_one_holder"), "(position_id is null) <> (payee_id is null)"
        )
    op.create_index(op.f("ix_territory_rows_payee_id"), "territory_rows", ["payee_id"], unique=False)
    _relation_rows()
    _leave_rows()
    _typed_result_rows()
    _opening_rows()
    _table_rate_rows()


def downgrade() -> None:
    for table in ("table_rate_rows", "opening_rows", "typed_result_rows", "leave_rows", "relation_rows"):
        op.drop_table(table)
    # Before, a territory was a position's and nobody else's.
    op.execute("delete from territory_rows where position_id is null")
    op.drop_index(op.f("ix_territory_rows_payee_id"), table_name="territory_rows")
    with op.batch_alter_table("territory_rows") as table:
        table.drop_constraint(op.f("ck_territory_rows_one_holder"), type_="check")
        table.drop_constraint(op.f("fk_territory_rows_payee_id_payees"), type_="foreignkey")
        table.drop_column("payee_id")
        table.alter_column("position_id", existing_type=sa.String(length=200), nullable=False)
    for name, column in (("target_incentive_rows", "of_window"), ("assignment_rows", "grade")):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
    _declare(_KINDS)


def _add(name: str, column: str, of_type: Any) -> None:
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column(column, of_type, nullable=False, server_default=_BEFORE[column]))
    with op.batch_alter_table(name) as table:
        table.alter_column(column, existing_type=of_type, server_default=None)


def _declare(kinds: tuple[str, ...]) -> None:
    """Let names be of these kinds, and of no other."""
    listed = ", ".join(repr(kind) for kind in kinds)
    kind = sa.column("kind")
    op.execute(sa.delete(sa.table("declared_names", kind)).where(kind.not_in(kinds)))
    with op.batch_alter_table("declared_names") as table:
        table.drop_constraint(op.f("ck_declared_names_kind"), type_="check")
        table.create_check_constraint(op.f("ck_declared_names_kind"), f"kind in ({listed})")


def _relation_rows() -> None:
    op.create_table(
        "relation_rows",
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("other_id", sa.String(length=200), nullable=False),
        *_days(),
        *_versioned("relation_rows"),
        _of_payee("relation_rows"),
        sa.ForeignKeyConstraint(["other_id"], ["payees.payee_id"], name=op.f("fk_relation_rows_other_id_payees")),
    )
    _index("relation_rows", "payee_id")
    _index("relation_rows", "other_id")


def _leave_rows() -> None:
    op.create_table(
        "leave_rows",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        *_days(),
        *_versioned("leave_rows"),
        _of_payee("leave_rows"),
    )
    _index("leave_rows", "payee_id")


def _typed_result_rows() -> None:
    op.create_table(
        "typed_result_rows",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        *_value("typed_result_rows"),
        *_versioned("typed_result_rows"),
        _of_payee("typed_result_rows"),
    )
    _index("typed_result_rows", "payee_id")


def _opening_rows() -> None:
    op.create_table(
        "opening_rows",
        sa.Column("of", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        *_value("opening_rows"),
        *_versioned("opening_rows"),
        _of_payee("opening_rows"),
        sa.CheckConstraint("\"of\" in ('measure', 'component', 'balance')", name=op.f("ck_opening_rows_of")),
    )
    _index("opening_rows", "payee_id")


def _table_rate_rows() -> None:
    op.create_table(
        "table_rate_rows",
        sa.Column("rate_table", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        *_value("table_rate_rows"),
        *_days(),
        *_versioned("table_rate_rows"),
        sa.CheckConstraint("form in ('percent', 'times', 'money')", name=op.f("ck_table_rate_rows_form")),
    )
    _index("table_rate_rows", "rate_table")


def _days() -> tuple[sa.Column[Any], ...]:
    return sa.Column("first_day", sa.Date(), nullable=False), sa.Column("last_day", sa.Date(), nullable=True)


def _versioned(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f(f"fk_{table}_known_no_knowledge")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f(f"pk_{table}")),
    )


def _value(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("exact", sa.String(length=400), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.CheckConstraint("type in ('money', 'number', 'percent')", name=op.f(f"ck_{table}_type")),
        sa.CheckConstraint(
            "(type = 'money') = (minor is not null and currency is not null)",
            name=op.f(f"ck_{table}_money_is_minor_units"),
        ),
        sa.CheckConstraint("(type = 'money') = (exact is null)", name=op.f(f"ck_{table}_other_values_are_exact")),
    )


def _of_payee(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f(f"fk_{table}_payee_id_payees"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
