"""In: changes by plain SQL, past every model. Out: tables that only grow refuse them, also by the ways round."""

import pytest
from sqlalchemy import Date, DateTime, Float, Integer, Numeric, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.models import APPEND_ONLY, Base, ImportRow, PayeeName
from tests.migrations.rows_of_every_table import fill


@pytest.fixture
def filled(session: Session) -> Session:
    fill(session.connection())
    return session


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_a_table_that_only_grows_refuses_update_and_delete(filled: Session, name: str) -> None:
    table = Base.metadata.tables[name]
    for change in (update(table).values({column: column for column in table.primary_key}), delete(table)):
        with pytest.raises(IntegrityError, match=f"{name} only grows"), filled.begin_nested():
            filled.execute(change)


def test_replacing_a_row_or_emptying_a_table_is_refused(filled: Session) -> None:
    round_about = {
        "sqlite": "INSERT OR REPLACE INTO journal SELECT * FROM journal",
        "postgresql": "TRUNCATE journal",
    }[filled.get_bind().dialect.name]
    with pytest.raises(IntegrityError, match="journal only grows"), filled.begin_nested():
        filled.execute(text(round_about))


def test_nobody_approves_their_own_plan_version_even_by_plain_sql(filled: Session) -> None:
    approvals = Base.metadata.tables["plan_approvals"]
    theirs = dict(filled.execute(select(approvals)).mappings().one())
    with pytest.raises(IntegrityError, match="nobody approves"), filled.begin_nested():
        filled.execute(insert(approvals).values(**theirs | {"id": 7, "approver": 1}))
    filled.execute(insert(approvals).values(**theirs | {"id": 8, "approver": 2}))


def test_a_name_and_what_a_source_wrote_can_be_erased(filled: Session) -> None:
    filled.execute(delete(PayeeName))
    filled.execute(update(ImportRow).values(original={}))
    with pytest.raises(IntegrityError), filled.begin_nested():
        filled.execute(update(ImportRow).values(reason_en="nothing was wrong"))


def test_no_column_can_round_money_and_every_moment_has_a_zone() -> None:
    for table in Base.metadata.tables.values():
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            assert not isinstance(column.type, (Float, Numeric)) or isinstance(column.type, Integer), place
            assert not isinstance(column.type, DateTime), f"{place}: use UtcTime"
            if column.name.endswith("_day"):
                assert isinstance(column.type, Date), place


def test_every_table_of_facts_only_grows() -> None:
    facts = {name for name, table in Base.metadata.tables.items() if "known_no" in table.columns}
    assert facts - {"imports"} <= set(APPEND_ONLY)
