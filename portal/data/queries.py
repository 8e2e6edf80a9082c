"""What the pages of data show: imports with their counts and sums, and the rows that were not taken over.

In: a session. Out: rows for lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Import, ImportRow

#: So many rejected rows are shown at first.
FIRST = 50
#: So many imports are on one page.
PAGE = 50


def imports(session: Session, before: int | None = None) -> tuple[Sequence[Import], bool]:
    """Return a page of imports, the newest first, and whether there are older ones."""
    chosen = select(Import).order_by(Import.id.desc()).limit(PAGE + 1)
    if before is not None:
        chosen = chosen.where(Import.id < before)
    rows = session.scalars(chosen).all()
    return rows[:PAGE], len(rows) > PAGE


def rejected(session: Session, import_id: int, first: int = FIRST) -> tuple[Sequence[ImportRow], int]:
    """Return the first faults of rejected rows in the order of the files, and how many faults there are."""
    of_import = ImportRow.import_id == import_id, ImportRow.state == "rejected"
    ordered = select(ImportRow).where(*of_import).order_by(ImportRow.file_no, ImportRow.row_no, ImportRow.fault_no)
    count = session.scalar(select(func.count()).select_from(ImportRow).where(*of_import)) or 0
    return session.scalars(ordered.limit(first)).all(), count
