"""The rows of a dated table as they were known at a moment: of each its last version, without those withdrawn.

In: a session, a table and a moment. Out: rows, in an order that does not depend on the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select
from sqlalchemy.orm import Session

from portal.models import Knowledge


def newest_from_rows(session: Session, model: Any, as_of: int, *where: ColumnElement[bool]) -> list[RowMapping]:
    """Return the rows of a model known at `as_of`, in order of their ids; `where` must hold for all versions alike."""
    table = model.__table__
    return newest_of(session, select(table).where(table.c.known_no <= as_of, *where))


def newest_number(session: Session) -> int:
    """Return the number of the newest moment of knowledge, 0 when nothing is known."""
    return session.scalar(select(func.max(Knowledge.known_no))) or 0


def newest_of(session: Session, statement: Select[*tuple[Any, ...]]) -> list[RowMapping]:
    """Return the last version of each row that the statement finds, in order of their ids."""
    found: Iterable[RowMapping] = session.execute(statement).mappings()
    last: dict[str, RowMapping] = {}
    # Sorted here: the two databases do not order text alike.
    for row in sorted(found, key=itemgetter("row_id", "known_no")):
        last[row["row_id"]] = row
    return [row for row in last.values() if not row["withdrawn"]]
