"""Checks of the pay section: every unit of money released once, and nothing taken back, capped or advanced twice.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comp_rules.compile.checks.credits import TYPE_NAMES, field_faults
from comp_rules.compile.checks.floors import floor_faults, recovery_faults
from comp_rules.compile.words_from_node import literal_of
from comp_rules.kinds.gates import condition_faults
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import texts_of
from comp_rules.plan.outline import Outline
from comp_rules.values.fault import Fault
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words


def pay_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of the pay section."""
    pay = outline.document.top.map("pay")
    if pay is None:
        return
    yield from _releases(pay, outline)
    for release in pay.maps("release"):
        yield from _pace(release)
        yield from _shares(release, "share")
        yield from _since(release, outline)
    for clawback in pay.maps("clawback"):
        yield from _months_of_term(clawback)
        yield from _shares(clawback, "take_back")
        yield from _since(clawback, outline)
    yield from _taken_twice(pay, outline)
    for _, advance in pay.named("advance"):
        yield from _advance(advance, outline)
    yield from floor_faults(pay, outline)
    windfall = pay.map("windfall")
    if windfall:
        yield from _of_quota(windfall, "above", outline)
    for cap in pay.maps("caps"):
        yield from _of_quota(cap, "limit", outline)
        yield from _excess(cap)
        yield from condition_faults(cap, "unless", outline)


def _releases(pay: Map, outline: Outline) -> Iterator[Fault]:
    """Every component releases 100%, said once for each wrong total; not looked at while a share or name is wrong."""
    entry = pay.entry("release")
    releases = pay.maps("release")
    if entry is None or not releases:
        return
    totals = dict.fromkeys(outline.components, Fraction(0))
    for release in releases:
        share = release.get("share")
        literal = literal_from_text(release.text("share") or "", ("percent",), entry.place) if share else None
        if literal is None:
            return
        named = texts_of(release.get("components")) or tuple(totals)
        if not set(named) <= set(totals):
            return
        for name in dict.fromkeys(named):
            totals[name] += literal.number
    wrong: dict[Fraction, list[str]] = {}
    for name, total in totals.items():
        if total != 1:
            wrong.setdefault(total, []).append(name)
    for total, names in wrong.items():
        yield error("releases", entry.place, *_RELEASES, names=", ".join(names), total=percent_text(total))


def _pace(release: Map) -> Iterator[Fault]:
    """What is released in proportion follows events that bear an amount."""
    pace = release.get("pace")
    at_once = release.entry("after") is not None or release.text("event") == "earned"
    if pace is not None and release.text("pace") == "in_proportion" and at_once:
        yield error("pace_without_event", pace, *_PACE)


def _shares(node: Map, key: str) -> Iterator[Fault]:
    """A part of an amount lies above 0 and is at most all of it."""
    literal = literal_of(node, key, "percent")
    if literal is not None and not 0 < literal.number <= 1:
        yield error("share_outside", literal.place, *_OUTSIDE, text=literal.text)


def _since(node: Map, outline: Outline) -> Iterator[Fault]:
    """A field that is counted from is a date of every record type that is credited directly."""
    since = node.map("since")
    field = since.get("field") if since else None
    for record_type in dict.fromkeys(c.record_type for c in outline.credits.values() if c.shape == "direct"):
        fields = outline.fields(record_type)
        if field is not None and fields is not None:
            yield from field_faults(field, fields, record_type or "", ("date",))


def _months_of_term(clawback: Map) -> Iterator[Fault]:
    """A term in months says which months count as served; one in days has no months."""
    term, counts = clawback.entry("term"), clawback.entry("month_counts")
    in_months = "month" in (clawback.text("term") or "")
    if term and in_months and counts is None:
        yield error("missing_key", term.place, *_MONTH_COUNTS)
    elif counts and not in_months and literal_of(clawback, "term", "length"):
        yield error("key_without_use", counts.place, *_NO_MONTHS)


def _taken_twice(pay: Map, outline: Outline) -> Iterator[Fault]:
    """One event takes back from a component by one rule."""
    taken: set[tuple[str, str]] = set()
    for clawback in pay.maps("clawback"):
        event = clawback.get("event")
        named = texts_of(clawback.get("components")) or tuple(outline.components)
        pairs = {(clawback.text("event") or "", name) for name in named}
        if event is not None and taken & pairs:
            names = ", ".join(sorted(name for _, name in taken & pairs))
            yield error("clawback_twice", event, *_TWICE, event=clawback.text("event") or "", names=names)
        taken |= pairs


def _advance(advance: Map, outline: Outline) -> Iterator[Fault]:
    """Its rate makes money of the credit, and the records bear the field by which it is paid down."""
    credit = outline.credits.get(advance.text("pays_on") or "")
    rate = literal_of(advance, "rate", "percent", "price")
    wanted = {"money": "percent", "count": "price"}.get((credit.unit if credit else None) or "")
    if rate is not None and wanted is not None and rate.type != wanted:
        yield error("mixed_units", rate.place, *_ADVANCE_RATE)
    fields = outline.fields(credit.record_type if credit else None)
    if credit is not None and fields is not None:
        yield from field_faults(advance.get("matched_by"), fields, credit.record_type or "", tuple(TYPE_NAMES))
    yield from recovery_faults(advance)


def _of_quota(node: Map, key: str, outline: Outline) -> Iterator[Fault]:
    """A percentage says of what, and that is money; an amount does not. Neither is below 0."""
    literal = literal_of(node, key, "percent", "money")
    of = node.entry("of")
    if literal is None:
        return
    if literal.number <= 0:
        yield error("not_positive", literal.place, *_NOTHING, text=literal.text)
    if literal.type == "percent" and of is None:
        yield error("missing_key", literal.place, *(_OF_TARGET if key == "limit" else _OF_WHAT))
    elif literal.type == "money" and of is not None:
        yield error("key_without_use", of.place, *_OF_UNUSED)
    elif (
        of is not None and node.text("of") != "target" and _unit(node.text("of") or "", outline) not in (None, "money")
    ):
        yield error("mixed_units", of.value, *_OF_MONEY, quota=node.text("of") or "")


def _unit(quota: str, outline: Outline) -> str | None:
    measured = (measure.unit for measure in outline.measures.values() if measure.quota == quota)
    return outline.quota_unit(quota) or next(measured, None)


def _excess(cap: Map) -> Iterator[Fault]:
    """What a period cuts may wait for the next one, and what a quarter cuts for the end of the year."""
    per, excess = cap.text("per"), cap.entry("excess")
    word = cap.text("excess") or ""
    if excess is None or per is None:
        return
    if (word == "carry" and per in ("quarter", "year")) or (word == "year_end" and per == "year"):
        yield error("excess", excess.value, *_EXCESS, excess=word, per=per)


_RELEASES = (
    Words(
        "The releases of {names} add up to {total}, not 100%.",
        "보류 해제 비율의 합계가 {total}입니다. 지급 항목: {names}.",
    ),
    Words(
        "Every unit of money must be released exactly once.",
        "모든 금액이 한 번씩 해제되도록 합계를 100%로 맞춰 주세요.",
    ),
)
_PACE = (
    Words(
        "Money is released in proportion only by events that bear an amount, such as payments.",
        "비례 해제에는 입금처럼 금액이 있는 사건이 필요합니다.",
    ),
    Words(
        "Write `event:` with such an event, or `pace: whole`.",
        "`event:` 키에 그런 사건을 적거나 `pace: whole` 값을 적어 주세요.",
    ),
)
_OUTSIDE = (
    Words("{text} is not a part of an amount.", "{text} 값은 금액의 일부가 될 수 없습니다."),
    Words("Write a percentage above 0% and up to 100%.", "0% 초과 100% 이하의 백분율을 적어 주세요."),
)
_MONTH_COUNTS = (
    Words(
        "A term in months must say which months count as served.",
        "개월로 적은 기간은 어느 달을 채운 것으로 보는지 적어야 합니다.",
    ),
    Words(
        "Write `month_counts: started` or `completed`.", "`month_counts: started` 또는 `completed` 값을 적어 주세요."
    ),
)
_NO_MONTHS = (
    Words("A term in days has no months to count.", "일수로 적은 기간에는 셀 달이 없습니다."),
    Words(
        "Remove `month_counts`, or write the term in months.", "`month_counts` 키를 지우거나 기간을 개월로 적어 주세요."
    ),
)
_TWICE = (
    Words(
        "“{event}” already takes back from {names} by another rule.", "‘{event}’ 사건의 환수 규칙이 겹칩니다: {names}."
    ),
    Words("Keep one rule for each component.", "지급 항목마다 환수 규칙을 하나만 남겨 주세요."),
)
_ADVANCE_RATE = (
    Words("This rate does not turn the credit into money.", "이 요율로는 인정 실적이 금액이 되지 않습니다."),
    Words(
        "Take a percentage of an amount, or a sum for each one counted.",
        "금액에는 백분율, 건수에는 건당 금액을 적어 주세요.",
    ),
)
_NOTHING = (
    Words("{text} leaves nothing.", "{text} 값이면 남는 금액이 없습니다."),
    Words("Write a value above 0.", "0보다 큰 값을 적어 주세요."),
)
_OF_WHAT = (
    Words("A percentage must say of what.", "무엇의 백분율인지 적혀 있지 않습니다."),
    Words("Write `of:` with the name of a quota.", "`of:` 키에 목표 이름을 적어 주세요."),
)
_OF_TARGET = (
    Words("A percentage must say of what.", "무엇의 백분율인지 적혀 있지 않습니다."),
    Words("Write `of: target`, or `of:` with the name of a quota.", "`of: target` 값이나 목표 이름을 적어 주세요."),
)
_OF_UNUSED = (
    Words("An amount is not a part of something, so `of` has no use.", "금액에는 `of` 키의 쓰임이 없습니다."),
    Words("Remove it.", "지워 주세요."),
)
_OF_MONEY = (
    Words("The quota “{quota}” is not money.", "‘{quota}’ 목표는 금액이 아닙니다."),
    Words("Name a quota in money, or write an amount.", "금액 목표를 쓰거나 금액을 적어 주세요."),
)
_EXCESS = (
    Words(
        "What a cap per {per} cuts cannot be kept with `excess: {excess}`.",
        "`per: {per}` 상한의 초과분에는 `excess: {excess}` 값을 쓸 수 없습니다.",
    ),
    Words(
        "Write `excess: lost`; `carry` goes with `per: period`, `year_end` with `per: period` or `quarter`.",
        "`excess: lost` 값을 적어 주세요. `carry` 값은 산정 기간 상한, `year_end` 값은 기간과 분기 상한에만 씁니다.",
    ),
)
