"""Quotas, personal values, target incentives, rates of exchange, records and events.

In: revision 0001. Out: revision 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _quota_rows()
    _personal_value_rows()
    _target_incentive_rows()
    _fx_rate_rows()
    _records()
    _record_versions()
    _record_people()
    _event_rows()


def downgrade() -> None:
    op.drop_table("event_rows")
    op.drop_table("record_people")
    op.drop_table("record_versions")
    op.drop_table("records")
    op.drop_table("fx_rate_rows")
    op.drop_table("target_incentive_rows")
    op.drop_table("personal_value_rows")
    op.drop_table("quota_rows")


def _quota_rows() -> None:
    op.create_table(
        "quota_rows",
        sa.Column("quota", sa.String(length=200), nullable=False),
        sa.Column("if_zero", sa.String(length=40), nullable=True),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("exact", sa.String(length=400), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.CheckConstraint("(type = 'money') = (exact is null)", name=op.f("ck_quota_rows_other_values_are_exact")),
        sa.CheckConstraint(
            "(type = 'money') = (minor is not null and currency is not null)",
            name=op.f("ck_quota_rows_money_is_minor_units"),
        ),
        sa.CheckConstraint("if_zero in ('base_rate', 'nothing', 'at_target')", name=op.f("ck_quota_rows_if_zero")),
        sa.CheckConstraint("type in ('money', 'number', 'percent')", name=op.f("ck_quota_rows_type")),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_quota_rows_known_no_knowledge")),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_quota_rows_payee_id_payees")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_quota_rows")),
    )
    op.create_index(op.f("ix_quota_rows_payee_id"), "quota_rows", ["payee_id"], unique=False)


def _personal_value_rows() -> None:
    op.create_table(
        "personal_value_rows",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("exact", sa.String(length=400), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(type = 'money') = (exact is null)", name=op.f("ck_personal_value_rows_other_values_are_exact")
        ),
        sa.CheckConstraint(
            "(type = 'money') = (minor is not null and currency is not null)",
            name=op.f("ck_personal_value_rows_money_is_minor_units"),
        ),
        sa.CheckConstraint("type in ('money', 'number', 'percent')", name=op.f("ck_personal_value_rows_type")),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_personal_value_rows_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_personal_value_rows_payee_id_payees")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_personal_value_rows")),
    )
    op.create_index(op.f("ix_personal_value_rows_payee_id"), "personal_value_rows", ["payee_id"], unique=False)


def _target_incentive_rows() -> None:
    op.create_table(
        "target_incentive_rows",
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_target_incentive_rows_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(
            ["payee_id"], ["payees.payee_id"], name=op.f("fk_target_incentive_rows_payee_id_payees")
        ),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_target_incentive_rows")),
    )
    op.create_index(op.f("ix_target_incentive_rows_payee_id"), "target_incentive_rows", ["payee_id"], unique=False)


def _fx_rate_rows() -> None:
    op.create_table(
        "fx_rate_rows",
        sa.Column("fx_table", sa.String(length=200), nullable=False),
        sa.Column("one", sa.String(length=3), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("rate", sa.String(length=400), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_fx_rate_rows_known_no_knowledge")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_fx_rate_rows")),
    )
    op.create_index(
        op.f("ix_fx_rate_rows_fx_table_one_currency_day"),
        "fx_rate_rows",
        ["fx_table", "one", "currency", "day"],
        unique=False,
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_type"], ["record_types.record_type"], name=op.f("fk_records_record_type_record_types")
        ),
        sa.PrimaryKeyConstraint("record_type", "record_id", name=op.f("pk_records")),
    )


def _record_versions() -> None:
    op.create_table(
        "record_versions",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=True),
        sa.Column("split", sa.JSON(), nullable=False),
        sa.Column("booked_at", sa.String(length=8), nullable=False),
        sa.Column("reverses", sa.String(length=200), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_record_versions_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(
            ["record_type", "record_id"],
            ["records.record_type", "records.record_id"],
            name=op.f("fk_record_versions_record_type_record_id_records"),
        ),
        sa.PrimaryKeyConstraint("record_type", "record_id", "version_no", name=op.f("pk_record_versions")),
    )
    op.create_index(op.f("ix_record_versions_known_no"), "record_versions", ["known_no"], unique=False)


def _record_people() -> None:
    op.create_table(
        "record_people",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_type", "record_id"],
            ["records.record_type", "records.record_id"],
            name=op.f("fk_record_people_record_type_record_id_records"),
        ),
        sa.PrimaryKeyConstraint("record_type", "record_id", "payee_id", name=op.f("pk_record_people")),
    )
    op.create_index(op.f("ix_record_people_payee_id"), "record_people", ["payee_id"], unique=False)


def _event_rows() -> None:
    op.create_table(
        "event_rows",
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(minor is null) = (currency is null)", name=op.f("ck_event_rows_amount_has_currency")),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_event_rows_known_no_knowledge")),
        sa.PrimaryKeyConstraint("row_id", "known_no", name=op.f("pk_event_rows")),
    )
    op.create_index(
        op.f("ix_event_rows_record_type_record_id"), "event_rows", ["record_type", "record_id"], unique=False
    )
