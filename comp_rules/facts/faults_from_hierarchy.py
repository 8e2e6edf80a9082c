"""A hierarchy that nobody could climb: two managers on a day, one's own manager, a circle.

In: reporting rows as known at a moment. Out: faults, each naming the first day on which it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from comp_rules.facts.facts import Reporting
from comp_rules.facts.overlaps_from_rows import overlaps_from_rows
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words


def faults_from_hierarchy(rows: Iterable[Reporting]) -> Iterator[Fault]:
    """Yield the faults of a hierarchy: of two rows at the later one, of a circle once."""
    by_payee: dict[str, list[Reporting]] = {}
    for row in rows:
        if row.payee == row.manager:
            yield _fault("own_manager", row, *_OWN)
        else:
            by_payee.setdefault(row.payee, []).append(row)
    for mine in by_payee.values():
        for row, both in overlaps_from_rows(mine):
            sentence = _TWO.with_values(person=row.payee, day=both.first.isoformat())
            yield _fault("managers_overlap", row, sentence, _END_EARLIER)
    seen: set[frozenset[str]] = set()
    # the reporting lines change only on first days, so a circle stands on the first day of one of its rows
    for row in sorted((row for mine in by_payee.values() for row in mine), key=lambda row: (row.span, row.row_id)):
        circle = _circle(row, by_payee)
        if circle and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            sentence = _CIRCLE.with_values(people=" → ".join([*circle, circle[0]]), day=row.span.first.isoformat())
            yield _fault("manager_circle", row, sentence, _BREAK)


def _circle(row: Reporting, by_payee: dict[str, list[Reporting]]) -> list[str]:
    """The people from the row's payee up who come back to the payee on the row's first day; empty when none do."""
    climbed = [row.payee]
    manager: str | None = row.manager
    while manager is not None and manager not in climbed:
        climbed.append(manager)
        manager = _manager_on(by_payee.get(manager, ()), row.span.first)
    return climbed if manager == row.payee else []


def _manager_on(rows: Sequence[Reporting], day: date) -> str | None:
    return next((row.manager for row in rows if day in row.span), None)


def _fault(code: str, row: Reporting, sentence: Words, hint: Words) -> Fault:
    return Fault(code, replace(row.place or Place(row.row_id), path="manager"), sentence, hint)


_OWN = (
    Words("This person reports to themselves.", "자기 자신이 관리자로 적혀 있습니다."),
    Words("Name the manager, or remove the row.", "관리자를 적거나 행을 지워 주세요."),
)
_TWO = Words("“{person}” reports to two managers on {day}.", "‘{person}’ 님의 관리자가 두 명입니다. 날짜: {day}")
_END_EARLIER = Words("End the earlier row the day before.", "앞선 행의 마지막 날을 그 전날로 적어 주세요.")
_CIRCLE = Words(
    "These people report to each other in a circle on {day}: {people}.",
    "보고 관계가 원을 이룹니다. 날짜: {day}, 사람: {people}",
)
_BREAK = Words("End one of these rows before that day.", "이 행들 중 하나를 그 날 전에 끝내 주세요.")
