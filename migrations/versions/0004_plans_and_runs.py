"""Plans with versions and approvals, runs with results.

In: revision 0003. Out: revision 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plans()
    _plan_drafts()
    _plan_versions()
    _plan_approvals()
    _runs()
    _run_results()
    _run_uncredited()


def downgrade() -> None:
    op.drop_table("run_uncredited")
    op.drop_table("run_results")
    op.drop_table("runs")
    op.drop_table("plan_approvals")
    op.drop_table("plan_versions")
    op.drop_table("plan_drafts")
    op.drop_table("plans")


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("plan", name=op.f("pk_plans")),
    )


def _plan_drafts() -> None:
    op.create_table(
        "plan_drafts",
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_plan_drafts_author_accounts")),
        sa.ForeignKeyConstraint(["plan"], ["plans.plan"], name=op.f("fk_plan_drafts_plan_plans")),
        sa.PrimaryKeyConstraint("plan", "author", name=op.f("pk_plan_drafts")),
    )


def _plan_versions() -> None:
    op.create_table(
        "plan_versions",
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_plan_versions_days")),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_plan_versions_author_accounts")),
        sa.ForeignKeyConstraint(["known_no"], ["knowledge.known_no"], name=op.f("fk_plan_versions_known_no_knowledge")),
        sa.ForeignKeyConstraint(["plan"], ["plans.plan"], name=op.f("fk_plan_versions_plan_plans")),
        sa.PrimaryKeyConstraint("plan", "version_no", name=op.f("pk_plan_versions")),
    )


def _plan_approvals() -> None:
    op.create_table(
        "plan_approvals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan", sa.String(length=200), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("approver", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("known_no", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("decision in ('approved', 'sent_back')", name=op.f("ck_plan_approvals_decision")),
        sa.ForeignKeyConstraint(["approver"], ["accounts.id"], name=op.f("fk_plan_approvals_approver_accounts")),
        sa.ForeignKeyConstraint(
            ["known_no"], ["knowledge.known_no"], name=op.f("fk_plan_approvals_known_no_knowledge")
        ),
        sa.ForeignKeyConstraint(
            ["plan", "version_no"],
            ["plan_versions.plan", "plan_versions.version_no"],
            name=op.f("fk_plan_approvals_plan_version_no_plan_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_approvals")),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pay_group", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("engine", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("plans", sa.JSON(), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=False),
        sa.Column("people_done", sa.Integer(), nullable=False),
        sa.Column("people_total", sa.Integer(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("message_ko", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'failed')", name=op.f("ck_runs_state")),
        sa.ForeignKeyConstraint(["pay_group"], ["pay_groups.pay_group"], name=op.f("fk_runs_pay_group_pay_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_pay_group_period"), "runs", ["pay_group", "period"], unique=False)


def _run_results() -> None:
    op.create_table(
        "run_results",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payee_id", sa.String(length=200), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("trace_digest", sa.String(length=64), nullable=False),
        sa.Column("trace", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.payee_id"], name=op.f("fk_run_results_payee_id_payees")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_results_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "payee_id", name=op.f("pk_run_results")),
    )
    op.create_index(op.f("ix_run_results_payee_id"), "run_results", ["payee_id"], unique=False)


def _run_uncredited() -> None:
    op.create_table(
        "run_uncredited",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("sentence_ko", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_uncredited_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_run_uncredited")),
    )
