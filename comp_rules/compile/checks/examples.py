"""Checks of worked examples: that there are two, that their rows are whole, and that no answer is given away.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import did_you_mean, error, warning
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import Outline
from comp_rules.values.fault import Fault, Place
from comp_rules.values.period import form_of_period
from comp_rules.values.words import Words

_WANTED = 2
#: what an expected row says, by what it is about
_SAYS = {
    "component": ("lines", "total", "refused", "operands"),
    "measure": ("value", "attainment"),
    "step": ("amount", "balance"),
}


def example_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of the examples."""
    top = outline.document.top
    entry = top.entry("examples")
    examples = top.maps("examples")
    if entry is None or (isinstance(entry.value, Items) and len(entry.value.items) < _WANTED):
        yield warning("examples_missing", entry.place if entry else Place(outline.document.file, 1, 1), *_TWO)
    for example in examples:
        given = example.map("given")
        for row in given.maps("records") if given else ():
            yield from _record(row)
        for quota in given.maps("quotas") if given else ():
            yield from _zero_quota(quota)
        for rows in given.entries if given else ():
            for row in given.maps(rows.key) if given else ():
                yield from _reversed_days(row)
        for row in example.maps("expect"):
            yield from _expected(row, given)
            yield from _period(row, outline)
        yield from _people(example, given)


def _record(row: Map) -> Iterator[Fault]:
    for entry in row.entries:
        if entry.key == "split":
            yield from _split(entry)
        elif entry.key == "repeat":
            if literal_from_text(_text(entry.value), ("whole",), entry.place) is None:
                yield error("wrong_value", entry.value, *_REPEAT, text=_text(entry.value))
        elif not isinstance(entry.value, Scalar):
            yield error("wrong_form", entry.place, *_FLAT, key=entry.key)
    if not row.entries:
        yield error("empty_value", row, *_NO_ID)


def _split(entry: Entry) -> Iterator[Fault]:
    if not isinstance(entry.value, Map):
        yield error("wrong_form", entry.place, *_SPLIT)
        return
    for share in entry.value.entries:
        if literal_from_text(_text(share.value), ("percent",), share.place) is None:
            yield error("wrong_value", share.value, *_SHARE, text=_text(share.value))


def _zero_quota(row: Map) -> Iterator[Fault]:
    value = row.get("value")
    if value is None or row.entry("if_zero"):
        return
    literal = literal_from_text(_text(value), ("percent", "money", "number"), value.place)
    if literal is not None and literal.number == 0:
        yield error("missing_key", value, *_IF_ZERO)


def _reversed_days(row: Map) -> Iterator[Fault]:
    """A row of no days would count for nobody without a word. Days are compared only where both are dates."""
    first, last = (literal_from_text(row.text(key) or "", ("date",), row.place) for key in ("first_day", "last_day"))
    if first is not None and last is not None and last.text < first.text:
        yield error("days_reversed", row.get("last_day") or row, *_REVERSED)


def _people(example: Map, given: Map | None) -> Iterator[Fault]:
    """Everyone who is expected to earn, who has numbers or who is credited for others is one of the people given."""
    if given is None:
        return
    known = {row.text("person") or "" for row in given.maps("people")}
    tables = [given.maps(key) for key in ("quotas", "personal", "inputs", "openings", "leaves", "relations")]
    for row in (row for table in (*tables, example.maps("expect")) for row in table):
        person = row.get("person")
        if isinstance(person, Scalar) and person.text and person.text not in known:
            yield error("unknown_person", person, _STRANGER, did_you_mean(person.text, known), person=person.text)


def _expected(row: Map, given: Map | None) -> Iterator[Fault]:
    about = next((key for key in _SAYS if row.entry(key)), None)
    if about is None:
        return
    if not any(row.entry(key) for key in _SAYS[about]):
        says = ", ".join(_SAYS[about])
        yield error("nothing_expected", row, *_NOTHING, keys=says)
    for key in (key for other, keys in _SAYS.items() if other != about for key in keys):
        entry = row.entry(key)
        if entry:
            yield error("key_without_use", entry.place, *_UNUSED, key=key, about=about)
    for opening in given.maps("openings") if given else ():
        same = all(opening.text(key) == row.text(key) for key in ("person", about))
        if same and about != "step" and (opening.text("last_day") or "")[:7] >= (row.text("period") or "9999"):
            yield error("expected_given", opening, *_GIVEN)


def _period(row: Map, outline: Outline) -> Iterator[Fault]:
    """A plan that calculates quarters has no result of a month; the example then differs, so this is a warning."""
    node, calendar = row.get("period"), outline.document.top.map("calendar")
    literal = literal_from_text(row.text("period") or "", ("period",), node.place) if node is not None else None
    if node is None or literal is None or calendar is None or calendar.text("calculate") != outline.calculate:
        return
    if form_of_period(literal.text) != outline.calculate:
        yield warning("wrong_period", node, *_PERIOD, text=literal.text, sample=_SAMPLES[outline.calculate])


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


_SAMPLES = {"half_month": "2026-03-H1", "month": "2026-03", "quarter": "2026-Q1"}
_PERIOD = (
    Words("The plan does not calculate periods like {text}.", "이 플랜의 산정 기간은 {text} 형식이 아닙니다."),
    Words("Write the period like {sample}.", "{sample} 형식으로 적어 주세요."),
)
_TWO = (
    Words(
        "A plan needs two worked examples; this blocks approval.",
        "계산 예시가 두 개 이상 필요합니다. 없으면 승인할 수 없습니다.",
    ),
    Words("Add cases that you have worked out by hand.", "직접 계산해 본 사례를 추가해 주세요."),
)
_REPEAT = (
    Words("“{text}” is not a number of records.", "‘{text}’ 값은 건수가 아닙니다."),
    Words("Write it like 12.", "12처럼 적어 주세요."),
)
_FLAT = (
    Words("“{key}” of a record is a single value.", "데이터의 ‘{key}’ 값은 하나여야 합니다."),
    Words("Only `split` is a map.", "맵으로 적는 것은 `split` 키뿐입니다."),
)
_NO_ID = (
    Words("This record is empty.", "빈 데이터입니다."),
    Words("Begin with its type and id: `deal: D1`.", "종류와 번호부터 적어 주세요: `deal: D1`."),
)
_SPLIT = (
    Words("A split names people and their shares.", "실적 배분에는 사람과 인정 비율을 적습니다."),
    Words("Write it like `split: {ann: 60%, bo: 40%}`.", "`split: {ann: 60%, bo: 40%}` 형식으로 적어 주세요."),
)
_SHARE = (
    Words("“{text}” is not a share.", "‘{text}’ 값은 인정 비율이 아닙니다."),
    Words("Write it like 60% or 1/3.", "60% 또는 1/3처럼 적어 주세요."),
)
_IF_ZERO = (
    Words("A quota of 0 must say what it means.", "0인 목표는 뜻을 적어야 합니다."),
    Words(
        "Write `if_zero: base_rate`, `nothing` or `at_target`.",
        "`if_zero: base_rate`, `nothing`, `at_target` 중 하나를 적어 주세요.",
    ),
)
_REVERSED = (
    Words(
        "The last day lies before the first, so the row holds on no day.",
        "마지막 날이 첫날보다 빨라 적용되는 날이 없습니다.",
    ),
    Words(
        "Both days are included; put the earlier one first.",
        "두 날짜 모두 기간에 들어갑니다. 빠른 날짜를 첫날로 적어 주세요.",
    ),
)
_NOTHING = (
    Words("This row expects nothing.", "이 행에는 기대하는 값이 없습니다."),
    Words("Write one of: {keys}.", "다음 중 하나를 적어 주세요: {keys}."),
)
_UNUSED = (
    Words("“{key}” has no use in a row about a {about}.", "‘{key}’ 키의 쓰임이 없습니다. 행의 대상: {about}."),
    Words("Remove it.", "지워 주세요."),
)
_STRANGER = Words("“{person}” is not one of the people given.", "‘{person}’ 님은 주어진 사람(people)에 없습니다.")
_GIVEN = (
    Words("This opening gives away what the example expects.", "기초값이 기대하는 결과를 미리 알려 줍니다."),
    Words("Give records from which it can be calculated.", "계산할 수 있는 데이터를 적어 주세요."),
)
