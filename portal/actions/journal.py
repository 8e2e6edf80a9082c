"""The journal's writing and checking: every entry holds the digest of the one before.

In: who did what to which subject, from what to what, and why. Out: a numbered entry; the numbers that do not hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.actions.knowledge import next_number
from portal.models import Counter, JournalEntry

FIRST_HASH = "0" * 64


def record_entry(
    session: Session,
    *,
    actor: int | str,
    now: datetime,
    action: str,
    subject: tuple[str, str],
    before: Any = None,
    after: Any = None,
    why: str = "",
) -> int:
    """Append one entry and return its number. It stands or falls with the transaction of the change itself.

    `actor` is an account's id or `SYSTEM`; `subject` a kind and an id; `before` and `after` are plain JSON without
    floats and without names of people (TypeError otherwise for what is no JSON, ValueError for a float).
    """
    number = next_number(session, "journal")
    previous = session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == number - 1)) or FIRST_HASH
    content = {
        "seq": number, "at": now.astimezone(UTC), "actor": str(actor), "action": action, "subject_type": subject[0],
        "subject_id": subject[1], "before": _as_stored(before), "after": _as_stored(after), "why": why,
        "previous_hash": previous,
    }  # fmt: skip
    session.execute(insert(JournalEntry).values(**content, hash=entry_hash(content)))
    return number


def verify_chain(session: Session) -> list[int]:
    """Return the numbers whose entry was changed, is missing, or does not follow the entry before it; none is well."""
    broken: list[int] = []
    expected, previous = 1, FIRST_HASH
    for entry in _entries(session):
        broken += range(expected, entry["seq"])
        stored = entry.pop("hash")
        if entry["previous_hash"] != previous or entry_hash(entry) != stored:
            broken.append(entry["seq"])
        expected, previous = entry["seq"] + 1, stored
    counted = session.scalar(select(Counter.last_no).where(Counter.name == "journal")) or 0
    return [*broken, *range(expected, counted + 1)]


def entry_hash(content: dict[str, Any]) -> str:
    """Return the SHA-256 of an entry's canonical JSON: sorted keys, no spaces, UTF-8, the moment as ISO text in UTC."""
    plain = content | {"at": content["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    _refuse_floats(plain)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _entries(session: Session) -> Iterator[dict[str, Any]]:
    table = JournalEntry.__table__
    for row in session.execute(select(table).order_by(table.c.seq).execution_options(yield_per=1000)).mappings():
        yield dict(row)


def _as_stored(value: Any) -> Any:
    # Tuples become lists and keys become text, as they will be when the chain is verified.
    return json.loads(json.dumps(value))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("the journal keeps money and ratios exactly: no floats")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
