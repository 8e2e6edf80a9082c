"""The sentences of tiered lines: a part in its tier, a whole credit at the rate reached, an uplift of an earlier one.

In: a line of a tiered component. Out: a template in English and Korean.
"""

from __future__ import annotations

from functools import lru_cache

from comp_rules.kinds.kind import LineShown
from comp_rules.kinds.overage_words import is_whole, overage_place, overage_uplift, overage_words
from comp_rules.kinds.sentence import (
    TEMPLATES,
    has,
    moving,
    rate_moved,
    rate_template,
    takes_back,
    unit_of,
    value_of,
    with_rest,
)
from comp_rules.values.words import Words


def tiered_words(line: LineShown) -> Words:
    """Return the sentence of a line by its shape and state."""
    template = _with_rate(unit_of(line, "rate"), _template(line))
    if has(line, "earned"):
        template = _of_component(template)
    return with_rest(line, rate_template(line, template))


def _template(line: LineShown) -> Words:
    if line.state == "back" or (line.state == "uplift" and not any(o.before and o.in_amount for o in line.operands)):
        return _reopened(line) if has(line, "stood") or line.shape != "overage" else overage_uplift(line)
    if line.state == "uplift":
        return overage_uplift(line) if line.shape == "overage" else _uplift(line)
    shapes = {"slice": _slice, "restate": _restate, "overage": overage_words}
    return shapes.get(line.shape, _each)(line)


def _of_component(template: Words) -> Words:
    """The same for a line of another component: what it has earned takes the place of the record's credit."""
    en = template.en.replace("{record}: {credit}", "{component}: {earned} already earned")
    en = en.replace("{record}, {credit},", "{earned} already earned").replace("{record}, {credit}", "{earned}")
    ko = template.ko.replace("{record} 건의 인정 실적은 {credit}", "{component} 항목의 대상 금액은 {earned}")
    ko = ko.replace("{record} 건의", "{component} 항목의").replace("인정 실적", "대상 금액")
    return Words(
        en.replace("{record}", "{component}").replace("credit}", "earned}"),
        ko.replace("{record} 건은", "{component} 항목은")
        .replace("{record}", "{component}")
        .replace("credit}", "earned}"),
    )


@lru_cache(maxsize=TEMPLATES)
def _with_rate(unit: str, template: Words) -> Words:
    """Say of a multiple what it multiplies, and of a price that it is for each one."""
    en, ko = {
        "times": ("{rate} the base rate", "기본 요율의 {rate}"),
        "money_each": ("{rate} for each one", "건당 {rate}"),
    }.get(unit, ("{rate}", "{rate}"))
    return Words(template.en.replace("RATE", en), template.ko.replace("RATE", ko))


def _reopened(line: LineShown) -> Words:
    """The conditions of an earlier credit were judged again: what is paid now, or goes back, and of what."""
    closed = line.state == "back"
    paid = _CLOSED if closed else _OPENED
    if has(line, "part") and not is_whole(line):
        paid = _CLOSED_PART if closed else _OPENED_PART
    elif has(line, "part"):
        paid = _all_of(paid)
    where = _lies(line)
    return Words(f"{paid.en}{where.en}.", f"{paid.ko}{where.ko}")


def _all_of(paid: Words) -> Words:
    """The same for a part that is the whole credit."""
    en = paid.en.replace("{credit} is paid", "all of {credit} is paid").replace("what {size", "what all of {size")
    return Words(en, paid.ko)


def _lies(line: LineShown) -> Words:
    """Where a credit lies whose conditions were judged again, as the kind of ladder says it."""
    if line.shape == "slice":
        way, where = way_of(line), _where(line)
        ko = f" 속하는 구간: {where.ko}. {way.ko}".rstrip()
        return Words(f"; it lies {where.en}{way.en}", ko)
    if line.shape == "overage":
        return overage_place(line)
    if line.shape == "restate":
        return _standing(line)
    if has(line, "field"):
        return Words("; its value of {field} picks the tier", " 구간을 정하는 값: {field}.")
    if has(line, "number"):
        return Words("; it falls into month {number}", " 경과 개월: {number}개월 차.")
    return Words(_QUOTA_ALONE.en, f" {_QUOTA_ALONE.ko}") if has(line, "window_quota") else _NO_WAY


_CLOSED = Words(
    "{record}: its condition no longer holds, so what {size_of_credit} was paid at RATE goes back",
    "{record} 건의 지급 조건이 더는 충족되지 않아 앞서 지급한 금액을 되돌립니다. 인정 실적: {size_of_credit}, "
    "되돌리는 기준: RATE.",
)
_CLOSED_PART = Words(
    "{record}: its condition no longer holds, so what {size_of_part} of {credit} was paid at RATE goes back",
    "{record} 건의 지급 조건이 더는 충족되지 않아 앞서 지급한 금액을 되돌립니다. {credit} 중 {size_of_part} 부분을 "
    "되돌리는 기준: RATE.",
)
_OPENED = Words(
    "{record}: its condition holds now, so {credit} is paid at RATE",
    "{record} 건의 지급 조건이 이제 충족되어 지급합니다. 인정 실적: {credit}, 적용: RATE.",
)
_OPENED_PART = Words(
    "{record}: its condition holds now, so {part} of {credit} is paid at RATE",
    "{record} 건의 지급 조건이 이제 충족되어 지급합니다. {credit} 중 {part} 부분에 적용: RATE.",
)


def _slice(line: LineShown) -> Words:
    """The part, why it earns this rate, and the way that the credit went on the ladder."""
    where, whole = _where(line), is_whole(line)
    if takes_back(line):
        start = _BACK_ALL if whole else _BACK
    elif value_of(line, "rate") == 0:
        start = _NOTHING
    else:
        start = _ALL if whole else _PART
    return _joined(start, where, way_of(line))


def _where(line: LineShown) -> Words:
    """The tier of a part, by where it starts."""
    if not has(line, "edge"):
        return _FIRST
    return _OF_QUOTA if has(line, "window_quota") else _OF_AMOUNT


def way_of(line: LineShown) -> Words:
    """The way that a credit went on the ladder of its measure; none on a ladder of its own."""
    quota = has(line, "window_quota") and not has(line, "edge")
    if not has(line, "open"):
        return _QUOTA_ALONE if quota else _NO_WAY
    return _WAY_FIRST if quota else _WAY


@lru_cache(maxsize=TEMPLATES)
def _joined(start: Words, where: Words, way: Words) -> Words:
    return Words(
        f"{start.en.replace('WHERE', where.en)}{way.en}.",
        f"{start.ko.replace('WHERE', where.ko)} {way.ko}".rstrip(),
    )


_FIRST = Words("in the first tier", "첫 구간")
_OF_AMOUNT = Words("above {edge}", "{edge} 초과 구간")
_OF_QUOTA = Words("above {edge} of quota {window_quota}", "목표({window_quota})의 {edge} 초과 구간")
_ALL = Words("{record}: {credit}, all WHERE, earns RATE", "{record} 건의 {credit} 전체가 WHERE에 속합니다. 적용: RATE.")
_PART = Words(
    "{record}: {part} of {credit} lies WHERE and earns RATE",
    "{record} 건의 {credit} 중 {part} 부분이 WHERE에 속합니다. 적용: RATE.",
)
_NOTHING = Words(
    "{record}: {part} of {credit} lies WHERE, where {rate} pays nothing",
    "{record} 건의 {credit} 중 {part} 부분이 WHERE에 속합니다. 요율이 {rate}이므로 지급액이 없습니다.",
)
_BACK = Words(
    "{record} is a reversal of {size_of_credit}; {size_of_part} of it lies WHERE and gives back RATE",
    "{record} 건은 실적 취소({size_of_credit})이며 그중 {size_of_part} 부분이 WHERE에 속합니다. 되돌리는 기준: RATE.",
)
_BACK_ALL = Words(
    "{record} is a reversal of {size_of_credit}, all WHERE, and gives back RATE",
    "{record} 건은 실적 취소({size_of_credit})이며 전체가 WHERE에 속합니다. 되돌리는 기준: RATE.",
)
_NO_WAY = Words("", "")
_QUOTA_ALONE = Words("; the quota is {window_quota}", "목표: {window_quota}.")
_WAY = Words("; {measure} went from {open} to {close}", "{measure}: {open} → {close}.")
_WAY_FIRST = Words(
    "; {measure} went from {open} to {close} of {window_quota}", "{measure}: {open} → {close}, 목표: {window_quota}."
)


def _restate(line: LineShown) -> Words:
    stands = _STANDS_QUOTA if has(line, "attainment") else _STANDS
    start = _TAKES_BACK if takes_back(line) else _PAYS_NOTHING if value_of(line, "rate") == 0 else _PAYS
    return Words(f"{start.en}; {stands.en}.", f"{start.ko} {stands.ko}")


_PAYS = Words("{record}: {credit} pays RATE", "{record} 건의 인정 실적은 {credit}입니다. 적용: RATE.")
_PAYS_NOTHING = Words(
    "{record}: {credit} pays nothing yet at {rate}",
    "{record} 건의 {credit}에 대한 요율이 아직 {rate}이므로 지급액이 없습니다.",
)
_TAKES_BACK = Words(
    "{record} is a reversal of {size_of_credit} at RATE",
    "{record} 건은 실적 취소({size_of_credit})입니다. 되돌리는 기준: RATE.",
)
_STANDS = Words("{measure} stands at {total}", "{measure} 지표의 누적 실적: {total}.")
_STANDS_QUOTA = Words(
    "{measure} stands at {attainment}, {total} of quota {window_quota}",
    "{measure} 지표의 달성률: {attainment}({total} / 목표 {window_quota}).",
)


def _uplift(line: LineShown) -> Words:
    """Why an earlier credit is paid again: the measure moved to another tier, or what the base rate divides changed."""
    if not rate_moved(line):
        stands = _standing(line)
        return Words(f"{_BASE_CHANGED.en}{stands.en}.", f"{_BASE_CHANGED.ko}{stands.ko}")
    # a quota to date grows too: the attainment may fall while the total rises
    by_quota = has(line, "attainment", before=True)
    role = "attainment" if by_quota else "total"
    now, before = value_of(line, role), value_of(line, role, before=True)
    if now is None or before is None:
        return _RATE_CHANGED
    if by_quota:
        return _FELL_QUOTA if now < before else _ROSE_QUOTA
    return _FELL if now < before else _ROSE


_ROSE_QUOTA = Words(
    "{measure} rose from {before_attainment} to {attainment} ({before_total} to {total}, quota {window_quota}); "
    "{rate} replaces {before_rate} for {record}, {credit}.",
    "{measure} 지표의 달성률이 올랐습니다({before_attainment} → {attainment}, 누적 {before_total} → {total}, "
    "목표 {window_quota}). {record} 건의 {credit}에 소급 적용되는 요율: {before_rate} → {rate}.",
)
_FELL_QUOTA = Words(
    "{measure} fell from {before_attainment} to {attainment} ({before_total} to {total}, quota {window_quota}); "
    "{rate} replaces {before_rate} for {record}, {credit}.",
    "{measure} 지표의 달성률이 내렸습니다({before_attainment} → {attainment}, 누적 {before_total} → {total}, "
    "목표 {window_quota}). {record} 건의 {credit}에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_ROSE = Words(
    "{measure} rose from {before_total} to {total}; {rate} replaces {before_rate} for {record}, {credit}.",
    "{measure} 지표의 값이 올랐습니다({before_total} → {total}). "
    "{record} 건의 {credit}에 소급 적용되는 요율: {before_rate} → {rate}.",
)
_FELL = Words(
    "{measure} fell from {before_total} to {total}; {rate} replaces {before_rate} for {record}, {credit}.",
    "{measure} 지표의 값이 내렸습니다({before_total} → {total}). "
    "{record} 건의 {credit}에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_RATE_CHANGED = Words(
    "{rate} replaces {before_rate} for {record}, {credit}.",
    "{record} 건의 {credit}에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_BASE_CHANGED = Words(
    "What the base rate is made of changed, so the difference for {record}, {credit}, is settled at RATE",
    "기본 요율을 이루는 값이 바뀌어 {record} 건의 {credit}에 대한 차액을 정산합니다. 적용: RATE.",
)


def _standing(line: LineShown) -> Words:
    """How the measure stands, with what it was before; nothing where that is not among the operands."""
    if not has(line, "total"):
        return _NO_WAY
    total = moving(line, "total")
    if not has(line, "attainment"):
        return Words(f"; {{measure}} stands at {total}", f" {{measure}} 지표의 누적 실적: {total}.")
    attainment, quota = moving(line, "attainment"), moving(line, "window_quota")
    return Words(
        f"; {{measure}} stands at {attainment}, {total} of quota {quota}",
        f" {{measure}} 지표의 달성률: {attainment}({total} / 목표 {quota}).",
    )


def _each(line: LineShown) -> Words:
    nothing, back, pays = _OWN_NOTHING, _OWN_BACK, _OWN
    if has(line, "field"):
        nothing, back, pays = _FIELD_NOTHING, _FIELD_BACK, _FIELD
    elif has(line, "number"):
        nothing, back, pays = MONTH_NOTHING, MONTH_BACK, MONTH
    told = nothing if value_of(line, "rate") == 0 else back if takes_back(line) else pays
    if not has(line, "window_quota"):
        return told
    return Words(f"{told.en[:-1]}{_QUOTA_ALONE.en}.", f"{told.ko} {_QUOTA_ALONE.ko}")


MONTH = Words(
    "{record}: it falls into month {number}, so {credit} pays RATE.",
    "{record} 건은 {number}개월 차에 속합니다. 인정 실적: {credit}, 적용: RATE.",
)
MONTH_NOTHING = Words(
    "{record}: it falls into month {number}, where the rate is {rate}, so {credit} pays nothing.",
    "{record} 건은 {number}개월 차에 속하며 요율이 {rate}이므로 인정 실적({credit})의 지급액이 없습니다.",
)
MONTH_BACK = Words(
    "{record} is a reversal of {size_of_credit} in month {number}, at RATE.",
    "{record} 건은 {number}개월 차의 실적 취소({size_of_credit})입니다. 되돌리는 기준: RATE.",
)
_FIELD = Words(
    "{record}: its value of {field} picks RATE, paid on {credit}.",
    "{record} 건의 값({field})에 따라 구간이 정해집니다. 인정 실적: {credit}, 적용: RATE.",
)
_FIELD_NOTHING = Words(
    "{record}: its value of {field} picks {rate}, so {credit} pays nothing.",
    "{record} 건의 값({field})에 따른 요율이 {rate}이므로 인정 실적({credit})의 지급액이 없습니다.",
)
_FIELD_BACK = Words(
    "{record} is a reversal of {size_of_credit} at RATE, picked by its value of {field}.",
    "{record} 건은 실적 취소({size_of_credit})입니다. 값({field})에 따라 되돌리는 기준: RATE.",
)
_OWN = Words(
    "{record}: its own size picks RATE for all of {credit}.",
    "{record} 건의 금액으로 구간이 정해집니다. 인정 실적: {credit}, 적용: RATE.",
)
_OWN_NOTHING = Words(
    "{record}: at its size, {credit}, the rate is {rate}, so it pays nothing.",
    "{record} 건의 금액({credit})에 따른 요율이 {rate}이므로 지급액이 없습니다.",
)
_OWN_BACK = Words(
    "{record} is a reversal of {size_of_credit} at RATE.",
    "{record} 건은 실적 취소({size_of_credit})입니다. 되돌리는 기준: RATE.",
)
