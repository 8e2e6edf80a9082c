"""Flat: every credit pays the same rate, a percentage of an amount or a sum for each one counted.

In: a component with `pays_on` and `rate`. Out: one line for each credit, or for each line of the component named.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.kernel.steps import AnyStep, Each, Factor, Pay
from comp_rules.kinds.component import PAYS_ON, WHEN, component_of, paid_on, worked_part
from comp_rules.kinds.kind import Kind, LineShown, Part, Prose
from comp_rules.kinds.prose import earns_on, rate_words, when_words
from comp_rules.kinds.rate import factors_of, rate_faults, rate_of, rate_shape, unit_faults, unlikely_faults
from comp_rules.kinds.sentence import has, rate_template, takes_back, unit_of, value_of, with_rest
from comp_rules.plan.compiled import Component
from comp_rules.plan.schema import Key
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_TYPES = ("percent", "price")


def _check(part: Part) -> Iterator[Fault]:
    paid = paid_on(part.node, part.outline)
    rate = rate_of(part.node.get("rate"), *_TYPES)
    if rate is not None:
        yield from rate_faults(rate, paid, part.outline)
        yield from unit_faults(rate, paid, part.outline)
        yield from unlikely_faults(rate)


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "flat", "each")
    paid = paid_on(part.node, part.outline)
    rate = rate_of(part.node.get("rate"), *_TYPES)
    assert paid.unit is not None
    assert rate is not None
    lines = Each(name=f"{part.name}.lines", path=part.path, credit=paid.name, component=part.name)
    worked, steps = worked_part(part)
    amount = Factor("earned" if paid.component else "credit", "credit", paid.unit)
    factors = (amount, *factors_of(rate, "rate", paid, part.outline), *worked)
    return component, (
        *steps,
        lines,
        Pay(name=component.pay_step, path=part.path, component=part.name, lines=lines.name, factors=factors),
    )


def _words(line: LineShown) -> Words:
    counts = unit_of(line, "rate") == "money_each"
    if line.state == "back":
        template = _CLOSED
    elif line.state == "uplift":
        template = _OPENED
    elif has(line, "earned"):
        template = _EARNED
    elif value_of(line, "rate") == 0:
        template = _ZERO
    elif takes_back(line):
        template = _BACK_COUNT if counts else _BACK
    else:
        template = _COUNT if counts else _SHARE
    return with_rest(line, rate_template(line, template))


def _prose(prose: Prose) -> list[Words]:
    return [earns_on(prose), *rate_words(prose), *when_words(prose)]


_SHARE = Words(
    "{record}: {credit} counts for you and pays {rate}.",
    "{record} 건의 인정 실적은 {credit}이며, 적용 요율은 {rate}입니다.",
)
_COUNT = Words(
    "{record} counts as {credit}, and each one pays {rate}.",
    "{record} 건의 인정 건수는 {credit}건이며, 건당 금액은 {rate}입니다.",
)
_BACK = Words(
    "{record} is a reversal of {size_of_credit}, so its {rate} is taken back.",
    "{record} 건은 실적 취소({size_of_credit})이므로 같은 요율({rate})로 되돌립니다.",
)
_BACK_COUNT = Words(
    "{record} is a reversal of {size_of_credit} counted before, so {rate} for each is taken back.",
    "{record} 건은 실적 취소({size_of_credit}건)이므로 건당 {rate} 기준으로 되돌립니다.",
)
_EARNED = Words(
    "{component} is {rate} of {earned} already earned.",
    "{component} 항목은 이미 발생한 금액({earned})에 요율({rate})을 곱한 금액입니다.",
)
_CLOSED = Words(
    "{record}: its condition no longer holds, so what it was paid at {rate} goes back.",
    "{record} 건의 지급 조건이 더는 충족되지 않아 앞서 지급한 금액을 되돌립니다. 되돌리는 기준: {rate}.",
)
_OPENED = Words(
    "{record}: its condition holds now, so it is paid at {rate}.",
    "{record} 건의 지급 조건이 이제 충족되어 지급합니다. 적용: {rate}.",
)
_ZERO = Words(
    "{record}: {credit} counts for you, but the rate is {rate}, so it pays nothing.",
    "{record} 건의 인정 실적은 {credit}이지만, 적용 요율이 {rate}이므로 지급액이 없습니다.",
)

FLAT = Kind(
    name="flat",
    label=Words("Flat rate", "단일 요율"),
    keys=(PAYS_ON, WHEN, Key("rate", rate_shape(*_TYPES))),
    check=_check,
    compiled=_compiled,
    words=_words,
    prose=_prose,
)
