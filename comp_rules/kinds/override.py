"""Override: a manager's pay on what others earn, or on their credits by the spread between two rates.

In: a component with `earnings` and `reach`, or with `pays_on` a rollup or overlay and `spread`. Out: one line for each
component that others earned by, or one for each credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Each, Factor, Given, Pay, Unit
from comp_rules.kinds.component import WHEN, component_of, paid_on, worked_part
from comp_rules.kinds.kind import Kind, LineShown, Part, Prose
from comp_rules.kinds.prose import when_words
from comp_rules.kinds.sentence import has, takes_back, value_of, with_rest
from comp_rules.plan.compiled import Component, OverrideRule
from comp_rules.plan.document import Scalar
from comp_rules.plan.faults import error, lacks, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.node_texts import texts_of
from comp_rules.plan.schema import Either, Key, ListOf, MapOf, Value, choice, may
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

AsOf = OneOf["credit_date", "period_end"]
_AS_OF: tuple[AsOf, ...] = ("credit_date", "period_end")
_REACH = MapOf(
    (Key("levels", Value(("whole",), ("all",))), Key("relation", Value(names="relation"))),
    one_of=(("levels", "relation"),),
    called=Words("the reach", "대상 범위"),
)


def _check(part: Part) -> Iterator[Fault]:
    yield from _form_faults(part)
    rate = _rate(part)
    if rate is not None and rate.number < 0:
        yield warning("negative_rate", rate.place, *_NEGATIVE, rate=rate.text)
    yield from _source_faults(part)
    yield from _spread_faults(part)


def _form_faults(part: Part) -> Iterator[Fault]:
    """The keys of one of the two forms, and none of the other's."""
    node = part.node
    on_earnings, on_credits = node.entry("earnings"), node.entry("pays_on")
    if (on_earnings is None) == (on_credits is None):
        misspelt = not lacks(node, "earnings", _KEYS) or not lacks(node, "pays_on", _KEYS)
        if on_earnings is not None and on_credits is not None:
            yield error("one_of", on_credits.place, *_BOTH)
        elif not misspelt:
            yield error("one_of", node, *_NEITHER)
        return
    wanted, without_use = (("reach", "rate"), ("spread", "when")) if on_earnings else (("spread",), _OF_EARNINGS)
    for key in wanted:
        if lacks(node, key, _KEYS):
            yield error("missing_key", node, *_MISSING[key])
    form = "earnings" if on_earnings else "pays_on"
    for key in without_use:
        entry = node.entry(key)
        if entry is not None:
            yield error("key_without_use", entry.place, *_WITHOUT_USE, key=key, form=form)


def _source_faults(part: Part) -> Iterator[Fault]:
    """Components of other plans: nobody is paid on what this plan itself earns."""
    for node in part.node.items("earnings"):
        if not isinstance(node, Scalar):
            continue
        plan, dot, _ = node.text.partition(".")
        if dot and plan == part.outline.name:
            yield error("circle", node, *_OWN_PLAN, name=node.text)


def _spread_faults(part: Part) -> Iterator[Fault]:
    """The credit comes from others, and the table's rates make money of it."""
    node = part.node
    place, paid = node.get("pays_on"), paid_on(node, part.outline)
    if place is None or paid.credit is None or node.entry("earnings"):
        return
    if paid.credit.shape == "direct":
        yield error("spread_on_own", place, *_OWN_CREDIT, credit=paid.credit.name)
        return
    table = part.outline.tables.get(node.text("spread") or "")
    spread = node.get("spread")
    if table is None or table.form is None or paid.unit is None or spread is None:
        return
    if (table.form == "money") != (paid.unit == "count") or table.form == "times":
        yield error("mixed_units", spread, *_WRONG_TABLE, table=table.name, credit=paid.credit.name)


def _rate(part: Part) -> Literal | None:
    value, text = part.node.get("rate"), part.node.text("rate")
    return literal_from_text(text, ("percent",), value.place) if value is not None and text is not None else None


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    return _on_credits(part) if part.node.entry("pays_on") else _on_earnings(part)


def _on_earnings(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    node, rate = part.node, _rate(part)
    assert rate is not None
    component = component_of(part, "override", "given")
    lines = Given(name=f"{part.name}.lines", path=part.path, component=part.name)
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        factors=(
            Factor("base", "given", "money"),
            Factor("rate", "literal", "ratio", numbers=(rate.as_number,)),
        ),
        context=(Factor("people", "given", "count"),),
    )
    reach = node.map("reach")
    levels = reach.text("levels") if reach else None
    rule = OverrideRule(
        sources=texts_of(node.get("earnings")),
        levels=None if levels is None else 0 if levels == "all" else int(levels),
        relation=reach.text("relation") if reach else None,
        as_of=next((day for day in _AS_OF if day == node.text("as_of")), "period_end"),
    )
    return replace(component, override=rule), (lines, pay)


def _on_credits(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "override", "each")
    paid = paid_on(part.node, part.outline)
    assert paid.unit is not None
    table = part.node.text("spread") or ""
    unit: Unit = "money" if paid.unit == "count" else "ratio"
    lines = Each(name=f"{part.name}.lines", path=part.path, credit=paid.name, component=part.name)
    worked, steps = worked_part(part)
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        factors=(Factor("credit", "credit", paid.unit), Factor("rate", "spread", unit, name=table), *worked),
    )
    return component, (*steps, lines, pay)


def override_words(line: LineShown) -> Words:
    """Return the sentence of a line: the base that others earned, or the credit and the spread it is paid at."""
    if has(line, "base"):
        base = value_of(line, "base") or 0
        template = _EARNED if base > 0 else _EARNED_BACK if base < 0 else _EARNED_NOTHING
        if value_of(line, "people") == 1:
            template = Words(template.en.replace("{people} people", "{people} person"), template.ko)
        return with_rest(line, template)
    if value_of(line, "rate") == 0:
        return with_rest(line, _NO_SPREAD)
    return with_rest(line, _SPREAD_BACK if takes_back(line) else _SPREAD)


def override_prose(prose: Prose) -> list[Words]:
    """Say on whose earnings or credits the override is paid, and at what rate."""
    said = _earnings_prose(prose) if prose.component.override else _spread_prose(prose)
    return [*said, *when_words(prose)]


def _earnings_prose(prose: Prose) -> list[Words]:
    rule, label = prose.component.override, prose.component.label
    assert rule is not None
    value = prose.node.get("rate")
    assert value is not None
    rate = literal_from_text(prose.node.text("rate") or "", ("percent",), value.place)
    assert rate is not None
    text = prose.number(rate.number, rate.form)
    named = [prose.plan.called("source", source) for source in rule.sources]
    listed = Words(", ".join(one.en for one in named), ", ".join(one.ko for one in named))
    said = [
        Words(f"You earn {label.en}: {text} of what others earn.", f"{label.ko} 항목의 요율: 구성원 발생액의 {text}."),
        Words(f"It is paid on {listed.en}.", f"지급 대상: {listed.ko}."),
    ]
    if rule.relation is not None:
        relation = prose.plan.called("relation", rule.relation)
        said.append(Words(f"It counts people related by “{relation.en}”.", f"대상: 지정 관계 ‘{relation.ko}’."))
    elif rule.levels == 0:
        said.append(Words("It counts everyone below you.", "대상: 조직도에서 아래에 있는 모든 사람."))
    elif rule.levels == 1:
        said.append(Words("It counts those who report to you.", "대상: 직접 보고하는 사람."))
    else:
        said.append(
            Words(
                f"It counts people up to {rule.levels} levels below you.", f"대상: 아래 {rule.levels}단계까지의 사람."
            )
        )
    said.append(_AS_OF_SAID[rule.as_of])
    return said


def _spread_prose(prose: Prose) -> list[Words]:
    label = prose.component.label
    credit = prose.plan.credit(prose.component.pays_on or "").label
    name = prose.node.text("spread") or ""
    table = next((table.label for table in prose.plan.tables if table.name == name), Words(name, name))
    return [
        Words(f"You earn {label.en} on {credit.en}.", f"{label.ko} 항목의 지급 대상: {credit.ko}."),
        Words(
            f"The rate is your own of {table.en}, less that of the person next below.",
            f"요율은 {table.ko} 표의 본인 요율에서 바로 아래 사람의 요율을 뺀 값입니다.",
        ),
        Words("It never falls under 0.", "요율은 0보다 작아지지 않습니다."),
    ]


_AS_OF_SAID = {
    "credit_date": Words(
        "Who counts is decided on the credit date of each line.", "대상은 내역마다 실적 인정일의 조직에 따라 정합니다."
    ),
    "period_end": Words(
        "Who counts is decided on the last day of the period.", "대상은 산정 기간 마지막 날의 조직에 따라 정합니다."
    ),
}
_EARNED = Words(
    "{people} people in your reach earned {base} by {source}, and {rate} of it is yours.",
    "대상 범위의 {people}명에게 {source} 항목에서 발생한 금액은 {base}입니다. 적용 요율: {rate}.",
)
_EARNED_BACK = Words(
    "What {people} people in your reach earned by {source} fell by {size_of_base}, and {rate} of it goes back.",
    "대상 범위의 {people}명에게 {source} 항목에서 발생한 금액이 {size_of_base} 줄었습니다. 되돌리는 요율: {rate}.",
)
_EARNED_NOTHING = Words(
    "What {people} people in your reach earned by {source} came to {base}, so {rate} of it is nothing.",
    "대상 범위의 {people}명에게 {source} 항목에서 발생한 금액이 {base}이므로 지급액이 없습니다(요율 {rate}).",
)
_SPREAD = Words(
    "{record}: {credit} counts for you, and your rate is {rate} above the next below you.",
    "{record} 건의 인정 실적은 {credit}입니다. 바로 아래 사람과의 요율 차이: {rate}.",
)
_SPREAD_BACK = Words(
    "{record} is a reversal of {size_of_credit}, so its spread of {rate} is taken back.",
    "{record} 건은 실적 취소({size_of_credit})이므로 같은 요율 차이({rate})로 되돌립니다.",
)
_NO_SPREAD = Words(
    "{record}: {credit} counts for you, but your rate is not above the next below you ({rate}).",
    "{record} 건의 인정 실적은 {credit}이지만, 바로 아래 사람과의 요율 차이가 {rate}이므로 지급액이 없습니다.",
)
_BOTH = (
    Words(
        "An override is paid on `earnings` or on credits (`pays_on`), not on both.",
        "조직 커미션은 `earnings`, `pays_on` 가운데 하나에만 지급합니다.",
    ),
    Words("Keep one, or write two components.", "하나만 남기거나 지급 항목을 둘로 나눠 주세요."),
)
_NEITHER = (
    Words("Nothing says what the override is paid on.", "조직 커미션의 지급 대상이 적혀 있지 않습니다."),
    Words(
        "Write `earnings` with components of other plans, or `pays_on` with a rollup or overlay.",
        "다른 플랜의 지급 항목을 `earnings`, 간접 실적을 `pays_on` 키에 적어 주세요.",
    ),
)
_MISSING = {
    "reach": (
        Words("Nothing says whose earnings count.", "누구의 금액에 지급하는지 적혀 있지 않습니다."),
        Words(
            "Write `reach: {levels: 1}` for those who report to the manager, `all`, or a relation.",
            "직접 보고하는 사람이면 `reach: {levels: 1}`, 모두이면 `all`, 또는 지정 관계를 적어 주세요.",
        ),
    ),
    "rate": (
        Words("Nothing says how much of it is paid.", "지급하는 요율이 적혀 있지 않습니다."),
        Words("Write `rate:` with a percentage such as 5%.", "`rate:` 키에 5% 같은 백분율을 적어 주세요."),
    ),
    "spread": (
        Words("Nothing says between which rates the spread lies.", "어느 요율표의 차이인지 적혀 있지 않습니다."),
        Words("Write `spread:` with the name of a table.", "`spread:` 키에 요율표 이름을 적어 주세요."),
    ),
}
_WITHOUT_USE = (
    Words("“{key}” has no use beside `{form}`.", "`{form}` 키와 함께라면 ‘{key}’ 키의 쓰임이 없습니다."),
    Words("Remove it.", "지워 주세요."),
)
_OWN_PLAN = (
    Words(
        "“{name}” is a component of this plan, so the plan would be paid on itself.",
        "‘{name}’ 항목은 이 플랜의 것이므로 플랜이 자기 금액에 지급하게 됩니다.",
    ),
    Words("Name components of other plans.", "다른 플랜의 지급 항목을 적어 주세요."),
)
_OWN_CREDIT = (
    Words(
        "{credit} is credited directly, so there is nobody below to take a spread from.",
        "{credit} 실적은 직접 실적이므로 요율 차이를 계산할 아래 사람이 없습니다.",
    ),
    Words("Pay on a rollup or overlay.", "조직 합산이나 중복 인정 실적에 지급해 주세요."),
)
_WRONG_TABLE = (
    Words(
        "The rates of {table} do not turn {credit} into money.",
        "{table} 표의 요율로는 {credit} 실적이 금액이 되지 않습니다.",
    ),
    Words(
        "Amounts are multiplied by percentages, counts by sums of money.",
        "금액에는 백분율을, 건수에는 금액을 곱합니다.",
    ),
)
_NEGATIVE = (
    Words("The rate {rate} takes money away.", "{rate} 요율은 금액을 줄입니다."),
    Words("Keep it only if that is meant.", "의도한 값일 때만 그대로 두세요."),
)

_OF_EARNINGS = ("reach", "as_of", "rate")
_FORM_KEYS = (
    may("earnings", ListOf(Value(names="plan_component"))),
    may("reach", _REACH),
    may("as_of", choice(*_AS_OF), "period_end"),
    may("rate", Value(("percent",))),
    may("pays_on", Either(Value(names="credit"))),
    may("spread", Value(names="table")),
    WHEN,
)
_KEYS = frozenset(key.name for key in _FORM_KEYS) | {"label", "note", "kind", "only_if", "judged", "caps"}

OVERRIDE = Kind(
    name="override",
    label=Words("Override", "조직 커미션"),
    keys=_FORM_KEYS,
    check=_check,
    compiled=_compiled,
    words=override_words,
    prose=override_prose,
)
