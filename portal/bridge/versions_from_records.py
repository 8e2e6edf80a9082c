"""Which of the records given are new versions, numbered after those that are known.

In: record versions in the order of their source, and the last version known of each record. Out: rows to append,
the people named on them, and the records whose content was known already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comp_rules.facts.facts import RecordVersion
from comp_rules.flow.trace import digest_of
from portal.bridge.json_from_values import json_from_split, json_from_values

#: record type and record id
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Versions:
    """`rows` has the columns of `record_versions` without `known_no`, `people` (record type, record id, payee)."""

    rows: tuple[dict[str, Any], ...]
    people: tuple[tuple[str, str, str], ...]
    unchanged: tuple[Key, ...]


def versions_from_records(records: Iterable[RecordVersion], last: Mapping[Key, tuple[int, str]]) -> Versions:
    """Number what is new. `last` gives the number and content hash of the last version known of a record.

    A record given twice with the same content counts once; with other content it gets two versions, in their order.
    """
    known = dict(last)
    rows: list[dict[str, Any]] = []
    people: dict[tuple[str, str, str], None] = {}
    unchanged: list[Key] = []
    for record in records:
        content = content_from_record(record)
        digest = digest_of(content)
        number, before = known.get(record.key, (0, ""))
        # What was never known cannot be withdrawn.
        if digest == before or (record.withdrawn and not number):
            unchanged.append(record.key)
            continue
        known[record.key] = number + 1, digest
        named = {"record_type": record.record_type, "record_id": record.record_id, "version_no": number + 1}
        rows.append({**named, **content, "content_hash": digest})
        people.update(dict.fromkeys((*record.key, payee) for payee in people_on(record)))
    return Versions(tuple(rows), tuple(people), tuple(unchanged))


def content_from_record(record: RecordVersion) -> dict[str, Any]:
    """Return what makes a version: everything but its numbers and its place in a file."""
    return {
        "fields": json_from_values(record.fields), "owner": record.owner, "split": json_from_split(record.split),
        "booked_at": record.booked_at, "reverses": record.reverses, "withdrawn": record.withdrawn,
    }  # fmt: skip


def people_on(record: RecordVersion) -> list[str]:
    """Return everyone named on the record: owner, split, person fields."""
    people = [record.owner] if record.owner else []
    people += [payee for payee, _share in record.split]
    people += [str(value.data) for value in record.fields.values() if value.type == "person" and value.data]
    return people
