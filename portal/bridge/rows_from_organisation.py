"""Facts about the organisation become rows: pay groups, positions, who reports to whom, territories.

In: facts as files say them; the engine reads none of them. Out: unsaved rows of the portal's tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comp_rules.values.period import Span
from comp_rules.values.words import Words
from portal.bridge.columns_from_facts import OrganisationRow
from portal.models import HierarchyRow, PayGroupMemberRow, PositionRow, TerritoryRow


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is calculated in which pay group, on the days of `span`."""

    row_id: str
    payee: str
    pay_group: str
    span: Span
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A seat. A title or label that is empty was not said."""

    row_id: str
    position: str
    title: str
    label: Words
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Reporting:
    """Which position a position reports to, on the days of `span`."""

    row_id: str
    position: str
    manager: str
    span: Span
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Territory:
    """Which position, or else which payee, holds what `rule` describes, on the days of `span`."""

    row_id: str
    territory: str
    position: str | None
    payee: str | None
    #: fact to the texts of its values
    rule: Mapping[str, Any]
    label: Words
    span: Span
    withdrawn: bool = False


Organisation = Membership | Position | Reporting | Territory


def row_from_organisation(fact: Organisation) -> OrganisationRow:
    """Return the unsaved row of a fact, all but the moment in which it was learnt."""
    kept: dict[str, Any] = {"row_id": fact.row_id, "withdrawn": fact.withdrawn}
    match fact:
        case Membership():
            return PayGroupMemberRow(**kept, **_days(fact.span), payee_id=fact.payee, pay_group=fact.pay_group)
        case Position():
            return PositionRow(**kept, **_labels(fact.label), position_id=fact.position, title=fact.title)
        case Reporting():
            seats = {"position_id": fact.position, "manager_position_id": fact.manager}
            return HierarchyRow(**kept, **_days(fact.span), **seats)
        case Territory():
            named = {
                "territory": fact.territory,
                "position_id": fact.position,
                "payee_id": fact.payee,
                "rule": dict(fact.rule),
            }
            return TerritoryRow(**kept, **_days(fact.span), **_labels(fact.label), **named)


def _days(span: Span) -> dict[str, Any]:
    return {"first_day": span.first, "last_day": span.last_day}


def _labels(words: Words) -> dict[str, str]:
    return {"label_en": words.en, "label_ko": words.ko}
