"""The register of earnings: everyone of a month by plan, with the month before.

In: the results of two runs. Out: groups of rows whose amounts add up to the totals, currency by currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comp_rules.values.words import Words


@dataclass(frozen=True, slots=True)
class Attainment:
    """An attainment and the measure it is of."""

    label: Words
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A person's part of the month under one plan; amounts in minor units of the currency.

    `before` is None when the person was not under the plan the month before.
    """

    payee: str
    name: str
    attainment: tuple[Attainment, ...]
    lines: int
    earned: int
    before: int | None
    #: components without an amount
    blocked: tuple[Words, ...]

    @property
    def change(self) -> int:
        """What differs from the month before."""
        return self.earned - (self.before or 0)


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """The people of a plan, the largest change first; `currency` is empty when no version of it is in force."""

    plan: str
    label: Words
    currency: str
    rows: tuple[RegisterRow, ...]

    @property
    def earned(self) -> int:
        """The sum of the rows."""
        return sum(row.earned for row in self.rows)

    @property
    def before(self) -> int:
        """The sum of the month before, of the people here."""
        return sum(row.before or 0 for row in self.rows)

    @property
    def lines(self) -> int:
        """How many lines stand behind the sum."""
        return sum(row.lines for row in self.rows)


def register_of(results: Sequence[Any], before: Sequence[Any], names: dict[str, str]) -> list[RegisterGroup]:
    """Return the groups in order of label. `results` and `before` are those of `portal.periods.queries.results_of`."""
    earlier = {(result.payee_id, part["plan"], part["currency"]): part["earned"] for result, part in _parts(before)}
    rows: dict[tuple[str, str], list[RegisterRow]] = {}
    labels: dict[tuple[str, str], Words] = {}
    for payee, key, parts in _by_person(results):
        labels[key] = Words(**parts[-1]["label"])
        rows.setdefault(key, []).append(_row(payee, names[payee], parts, earlier.get((payee, *key))))
    groups = [
        RegisterGroup(*key[:1], labels[key], key[1], tuple(sorted(found, key=_largest_change_first)))
        for key, found in rows.items()
    ]
    return sorted(groups, key=lambda group: (group.label.en, group.plan, group.currency))


def totals_of(groups: Iterable[RegisterGroup]) -> dict[str, tuple[int, int, int]]:
    """Return by currency what was earned, the month before and the number of people; currencies are never added."""
    totals: dict[str, tuple[int, int, int]] = {}
    for group in groups:
        if group.currency:
            earned, before, people = totals.get(group.currency, (0, 0, 0))
            totals[group.currency] = earned + group.earned, before + group.before, people + len(group.rows)
    return dict(sorted(totals.items()))


def _parts(results: Sequence[Any]) -> list[tuple[Any, dict[str, Any]]]:
    return [(result, part) for result in results for part in result.summary]


def _by_person(results: Sequence[Any]) -> list[tuple[str, tuple[str, str], list[dict[str, Any]]]]:
    """Each person's parts under one plan together: who changed the seat within the month has two of them."""
    found: dict[tuple[str, tuple[str, str]], list[dict[str, Any]]] = {}
    for result, part in _parts(results):
        found.setdefault((result.payee_id, (part["plan"], part["currency"])), []).append(part)
    return [(payee, key, parts) for (payee, key), parts in found.items()]


def _row(payee: str, name: str, parts: list[dict[str, Any]], before: int | None) -> RegisterRow:
    return RegisterRow(
        payee=payee,
        name=name,
        attainment=tuple(
            Attainment(Words(**each["label"]), Fraction(each["ratio"])) for each in parts[-1]["attainment"]
        ),
        lines=sum(part["lines"] for part in parts),
        earned=sum(part["earned"] for part in parts),
        before=before,
        blocked=tuple(dict.fromkeys(Words(**label) for part in parts for label in part["blocked"])),
    )


def _largest_change_first(row: RegisterRow) -> tuple[int, str, str]:
    return -abs(row.change), row.name, row.payee
