"""Checks of the pay section, which is read for form until payment is calculated.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import Outline
from comp_rules.plan.outline_from_document import texts_of
from comp_rules.values.fault import Fault
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words


def pay_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of the pay section."""
    pay = outline.document.top.map("pay")
    if pay is None:
        return
    yield from _releases(pay, outline)
    for clawback in pay.maps("clawback"):
        yield from _months_of_term(clawback)
    windfall = pay.map("windfall")
    if windfall:
        yield from _of_quota(windfall, "above")
    for cap in pay.maps("caps"):
        yield from _of_quota(cap, "limit")


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
        for name in named:
            totals[name] += literal.number
    wrong: dict[Fraction, list[str]] = {}
    for name, total in totals.items():
        if total != 1:
            wrong.setdefault(total, []).append(name)
    for total, names in wrong.items():
        yield error("releases", entry.place, *_RELEASES, names=", ".join(names), total=percent_text(total))


def _months_of_term(clawback: Map) -> Iterator[Fault]:
    """A term in months says which months count as served."""
    term = clawback.entry("term")
    if term and "month" in (clawback.text("term") or "") and not clawback.entry("month_counts"):
        yield error("missing_key", term.place, *_MONTH_COUNTS)


def _of_quota(node: Map, key: str) -> Iterator[Fault]:
    """A percentage says of what; an amount does not."""
    value = node.get(key)
    if value is None:
        return
    percent = literal_from_text(node.text(key) or "", ("percent",), value.place) is not None
    money = literal_from_text(node.text(key) or "", ("money",), value.place) is not None
    of = node.entry("of")
    if percent and of is None:
        yield error("missing_key", value, *_OF_WHAT)
    elif money and of is not None:
        yield error("key_without_use", of.place, *_OF_UNUSED)


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
_MONTH_COUNTS = (
    Words(
        "A term in months must say which months count as served.",
        "개월로 적은 기간은 어느 달을 채운 것으로 보는지 적어야 합니다.",
    ),
    Words(
        "Write `month_counts: started` or `completed`.", "`month_counts: started` 또는 `completed` 값을 적어 주세요."
    ),
)
_OF_WHAT = (
    Words("A percentage must say of what.", "무엇의 백분율인지 적혀 있지 않습니다."),
    Words("Write `of:` with the name of a quota.", "`of:` 키에 목표 이름을 적어 주세요."),
)
_OF_UNUSED = (
    Words("An amount is not a part of something, so `of` has no use.", "금액에는 `of` 키의 쓰임이 없습니다."),
    Words("Remove it.", "지워 주세요."),
)
