"""Contest: prizes by rank among people, at the end of a measure's window.

In: a component with `rank`, `among` and `prizes`. Out: the rule by which the flow ranks, and one line for each prize.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Factor, Given, Pay, Unit
from comp_rules.kinds.component import component_of
from comp_rules.kinds.gates import gates_of
from comp_rules.kinds.kind import Kind, LineShown, Part, Prose
from comp_rules.kinds.prose import window_words
from comp_rules.kinds.sentence import has, value_of, with_rest
from comp_rules.plan.compiled import Component, ContestRule
from comp_rules.plan.document import Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.schema import Key, ListOf, MapOf, Value, choice
from comp_rules.plan.steps_from_measure import steps_from_measure
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

Among = OneOf["title", "plan", "relation"]
Ties = OneOf["share", "higher", "earliest"]
_AMONG: tuple[Among, ...] = ("title", "plan", "relation")
_TIES: tuple[Ties, ...] = ("share", "higher", "earliest")


def _check(part: Part) -> Iterator[Fault]:
    prizes = _prizes(part)
    for prize in prizes:
        if prize.number <= 0:
            yield error("prize_not_above_zero", prize.place, *_NO_PRIZE, prize=prize.text)
    for number, (before, prize) in enumerate(pairwise(prizes), start=1):
        if prize.number > before.number:
            places = {"place": str(number + 1), "before": str(number)}
            yield warning("prizes_rising", prize.place, *_RISING, prize=prize.text, **places)
    yield from _plan_faults(part)


def _plan_faults(part: Part) -> Iterator[Fault]:
    """People of another plan have no contest here to be ranked in."""
    among = part.node.map("among")
    value = among.get("plan") if among else None
    if isinstance(value, Scalar) and part.outline.name and value.text != part.outline.name:
        yield error("contest_plan", value, *_OTHER_PLAN, plan=value.text)


def _prizes(part: Part) -> list[Literal]:
    nodes = [node for node in part.node.items("prizes") if isinstance(node, Scalar)]
    found = (literal_from_text(node.text, ("money",), node.place) for node in nodes)
    return [literal for literal in found if literal is not None]


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    node = part.node
    component = component_of(part, "contest", "given")
    measure = part.outline.measures[node.text("rank") or ""]
    steps = steps_from_measure(measure, part.outline)
    gates = gates_of(part)
    among = node.map("among")
    assert among is not None
    word = next(word for word in _AMONG if among.entry(word))
    rule = ContestRule(
        rank=measure.name,
        among=word,
        name=among.text(word) or "",
        prizes=tuple(prize.as_number for prize in _prizes(part)),
        ties=next(known for known in _TIES if known == node.text("ties")),
        gates=gates.names,
    )
    lines = Given(name=f"{part.name}.lines", path=part.path, component=part.name)
    ranked_by: Unit = "ratio" if measure.quota is not None else measure.unit or "money"
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        factors=(Factor("prize", "given", "money"),),
        context=(
            Factor("rank", "given", "count"),
            Factor("of", "given", "count"),
            Factor("value", "given", ranked_by),
            Factor("tied", "given", "count"),
            Factor("shared", "given", "money"),
            Factor("next_place", "given", "count"),
            Factor("next_value", "given", ranked_by),
        ),
        measure=measure.name,
    )
    quota = (measure.name,) if measure.quota is not None else ()
    reads = tuple(dict.fromkeys((*quota, *gates.reads)))
    described = replace(component, by=measure.name, reads=reads, contest=rule)
    return described, (*steps.steps, *gates.steps, lines, pay)


def contest_words(line: LineShown) -> Words:
    """Return the sentence of a prize: the place, among how many, the value that was ranked, and what the next took.

    Of a shared prize also how many share which sum.
    """
    if value_of(line, "prize") == 0:
        told = _NO_MONEY_TIED if has(line, "tied") else _NO_MONEY
    elif has(line, "shared"):
        told = _SHARED
    else:
        told = _EACH if has(line, "tied") else _WON
    if has(line, "next_place"):
        same = value_of(line, "next_value") == value_of(line, "value")
        after = _NEXT_EARLIER if same else _NEXT
        told = Words(f"{told.en[:-1]}; {after.en}.", f"{told.ko} {after.ko}.")
    return with_rest(line, told)


def contest_prose(prose: Prose) -> list[Words]:
    """Say who compete by what, the prizes, and what ties do."""
    rule = prose.component.contest
    assert rule is not None
    label, measure = prose.component.label, prose.plan.measure(rule.rank)
    window = window_words(measure.frame)
    said = [
        Words(
            f"You can win {label.en} by your rank in {measure.label.en}.",
            f"{label.ko} 항목의 순위 기준: {measure.label.ko}.",
        ),
        _among_words(rule, prose),
    ]
    for place, prize in enumerate(rule.prizes, start=1):
        text = prose.number(prize.value, "money")
        said.append(Words(f"Place {place} wins {text}.", f"{place}위 시상금: {text}."))
    said.append(_TIES_SAID[rule.ties])
    said.append(
        Words(
            f"Prizes are due in the period that holds the last day of {window.en}.",
            f"시상금은 {window.ko}의 마지막 날이 있는 산정 기간에 귀속됩니다.",
        )
    )
    return said


def _among_words(rule: ContestRule, prose: Prose) -> Words:
    name = rule.name.replace("_", " ")
    if rule.among == "title":
        return Words(f"Everyone with the title “{name}” takes part.", f"참가 대상: 직무 ‘{name}’.")
    if rule.among == "plan":
        return Words("Everyone who holds this plan takes part.", "참가 대상: 이 플랜이 배정된 사람.")
    relation = prose.plan.called("relation", rule.name)
    return Words(
        f"Those related to the same person by “{relation.en}” compete with each other.",
        f"참가 대상: 지정 관계 ‘{relation.ko}’에서 같은 사람과 연결된 사람.",
    )


_TIES_SAID = {
    "share": Words(
        "People of equal rank share the sum of the prizes of their places.",
        "동점이면 해당 순위의 시상금을 합하여 나눕니다.",
    ),
    "higher": Words(
        "People of equal rank each get the prize of the higher place.",
        "동점이면 각자 높은 순위의 시상금을 받습니다.",
    ),
    "earliest": Words(
        "Of people with an equal result, the one who reached it first comes first.",
        "동점이면 먼저 도달한 사람의 순위가 높습니다.",
    ),
}
_WON = Words(
    "{measure} came to {value}, which is place {rank} of {of}; its prize is due.",
    "{measure} 지표의 값: {value}. 순위는 {of}명 중 {rank}위이며 해당 시상금이 발생합니다.",
)
_NO_MONEY = Words(
    "{measure} came to {value}, which is place {rank} of {of}; that place has no prize.",
    "{measure} 지표의 값: {value}. 순위는 {of}명 중 {rank}위이며 해당 순위의 시상금은 없습니다.",
)
_SHARED = Words(
    "{measure} came to {value}, which is place {rank} of {of}, tied: {tied} people share {shared}, "
    "the prizes of their places.",
    "{measure} 지표의 값: {value}. 순위는 {of}명 중 공동 {rank}위이며, 동점인 {tied}명이 해당 순위의 시상금 "
    "합계({shared})를 나눕니다.",
)
_EACH = Words(
    "{measure} came to {value}, which is place {rank} of {of}, tied: {tied} people each get its prize.",
    "{measure} 지표의 값: {value}. 순위는 {of}명 중 공동 {rank}위이며, 동점인 {tied}명이 각각 해당 시상금을 받습니다.",
)
_NO_MONEY_TIED = Words(
    "{measure} came to {value}, which is place {rank} of {of}, tied by {tied} people; that place has no prize.",
    "{measure} 지표의 값: {value}. 순위는 {of}명 중 공동 {rank}위({tied}명)이며 해당 순위의 시상금은 없습니다.",
)
_NEXT = Words("place {next_place} took {next_value}", "{next_place}위의 값: {next_value}")
_NEXT_EARLIER = Words(
    "place {next_place} had {next_value} earlier", "{next_place}위는 같은 값({next_value})에 먼저 도달했습니다"
)
_NO_PRIZE = (
    Words("A prize of {prize} is none.", "{prize} 시상금은 지급할 금액이 없습니다."),
    Words("Write a sum above 0, or end the list before it.", "0보다 큰 금액을 쓰거나 목록에서 빼 주세요."),
)
_RISING = (
    Words(
        "Place {place} wins {prize}, more than place {before}.",
        "{place}위 시상금({prize})이 {before}위보다 많습니다.",
    ),
    Words("Put the prizes in the order of the places.", "순위 순서대로 시상금을 적어 주세요."),
)
_OTHER_PLAN = (
    Words(
        "People of the plan “{plan}” do not hold this contest.",
        "‘{plan}’ 플랜이 배정된 사람에게는 이 콘테스트가 없습니다.",
    ),
    Words(
        "Name this plan, or a title or relation of its people.",
        "이 플랜의 이름을 쓰거나 직무, 지정 관계를 적어 주세요.",
    ),
)

CONTEST = Kind(
    name="contest",
    label=Words("Contest", "콘테스트"),
    keys=(
        Key("rank", Value(names="measure")),
        Key(
            "among",
            MapOf(
                (
                    Key("title", Value(names="title")),
                    Key("plan", Value(names="plan")),
                    Key("relation", Value(names="relation")),
                ),
                one_of=(_AMONG,),
                called=Words("who competes", "참가 대상"),
            ),
        ),
        Key("prizes", ListOf(Value(("money",)))),
        Key("ties", choice(*_TIES)),
    ),
    check=_check,
    compiled=_compiled,
    words=contest_words,
    prose=contest_prose,
)
