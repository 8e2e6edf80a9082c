"""Residual: each later payment of a customer earns a rate that depends on how many months its contract has run.

In: a component with `pays_on`, a date field and tiers by month number. Out: one line for each credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comp_rules.kernel.steps import AnyStep, Each, Factor, Pay
from comp_rules.kinds.component import PAYS_ON, WHEN, component_of, paid_on, worked_part
from comp_rules.kinds.kind import Kind, LineShown, Part, Prose
from comp_rules.kinds.prose import earns_on, when_words
from comp_rules.kinds.rate import factors_by_tier
from comp_rules.kinds.sentence import rate_template, takes_back, unit_of, value_of, with_rest
from comp_rules.kinds.tiered_edges import month_number_faults, since_faults
from comp_rules.kinds.tiered_ladder import since_of
from comp_rules.kinds.tiered_prose import since_words, table_words
from comp_rules.kinds.tiers import edges_of, order_faults, rate_column_faults, rows_for_pages, rows_of, tiers_shape
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.schema import Either, Key, MapOf, Value
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_RATES = ("percent", "price")
_SINCE = Either(map=MapOf((Key("field", Value(("name",))),), called=Words("the date counted from", "기준일")))


def _check(part: Part) -> Iterator[Fault]:
    node, paid = part.node, paid_on(part.node, part.outline)
    rows = rows_of(node, _RATES)
    yield from order_faults(rows)
    yield from month_number_faults(rows)
    yield from since_faults(node, paid.fields, paid.record_type)
    inner = node.get("pays_on")
    if isinstance(inner, Map) and paid.component is not None:
        yield error("no_record", inner, *_NO_RECORD)
    yield from rate_column_faults(rows, paid, part.outline)


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "residual", "each")
    paid, rows = paid_on(part.node, part.outline), rows_of(part.node, _RATES)
    assert paid.unit is not None
    field = f"since:{since_of(part.node)}"
    lines = Each(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        credit=paid.name,
        edges=edges_of(rows),
        tier_field=field,
    )
    worked, steps = worked_part(part)
    rates = factors_by_tier([row.rate for row in rows if row.rate], paid, part.outline)
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        factors=(Factor("credit", "credit", paid.unit), *rates, *worked),
        context=(Factor("number", "record_field", "count", name=field),),
    )
    return replace(component, tiers=rows_for_pages(rows)), (*steps, lines, pay)


def _words(line: LineShown) -> Words:
    each = unit_of(line, "rate") == "money_each"
    if line.state == "back":
        template = _CLOSED
    elif line.state == "uplift":
        template = _OPENED
    elif value_of(line, "rate") == 0:
        template = _NOTHING
    else:
        template = _BACK if takes_back(line) else _PAYS
    priced = Words(template.en.replace("RATE", "{rate}"), template.ko.replace("RATE", "{rate}"))
    if each:
        priced = Words(template.en.replace("RATE", "{rate} for each one"), template.ko.replace("RATE", "건당 {rate}"))
    return with_rest(line, rate_template(line, priced))


def _prose(prose: Prose) -> list[Words]:
    since = since_of(prose.node)
    assert since is not None
    return [earns_on(prose), since_words(prose, since), *table_words(prose), *when_words(prose)]


_PAYS = Words(
    "{record}: the contract is in month {number}, so {credit} pays RATE.",
    "{record} 건의 계약은 {number}개월 차입니다. 인정 실적: {credit}, 적용: RATE.",
)
_NOTHING = Words(
    "{record}: the contract is in month {number}, where the rate is {rate}, so {credit} pays nothing.",
    "{record} 건의 계약은 {number}개월 차이며 요율이 {rate}이므로 인정 실적({credit})의 지급액이 없습니다.",
)
_BACK = Words(
    "{record} is a reversal of {size_of_credit} in month {number} of the contract, at RATE.",
    "{record} 건은 계약 {number}개월 차의 실적 취소({size_of_credit})입니다. 되돌리는 기준: RATE.",
)
_CLOSED = Words(
    "{record}: its condition no longer holds, so what it was paid in month {number} at RATE goes back.",
    "{record} 건({number}개월 차)의 지급 조건이 더는 충족되지 않아 앞서 지급한 금액을 되돌립니다. 되돌리는 기준: RATE.",
)
_OPENED = Words(
    "{record}: its condition holds now, so month {number} of the contract is paid at RATE.",
    "{record} 건({number}개월 차)의 지급 조건이 이제 충족되어 지급합니다. 적용: RATE.",
)
_NO_RECORD = (
    Words(
        "The lines of a component have no date from which months could be counted.",
        "다른 지급 항목의 내역에는 개월을 셀 기준일이 없습니다.",
    ),
    Words("Pay on a credit.", "인정 실적에 지급하도록 적어 주세요."),
)

RESIDUAL = Kind(
    name="residual",
    label=Words("Residual", "유지 커미션"),
    keys=(PAYS_ON, WHEN, Key("since", _SINCE), Key("tiers", tiers_shape(*_RATES))),
    check=_check,
    compiled=_compiled,
    words=_words,
    prose=_prose,
)
