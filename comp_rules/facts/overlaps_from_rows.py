"""Days on which two dated rows hold at once.

In: dated rows of one thing. Out: each row that begins while an earlier one still holds, with the days in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from comp_rules.values.period import Span


class Dated(Protocol):
    """A row that holds on the days of a span."""

    @property
    def row_id(self) -> str: ...
    @property
    def span(self) -> Span: ...


_Row = TypeVar("_Row", bound=Dated)


def overlaps_from_rows(rows: Iterable[_Row]) -> Iterator[tuple[_Row, Span]]:
    """Yield, in order of their days, the rows that overlap one that began before, with the days in common."""
    longest: _Row | None = None
    for row in sorted(rows, key=lambda row: (row.span, row.row_id)):
        if longest is not None and (both := longest.span.overlap(row.span)).days:
            yield row, both
        if longest is None or row.span.after > longest.span.after:
            longest = row
