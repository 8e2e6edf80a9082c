"""Who holds a position on which days: reporting lines and territories belong to positions, credits to people.

In: assignments as known at a moment. Out: for a position and days the people who held it, one for a day, and the gaps.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from comp_rules.facts.facts import Assignment
from comp_rules.values.period import Span

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Held:
    """A payee in a position on the days of `span`, known since `known_no`."""

    payee: str
    position: str
    span: Span
    known_no: int


class Holders:
    """Positions and people, ready to be asked. Of two who hold a position on a day it is the one who began last."""

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        """Sort the assignments by position and by person; one without a position holds none."""
        held = [Held(a.payee, a.position, a.span, a.known_no) for a in assignments if a.position]
        self._of_position = _one_for_a_day((each.position, each) for each in held)
        self._of_payee = _one_for_a_day((each.payee, each) for each in held)

    @property
    def payees(self) -> list[str]:
        """Everyone who ever held a position, in order."""
        return sorted(self._of_payee)

    def positions_of(self, payee: str) -> list[Held]:
        """Return the positions that a payee held, in order of days: of several at once the one that began last."""
        return self._of_payee.get(payee, [])

    def of(self, position: str, span: Span, without: str = "") -> Iterator[tuple[Span, Held | None]]:
        """Yield the holders of a position within `span` in order of days; None where nobody but `without` holds it."""
        day = span.first
        for held in self._of_position.get(position, ()):
            days = held.span.overlap(span)
            if not days.days or held.payee == without:
                continue
            if day < days.first:
                yield Span(day, days.first), None
            yield days, held
            day = days.after
        if day < span.after:
            yield Span(day, span.after), None


def _one_for_a_day(pairs: Iterable[tuple[_Key, Held]]) -> dict[_Key, list[Held]]:
    """Sort by key; where days of one key overlap, the one that began last holds them."""
    found: dict[_Key, list[Held]] = {}
    for key, held in pairs:
        found.setdefault(key, []).append(held)
    return {key: _disjoint(all_of_it) for key, all_of_it in found.items()}


def _disjoint(held: list[Held]) -> list[Held]:
    days = sorted({day for each in held for day in (each.span.first, each.span.after)})
    pieces: list[Held] = []
    begun = sorted(held, key=lambda each: (each.span.first, each.known_no, each.payee, each.position))
    for first, after in pairwise(days):
        here = [each for each in begun if first in each.span]
        if not here:
            continue
        last = here[-1]
        before = pieces[-1] if pieces else None
        if before and before.span.after == first and (before.payee, before.position) == (last.payee, last.position):
            known = max(before.known_no, last.known_no)
            pieces[-1] = Held(last.payee, last.position, Span(before.span.first, after), known)
        else:
            pieces.append(Held(last.payee, last.position, Span(first, after), last.known_no))
    return pieces
