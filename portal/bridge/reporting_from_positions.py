"""Lines between positions become lines between people, cut at the days on which a position changes hands.

In: which position reports to which, and who holds them, as known at a moment. Out: the reporting lines of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comp_rules.facts.facts import Reporting
from comp_rules.values.period import Span
from portal.bridge.holders_from_assignments import Holders


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A position reports to another on the days of `span`."""

    row_id: str
    position: str
    manager: str
    span: Span
    known_no: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    manager: str
    span: Span
    known_no: int


def reporting_from_positions(lines: Iterable[PositionLine], holders: Holders) -> tuple[Reporting, ...]:
    """Return who reports to whom, one manager for a person and day, in order of person and days.

    While the position above is vacant, or held by the person themselves, the line climbs on to the next position that
    someone else holds: a team whose manager has left is not without anyone above it, and whoever stands in for the
    manager is credited meanwhile. Where nobody is above, there is no line. Of several positions held at once the one
    that began last reports. A line is known since the newest of the rows that it is made of.
    """
    above: dict[str, list[PositionLine]] = {}
    for line in sorted(lines, key=lambda line: (line.span.first, line.row_id)):
        above.setdefault(line.position, []).append(line)
    return tuple(
        Reporting(f"reporting:{payee}:{piece.span.first}", payee, piece.manager, piece.span, piece.known_no)
        for payee in holders.payees
        for piece in _joined(_pieces_of(payee, above, holders))
    )


def _pieces_of(payee: str, above: dict[str, list[PositionLine]], holders: Holders) -> Iterator[_Piece]:
    for held in holders.positions_of(payee):
        start = _Piece("", held.span, held.known_no)
        yield from _climb(payee, held.position, start, above, holders, frozenset({held.position}))


def _climb(
    payee: str, position: str, so_far: _Piece, above: dict[str, list[PositionLine]], holders: Holders,
    passed: frozenset[str],
) -> Iterator[_Piece]:  # fmt: skip
    for line, days in _one_line_a_day(above.get(position, ()), so_far.span):
        # positions that report to each other in a circle end the climb
        if line.manager in passed:
            continue
        known = max(so_far.known_no, line.known_no)
        for span, held in holders.of(line.manager, days, without=payee):
            if held is not None:
                yield _Piece(held.payee, span, max(known, held.known_no))
            else:
                vacant = _Piece("", span, known)
                yield from _climb(payee, line.manager, vacant, above, holders, passed | {line.manager})


def _one_line_a_day(lines: Sequence[PositionLine], span: Span) -> Iterator[tuple[PositionLine, Span]]:
    """Yield the lines in force within `span`; one that begins later ends the one before it."""
    for number, line in enumerate(lines):
        after = min([line.span.after, *(later.span.first for later in lines[number + 1 :])])
        days = Span(line.span.first, max(line.span.first, after)).overlap(span)
        if days.days:
            yield line, days


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join days of the same manager that follow one another."""
    last: _Piece | None = None
    for piece in sorted(pieces, key=lambda piece: piece.span):
        if last and last.manager == piece.manager and last.span.after == piece.span.first:
            last = _Piece(last.manager, Span(last.span.first, piece.span.after), max(last.known_no, piece.known_no))
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
