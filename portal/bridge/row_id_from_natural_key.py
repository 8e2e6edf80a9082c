"""The id of a fact from what it is about: whoever says something newer about the same thing says it under this id.

In: who or what a fact is about, and its first day. Out: an id that every source makes alike, so that a later row is a
new version and not a second one beside it.
"""

from __future__ import annotations

import hashlib
from datetime import date

LONGEST_ID = 200


def id_of_person(payee: str) -> str:
    """Return the id of what is known about a payee."""
    return _joined("person", payee)


def id_of_assignment(payee: str, position: str, first_day: date) -> str:
    """Return the id of an assignment: the plan and the last day may change, who starts where and when is the thing."""
    return _joined("assignment", payee, position, str(first_day))


def id_of_membership(payee: str, first_day: date) -> str:
    """Return the id of a membership: on one day a payee begins in one pay group."""
    return _joined("pay_group", payee, str(first_day))


def id_of_quota(payee: str, quota: str, first_day: date) -> str:
    """Return the id of a quota row."""
    return _joined("quota", payee, quota, str(first_day))


def id_of_personal(payee: str, name: str, first_day: date) -> str:
    """Return the id of a personal rate or sum."""
    return _joined("personal", payee, name, str(first_day))


def id_of_target(payee: str, first_day: date) -> str:
    """Return the id of a target incentive."""
    return _joined("target", payee, str(first_day))


def id_of_rate(table: str, one: str, currency: str, day: date) -> str:
    """Return the id of a rate of exchange."""
    return _joined("fx", table, one, currency, str(day))


def id_of_event(record_type: str, record: str, event: str, day: date) -> str:
    """Return the id of an event."""
    return _joined("event", record_type, record, event, str(day))


def id_of_position(position: str) -> str:
    """Return the id of what is known about a position."""
    return _joined("position", position)


def id_of_reporting(position: str, first_day: date) -> str:
    """Return the id of a row of the hierarchy: on one day a position begins to report to one other."""
    return _joined("hierarchy", position, str(first_day))


def id_of_territory(territory: str, first_day: date, stated: str = "") -> str:
    """Return the id of a part of a territory; `stated` are the facts that describe it, as a file writes them."""
    return _joined("territory", territory, *([stated] if stated else []), str(first_day))


def id_of_relation(relation: str, payee: str, other: str, first_day: date) -> str:
    """Return the id of a relation between two payees."""
    return _joined("relation", relation, payee, other, str(first_day))


def id_of_leave(payee: str, first_day: date) -> str:
    """Return the id of days of leave."""
    return _joined("leave", payee, str(first_day))


def id_of_input(payee: str, name: str, last_day: date) -> str:
    """Return the id of a typed result: as it stood on a day."""
    return _joined("input", payee, name, str(last_day))


def id_of_opening(payee: str, of: str, name: str, last_day: date) -> str:
    """Return the id of what stood before the first record."""
    return _joined("opening", payee, of, name, str(last_day))


def id_of_table_rate(table: str, stated: str, first_day: date) -> str:
    """Return the id of an uploaded rate of a table; `stated` are the facts that it is for, as a file writes them."""
    return _joined("table", table, stated, str(first_day))


def _joined(*parts: str) -> str:
    text = ":".join(parts)
    # The column has an end; the digest keeps what is cut off apart.
    return text if len(text) <= LONGEST_ID else f"{text[:100]}:{hashlib.sha256(text.encode()).hexdigest()}"
