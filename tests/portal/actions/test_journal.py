"""In: entries written, and bytes changed behind the journal's back. Out: each change is found and named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.actions.journal import FIRST_HASH, record_entry, verify_chain
from portal.actions.knowledge import SYSTEM, last_known_no, next_known_no
from portal.models import JournalEntry, Knowledge, remove_guards

NOW = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)


def write(session: Session, **changes: Any) -> int:
    entry: dict[str, Any] = {
        "actor": 7, "now": NOW, "action": "quota_changed", "subject": ("quota", "q-1"),
        "before": {"minor": 100, "days": ("2026-01-01", None), 3: "three", 20: "twenty"}, "after": {"minor": 200},
        "why": "분기 조정",
    }  # fmt: skip
    return record_entry(session, **entry | changes)


def test_entries_are_numbered_and_chained(session: Session) -> None:
    assert [write(session) for _ in range(3)] == [1, 2, 3]
    rows = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
    assert [row.previous_hash for row in rows] == [FIRST_HASH, rows[0].hash, rows[1].hash]
    assert (rows[0].actor, rows[0].at, rows[0].why) == ("7", NOW, "분기 조정")
    assert len({row.hash for row in rows}) == 3


def test_a_chain_written_over_several_transactions_holds(session: Session) -> None:
    for after in (None, [], {"USD": 2**62}, "text", True):
        write(session, after=after, actor=SYSTEM, now=NOW.astimezone() + timedelta(seconds=1))
        session.commit()
    session.expire_all()
    assert verify_chain(session) == []


def test_an_entry_stands_or_falls_with_its_transaction(session: Session) -> None:
    write(session)
    session.commit()
    write(session)
    session.rollback()
    assert write(session) == 2
    assert verify_chain(session) == []


@pytest.mark.parametrize(
    "change",
    [
        {"after": {"minor": 201}}, {"before": None}, {"why": "분기 조정."}, {"actor": "8"}, {"action": "quota_change"},
        {"subject_id": "q-2"}, {"subject_type": "plan"}, {"at": NOW + timedelta(microseconds=1)}, {"hash": "f" * 64},
    ],
)  # fmt: skip
def test_a_changed_entry_is_named(session: Session, change: dict[str, Any]) -> None:
    for _ in range(4):
        write(session)
    remove_guards(session.connection())
    session.execute(update(JournalEntry).where(JournalEntry.seq == 2).values(**change))
    assert verify_chain(session) == ([2, 3] if "hash" in change else [2])


def test_a_missing_entry_is_named_and_so_is_the_one_after_it(session: Session) -> None:
    for _ in range(4):
        write(session)
    remove_guards(session.connection())
    session.execute(delete(JournalEntry).where(JournalEntry.seq == 2))
    assert verify_chain(session) == [2, 3]


def test_the_last_entries_cannot_be_cut_off_unseen(session: Session) -> None:
    for _ in range(3):
        write(session)
    remove_guards(session.connection())
    session.execute(delete(JournalEntry).where(JournalEntry.seq == 3))
    assert verify_chain(session) == [3]


def test_a_float_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="no floats"):
        write(session, after={"amounts": [1, 2.5]})


def test_moments_of_knowledge_grow_without_gaps(session: Session) -> None:
    assert last_known_no(session) == 0
    assert [next_known_no(session, NOW, "import", SYSTEM) for _ in range(2)] == [1, 2]
    session.commit()
    next_known_no(session, NOW, "import that fails", SYSTEM)
    session.rollback()
    assert next_known_no(session, NOW, "import", 7) == 3
    assert last_known_no(session) == 3
    assert session.scalars(select(Knowledge.actor).order_by(Knowledge.known_no)).all() == [SYSTEM, SYSTEM, "7"]
