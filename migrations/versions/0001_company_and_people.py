"""The company, its declarations, and its people on two time axes.

In: revision base. Out: revision 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _knowledge()
    _counters()
    _company()
    _record_types()
    _record_fields()
    _declared_names()
    _payees()
    _payee_names()
    _person_rows()
    _position_rows()
    _hierarchy_rows()
    _assignment_rows()
    _territory_rows()
    _calendars()
    _pay_groups()
    _pay_group_member_rows()
    _periods()


def downgrade() -> None:
    op.drop_table("periods")
    op.drop_table("pay_group_member_rows")
    op.drop_table("pay_groups")
    op.drop_table("calendars")
    op.drop_table("territory_rows")
    op.drop_table("assignment_rows")
    op.drop_table("hierarchy_rows")
    op.drop_table("position_rows")
    op.drop_table("person_rows")
    op.drop_table("payee_names")
    op.drop_table("payees")
    op.drop_table("declared_names")
    op.drop_table("record_fields")
    op.drop_table("record_types")
    op.drop_table("company")
    op.drop_table("counters")
    op.drop_table("knowledge")


def _knowledge() -> None:
    op.create_table(
        "knowledge",
        sa.Column("known_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("known_no", name=op.f("pk_knowledge")),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.execute("INSERT INTO counters (name, last_no) VALUES ('knowledge', 0)")


def _company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("managers_see_pay", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )


def _record_types() -> None:
    op.create_table(
        "record_types",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("title_field", sa.String(length=200), nullable=True),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_type", name=op.f("pk_record_types")),
    )


def _record_fields() -> None:
    op.create_table(
        "record_fields",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "type in ('money', 'number', 'percent', 'date', 'text', 'person', 'yes_no')",
            name=op.f("ck_record_fields_type"),
        ),
        sa.ForeignKeyConstraint(
            ["record_type"], ["record_types.record_type"], name=op.f("fk_record_fields_record_type_record_types")
        ),
        sa.PrimaryKeyConstraint("record_type", "field", name=op.f("pk_record_fields")),
    )


def _declared_names() -> None:
    op.create_table(
        "declared_names",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('quota', 'personal', 'event', 'rate_table', 'title')", name=op.f("ck_declared_names_kind")
        ),
        sa.CheckConstraint("unit in ('', 'money', 'number', 'percent')", name=op.f("ck_declared_names_unit")),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_declared_names")),
    )


def _payees() -> None:
    op.create_table(
        "payees",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("payee_id", name=op.f("pk_payees")),
    )


def _payee_names() -> None:
    op.create_table(
        "payee_names",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_payee_names_payee_id_payees")),
        sa.PrimaryKeyConstraint("payee_id", name=op.f("pk_payee_names")),
    )


def _person_rows() -> None:
    op.create_table(
        "person_rows",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("hire_day", sa.Date(), nullable=True),
        sa.Column("home_currency", sa.String(length=3), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_person_rows_known_no_knowledge")),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_person_rows_payee_id_payees")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_person_rows")),
    )
    op.create_index(op.f("ix_person_rows_payee_id"), "person_rows", ["payee_id"], unique=False)


def _position_rows() -> None:
    op.create_table(
        "position_rows",
        sa.Column("position_id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_position_rows_known_no_knowledge")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_position_rows")),
    )
    op.create_index(op.f("ix_position_rows_position_id"), "position_rows", ["position_id"], unique=False)


def _hierarchy_rows() -> None:
    op.create_table(
        "hierarchy_rows",
        sa.Column("position_id", sa.String(length=200), nullable=False),
        sa.Column("manager_position_id", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_hierarchy_rows_known_no_knowledge")
        ),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_hierarchy_rows")),
    )
    op.create_index(
        op.f("ix_hierarchy_rows_manager_position_id"), "hierarchy_rows", ["manager_position_id"], unique=False
    )
    op.create_index(op.f("ix_hierarchy_rows_position_id"), "hierarchy_rows", ["position_id"], unique=False)


def _assignment_rows() -> None:
    op.create_table(
        "assignment_rows",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("position_id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_assignment_rows_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_assignment_rows_payee_id_payees")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_assignment_rows")),
    )
    op.create_index(op.f("ix_assignment_rows_payee_id"), "assignment_rows", ["payee_id"], unique=False)
    op.create_index(op.f("ix_assignment_rows_position_id"), "assignment_rows", ["position_id"], unique=False)


def _territory_rows() -> None:
    op.create_table(
        "territory_rows",
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("position_id", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_territory_rows_known_no_knowledge")
        ),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_territory_rows")),
    )
    op.create_index(op.f("ix_territory_rows_territory"), "territory_rows", ["territory"], unique=False)


def _calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("calculate", sa.String(length=40), nullable=False),
        sa.Column("year_starts", sa.Integer(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.CheckConstraint("calculate in ('month', 'quarter')", name=op.f("ck_calendars_calculate")),
        sa.CheckConstraint("year_starts between 1 and 12", name=op.f("ck_calendars_year_starts")),
        sa.PrimaryKeyConstraint("calendar", name=op.f("pk_calendars")),
    )


def _pay_groups() -> None:
    op.create_table(
        "pay_groups",
        sa.Column("pay_group", sa.String(length=200), nullable=False),
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_ko", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendars.calendar"], name=op.f("fk_pay_groups_calendar_calendars")),
        sa.PrimaryKeyConstraint("pay_group", name=op.f("pk_pay_groups")),
    )


def _pay_group_member_rows() -> None:
    op.create_table(
        "pay_group_member_rows",
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("pay_group", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_pay_group_member_rows_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(
            ["pay_group"], ["pay_groups.pay_group"], name=op.f("fk_pay_group_member_rows_pay_group_pay_groups")
        ),
        sa.ForeignKeyConstraint(
            ["payee_id"], ["payees.payee_id"], name=op.f("fk_pay_group_member_rows_payee_id_payees")
        ),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_pay_group_member_rows")),
    )
    op.create_index(op.f("ix_pay_group_member_rows_pay_group"), "pay_group_member_rows", ["pay_group"], unique=False)
    op.create_index(
        op.f("ix_pay_group_member_rows_payee_id_pay_group"),
        "pay_group_member_rows",
        ["payee_id", "pay_group"],
        unique=False,
    )


def _periods() -> None:
    op.create_table(
        "periods",
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("pay_group", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'approved', 'published', 'closed', 'exported', 'paid')", name=op.f("ck_periods_state")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_periods_days")),
        sa.ForeignKeyConstraint(["calendar"], ["calendars.calendar"], name=op.f("fk_periods_calendar_calendars")),
        sa.ForeignKeyConstraint(["pay_group"], ["pay_groups.pay_group"], name=op.f("fk_periods_pay_group_pay_groups")),
        sa.PrimaryKeyConstraint("calendar", "pay_group", "period", name=op.f("pk_periods")),
    )
