"""Who stands above whom, and who is related to whom, on a day.

In: reporting and relation rows, each in force on some days. Out: managers from the next one up, people related.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from comp_rules.facts.facts import Relation, Reporting


@dataclass(slots=True)
class Hierarchy:
    """The lines of reporting and the named relations, ready to be asked."""

    reporting: Iterable[Reporting] = ()
    relations: Iterable[Relation] = ()
    _managers: dict[str, list[Reporting]] = field(default_factory=dict)
    _related: dict[tuple[str, str], list[Relation]] = field(default_factory=dict)
    _others: dict[tuple[str, str], list[Relation]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the rows by the person they are about."""
        for row in self.reporting:
            self._managers.setdefault(row.payee, []).append(row)
        for related in self.relations:
            self._related.setdefault((related.relation, related.other), []).append(related)
            self._others.setdefault((related.relation, related.payee), []).append(related)

    def manager_of(self, payee: str, day: date) -> str | None:
        """Return the manager of a person on the day: of two, the one that began last."""
        rows = [row for row in self._managers.get(payee, ()) if day in row.span]
        return max(rows, key=lambda row: (row.span.first, row.known_no, row.row_id)).manager if rows else None

    def managers_above(self, payee: str, day: date, levels: int) -> list[str]:
        """Return the managers from the next one up, at most `levels` of them (0: all); a circle ends the climb."""
        above: list[str] = []
        manager = self.manager_of(payee, day)
        while manager is not None and manager != payee and manager not in above:
            above.append(manager)
            if len(above) == levels:
                break
            manager = self.manager_of(manager, day)
        return above

    def related_to(self, relation: str, other: str, day: date) -> list[str]:
        """Return who is credited for what `other` is credited, in order of payee."""
        return sorted({row.payee for row in self._related.get((relation, other), ()) if day in row.span})

    def others_of(self, relation: str, payee: str, day: date) -> list[str]:
        """Return for whom the payee is credited, in order."""
        return sorted({row.other for row in self._others.get((relation, payee), ()) if day in row.span})

    def reporting_twice(self) -> list[tuple[Reporting, Reporting]]:
        """Return pairs of rows that name two managers of one person on the same day."""
        pairs = []
        for rows in self._managers.values():
            ordered = sorted(rows, key=lambda row: (row.span.first, row.row_id))
            pairs += [(a, b) for a, b in pairwise(ordered) if a.span.overlap(b.span).days and a.manager != b.manager]
        return pairs
