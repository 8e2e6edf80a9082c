"""Rows that would hold on days on which another row about the same thing holds already.

In: the dated rows an import brings, and those that are known. Out: the rows that must not be taken, with the days of
the row they run into. The order of the rows in the files does not matter: what ends a row makes room for the next.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.values.period import Span, span_of_days
from portal.bridge.rule_from_cell import text_from_rule
from portal.models import (
    AssignmentRow,
    Base,
    HierarchyRow,
    LeaveRow,
    PayGroupMemberRow,
    PersonalValueRow,
    QuotaRow,
    RelationRow,
    TableRateRow,
    TargetIncentiveRow,
    TerritoryRow,
)

#: The table and the id of a row.
RowKey = tuple[str, str]
#: What may hold only once on a day: a table and the values of some of its columns.
Thing = tuple[str, ...]
#: By table the sets of columns that make a thing; the first column of the first set finds the known rows.
_THINGS: dict[type[Base], tuple[tuple[str, ...], ...]] = {
    # A position has one holder at most, and under one plan a deal is credited once.
    AssignmentRow: (("payee_id", "position_id"), ("payee_id", "plan")),
    PayGroupMemberRow: (("payee_id",),),
    QuotaRow: (("payee_id", "quota"),),
    PersonalValueRow: (("payee_id", "name"),),
    TargetIncentiveRow: (("payee_id",),),
    HierarchyRow: (("position_id",),),
    RelationRow: (("payee_id", "relation", "other_id"),),
    LeaveRow: (("payee_id",),),
    TerritoryRow: (("territory", "rule"),),
    TableRateRow: (("rate_table", "rule"),),
}
_SETS = {model.__tablename__: sets for model, sets in _THINGS.items()}
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that says what holds on the days of `span`; `owner` is whom the known rows are looked up by."""

    key: RowKey
    owner: str
    things: tuple[Thing, ...]
    span: Span
    withdrawn: bool


def claim_from_columns(table: str, columns: Mapping[str, Any]) -> Claim | None:
    """Return what a row claims, None for a table whose rows have no days."""
    sets = _SETS.get(table)
    if sets is None:
        return None
    things = tuple((table, *names, *(_text(columns[name]) for name in names)) for names in sets)
    span = span_of_days(columns["first_day"], columns["last_day"])
    return Claim((table, columns["row_id"]), columns[sets[0][0]], things, span, columns["withdrawn"])


def _text(value: Any) -> str:
    return text_from_rule(value) if isinstance(value, dict) else str(value)


def claims_from_rows(session: Session, brought: Iterable[Claim]) -> list[Claim]:
    """Return what the known rows about the same people, positions and territories claim now."""
    owners: dict[str, set[str]] = {}
    for claim in brought:
        owners.setdefault(claim.key[0], set()).add(claim.owner)
    known: dict[RowKey, Claim] = {}
    for model, sets in _THINGS.items():
        table, wanted = model.__table__, sorted(owners.get(model.__tablename__, ()))
        for start in range(0, len(wanted), _AT_ONCE):
            some = table.c[sets[0][0]].in_(wanted[start : start + _AT_ONCE])
            for row in session.execute(select(table).where(some).order_by(table.c.known_no)).mappings():
                claim = claim_from_columns(model.__tablename__, row)
                if claim:
                    known[claim.key] = claim
    return [claim for claim in known.values() if not claim.withdrawn]


def overlaps_from_rows(known: Sequence[Claim], brought: Sequence[Sequence[Claim]]) -> dict[RowKey, Span]:
    """Return the rows of `brought` that run into another one, with the days of that one.

    The claims of one row of a file stand together: when one is refused, none of them is taken. Of two rows brought
    that run into each other the first is taken. A row whose days and thing are known already is never refused.
    """
    refused: dict[RowKey, Span] = {}
    while True:
        left = [claim for together in brought if not any(c.key in refused for c in together) for claim in together]
        found = _Days(known).refused(left)
        if not found:
            return refused
        refused |= found


@dataclass(slots=True)
class _Days:
    """The days claimed so far, by thing, in order of their first day."""

    known: Sequence[Claim]
    held: dict[RowKey, Claim] = field(default_factory=dict)
    days: dict[Thing, list[tuple[date, date, RowKey]]] = field(default_factory=dict)

    def refused(self, brought: Iterable[Claim]) -> dict[RowKey, Span]:
        for claim in self.known:
            self._put(claim)
        first: dict[RowKey, Claim] = {}
        for claim in brought:
            first.setdefault(claim.key, claim)
        growing = [claim for claim in first.values() if not self._makes_room(claim)]
        return {claim.key: other for claim in growing if (other := self._taken_by(claim))}

    def _makes_room(self, claim: Claim) -> bool:
        """Take a row that holds on no day on which it did not hold before; say whether it is one."""
        before = self.held.get(claim.key)
        if before and (claim.withdrawn or (claim.things == before.things and claim.span.after <= before.span.after)):
            self._drop(before)
            self._put(claim)
            return True
        return claim.withdrawn

    def _taken_by(self, claim: Claim) -> Span | None:
        before = self.held.get(claim.key)
        if before:
            self._drop(before)
        other = next((found for thing in claim.things if (found := self._neighbour(thing, claim.span))), None)
        if other is None:
            self._put(claim)
        elif before:
            self._put(before)
        return other

    def _neighbour(self, thing: Thing, span: Span) -> Span | None:
        """The days of a row that `span` runs into: as the rows do not overlap, it is the one before or after."""
        days = self.days.get(thing, [])
        at = bisect_left(days, (span.first, span.first, ("", "")))
        for first, after, _key in days[max(0, at - 1) : at + 1]:
            if span.overlap(Span(first, after)).days:
                return Span(first, after)
        return None

    def _put(self, claim: Claim) -> None:
        if claim.withdrawn:
            return
        self.held[claim.key] = claim
        for thing in claim.things:
            insort(self.days.setdefault(thing, []), (claim.span.first, claim.span.after, claim.key))

    def _drop(self, claim: Claim) -> None:
        del self.held[claim.key]
        for thing in claim.things:
            self.days[thing].remove((claim.span.first, claim.span.after, claim.key))
