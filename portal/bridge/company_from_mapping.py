"""What a mapping declares for the company: record types, names with their units, and the company itself.

In: the checked nodes of the mapping and what is declared already. Out: the declarations together, and contradictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from comp_rules.facts.day_from_text import zone_exists
from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType
from comp_rules.plan.document import Map
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.plan.literals import MONTHS
from comp_rules.values.fault import Fault
from comp_rules.values.period import date_from_text
from comp_rules.values.words import Words
from portal.bridge.json_from_company import DECLARED_AS
from portal.bridge.mapping import CompanySetup, PayGroupSetup

NOBODY = Company("", {}, {}, {}, {}, {})
_KINDS = tuple(DECLARED_AS)
#: What the company keeps the names of, and nothing more.
_PLAIN = {"titles": "title", "grades": "grade"}


def company_from_mapping(top: Map) -> Company:
    """Return what the mapping declares; parts with faults are taken as far as they go."""
    declared = top.map("declare") or Map(top.place, ())
    setup = setup_from_mapping(top)
    record_types = {entry.key: _record_type(entry.key, node) for entry, node in declared.named("records")}
    names = {
        kind: {e.key: Declared(e.key, _label(n), n.text("unit") or "") for e, n in declared.named(kind)}
        for kind in _KINDS
    }
    labels = labels_from_mapping(top)
    return Company(
        setup.name if setup else "", record_types, **names,
        titles=_names_of("title", labels), grades=_names_of("grade", labels),
        holidays=frozenset(date_from_text(day) for day in _names_of("holiday", labels)),
    )  # fmt: skip


def labels_from_mapping(top: Map) -> dict[tuple[str, str], Words]:
    """Return the labels of titles, grades and holidays by kind and name; a day that cannot be read is left out."""
    declared = top.map("declare") or Map(top.place, ())
    labels = {
        (kind, entry.key): _label(node) for plural, kind in _PLAIN.items() for entry, node in declared.named(plural)
    }
    for node in declared.maps("holidays"):
        day = node.text("day") or ""
        try:
            labels["holiday", date_from_text(day).isoformat()] = _label(node)
        except ValueError:
            continue
    return labels


def _names_of(kind: str, labels: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(name for each, name in labels if each == kind)


def setup_from_mapping(top: Map) -> CompanySetup | None:
    """Return the company that the mapping sets up, None when it names none."""
    declared = top.map("declare")
    node = declared.map("company") if declared else None
    return CompanySetup(node.text("name") or "", node.text("time_zone") or "UTC") if node else None


def pay_groups_from_mapping(top: Map) -> tuple[PayGroupSetup, ...]:
    """Return the pay groups that the mapping sets up; the plan year of an unreadable one starts in January."""
    declared = top.map("declare") or Map(top.place, ())
    return tuple(
        PayGroupSetup(entry.key, _label(node), MONTHS.index(month) + 1 if month in MONTHS else 1)
        for entry, node in declared.named("pay_groups")
        for month in [node.text("year_starts") or ""]
    )


def joined(company: Company | None, new: Company, top: Map) -> tuple[Company, list[Fault]]:
    """Return both together, and a fault for each name that the company declared otherwise.

    What the company has already keeps its labels; a record type may gain fields.
    """
    known = company or NOBODY
    faults = list(_zone_faults(top)) + list(_title_faults(top, new))
    types = dict(known.record_types)
    for name, declared in new.record_types.items():
        before = types.get(name)
        types[name] = _with_fields(before, declared) if before else declared
        for field in declared.fields.values() if before else ():
            if field.name in before.fields and before.fields[field.name].type != field.type:  # type: ignore[union-attr]
                faults.append(_otherwise(top, f"records.{name}.fields.{field.name}"))
    names: dict[str, dict[str, Declared]] = {}
    for kind in _KINDS:
        names[kind] = {**getattr(new, kind), **getattr(known, kind)}
        for name, each in getattr(new, kind).items():
            if names[kind][name].unit != each.unit:
                faults.append(_otherwise(top, f"{kind}.{name}"))
    plain = {kind: getattr(known, kind) | getattr(new, kind) for kind in ("titles", "grades", "holidays")}
    return Company(known.name or new.name, types, **names, **plain), faults


def _with_fields(before: RecordType, declared: RecordType) -> RecordType:
    return replace(before, fields={**declared.fields, **before.fields})


def _record_type(name: str, node: Map) -> RecordType:
    fields = {
        entry.key: Field(entry.key, cast(FieldType, inner.text("type") or "text"), _label(inner))
        for entry, inner in node.named("fields")
    }
    return RecordType(name, _label(node), fields, node.text("title"))


def _label(node: Map) -> Words:
    label = node.map("label") or node
    return Words(label.text("en") or "", label.text("ko") or "")


def _title_faults(top: Map, new: Company) -> Iterator[Fault]:
    declared = top.map("declare") or Map(top.place, ())
    for entry, node in declared.named("records"):
        title, fields = node.text("title"), new.record_types[entry.key].fields
        if title is not None and title not in fields:
            at = node.get("title") or node
            yield error("unknown_name", at, _NO_TITLE, did_you_mean(title, fields), name=title)


def _zone_faults(top: Map) -> Iterator[Fault]:
    setup = setup_from_mapping(top)
    if setup and not zone_exists(setup.time_zone):
        node = (top.map("declare") or top).map("company") or top
        yield error("unknown_zone", node.get("time_zone") or node, *_NO_ZONE, zone=setup.time_zone)


def _otherwise(top: Map, path: str) -> Fault:
    node: Map = top.map("declare") or top
    for key in path.split("."):
        node = node.map(key) or node
    return error("declared_otherwise", node, *_OTHERWISE, name=path.rpartition(".")[2])


_NO_TITLE = Words("No field has the name “{name}”.", "‘{name}’ 이름의 필드는 없습니다.")
_NO_ZONE = (
    Words("There is no time zone “{zone}”.", "‘{zone}’ 시간대는 없습니다."),
    Words("Write it like Asia/Seoul or UTC.", "Asia/Seoul 또는 UTC처럼 적어 주세요."),
)
_OTHERWISE = (
    Words(
        "The company has declared “{name}” with another type or unit.",
        "회사가 선언한 ‘{name}’ 항목과 형식이나 단위가 다릅니다.",
    ),
    Words("Use another name, or the company's own declaration.", "다른 이름을 쓰거나 회사의 선언을 그대로 써 주세요."),
)
