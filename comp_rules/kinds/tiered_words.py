"""The sentences of tiered lines: a part in its tier, a whole credit at the rate reached, an uplift of an earlier one.

In: a line of a tiered component. Out: a template in English and Korean.
"""

from __future__ import annotations

from functools import lru_cache

from comp_rules.kinds.kind import LineShown
from comp_rules.kinds.sentence import TEMPLATES, has, rate_template, takes_back, unit_of, value_of, with_rest
from comp_rules.values.words import Words


def tiered_words(line: LineShown) -> Words:
    """Return the sentence of a line by its shape and state."""
    template = _with_rate(unit_of(line, "rate"), _template(line))
    if has(line, "earned"):
        template = _of_component(template)
    return with_rest(line, rate_template(line, template))


def _template(line: LineShown) -> Words:
    if line.state == "back":
        return _CLOSED
    if line.state == "uplift":
        if not any(operand.before for operand in line.operands):
            return _OPENED
        return _uplift(line)
    shapes = {"slice": _slice, "restate": _restate, "overage": _overage}
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


_CLOSED = Words(
    "{record}: its condition no longer holds, so what it was paid at RATE goes back.",
    "{record} 건의 지급 조건이 더는 충족되지 않아 앞서 지급한 금액을 되돌립니다. 되돌리는 기준: RATE.",
)
_OPENED = Words(
    "{record}: its condition holds now, so it is paid at RATE.",
    "{record} 건의 지급 조건이 이제 충족되어 지급합니다. 적용: RATE.",
)


def _overage(line: LineShown) -> Words:
    """The lower part of a credit as on any ladder; what lies above the second line earns the rate reached."""
    back, nothing = takes_back(line), value_of(line, "rate") == 0
    if has(line, "edge"):
        start = _OVER_BACK if back else _OVER_NOTHING if nothing else _OVER
    else:
        start = _LOWER_BACK if back else _LOWER_NOTHING if nothing else _LOWER
    if value_of(line, "part") == (value_of(line, "credit") or value_of(line, "earned")):
        start = _all_of(start)
    if not has(line, "open"):
        return Words(f"{start.en}.", start.ko)
    stands = _STANDS_QUOTA if has(line, "attainment") else _STANDS
    return Words(
        f"{start.en}; {stands.en}, and went from {{open}} to {{close}} with it.",
        f"{start.ko} {stands.ko} 이 거래의 누적: {{open}} → {{close}}.",
    )


def _all_of(start: Words) -> Words:
    """The same for a part that is the whole credit."""
    en = start.en.replace("{part} of {credit}", "all of {credit}").replace("{size_of_part} of it", "all of it")
    ko = start.ko.replace("{credit} 중 {part} 부분이", "{credit} 전체가").replace(
        "그중 {size_of_part} 부분이", "전체가"
    )
    return Words(en, ko)


_LOWER = Words(
    "{record}: {part} of {credit} lies in the first tier and earns RATE",
    "{record} 건의 {credit} 중 {part} 부분이 첫 구간에 속합니다. 적용: RATE.",
)
_LOWER_NOTHING = Words(
    "{record}: {part} of {credit} lies in the first tier, where {rate} pays nothing",
    "{record} 건의 {credit} 중 {part} 부분이 첫 구간에 속합니다. 요율이 {rate}이므로 지급액이 없습니다.",
)
_LOWER_BACK = Words(
    "{record} is a reversal of {size_of_credit}; {size_of_part} of it lies in the first tier and gives back RATE",
    "{record} 건은 실적 취소({size_of_credit})이며 그중 {size_of_part} 부분이 첫 구간에 속합니다. 되돌리는 기준: RATE.",
)
_OVER = Words(
    "{record}: {part} of {credit} lies above the first tier and earns RATE, the rate from {edge}",
    "{record} 건의 {credit} 중 {part} 부분이 첫 구간을 넘었습니다. 적용({edge} 구간): RATE.",
)
_OVER_NOTHING = Words(
    "{record}: {part} of {credit} lies above the first tier, where {rate} from {edge} pays nothing",
    "{record} 건의 {credit} 중 {part} 부분이 첫 구간을 넘었습니다. "
    "{edge} 구간의 요율이 {rate}이므로 지급액이 없습니다.",
)
_OVER_BACK = Words(
    "{record} is a reversal of {size_of_credit}; {size_of_part} of it lies above the first tier "
    "and gives back RATE from {edge}",
    "{record} 건은 실적 취소({size_of_credit})이며 그중 {size_of_part} 부분이 첫 구간을 넘습니다. "
    "되돌리는 기준({edge} 구간): RATE.",
)


def _slice(line: LineShown) -> Words:
    """The part, why it earns this rate, and the way that the credit went on the ladder."""
    where = _FIRST
    if has(line, "edge"):
        where = _OF_QUOTA if has(line, "window_quota") else _OF_AMOUNT
    whole = value_of(line, "part") == (value_of(line, "credit") or value_of(line, "earned"))
    if takes_back(line):
        start = _BACK_ALL if whole else _BACK
    elif value_of(line, "rate") == 0:
        start = _NOTHING
    else:
        start = _ALL if whole else _PART
    way = _NO_WAY
    if has(line, "open"):
        way = _WAY_FIRST if has(line, "window_quota") and not has(line, "edge") else _WAY
    return _joined(start, where, way)


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
    "{record}: {credit} pays nothing yet at {rate}", "{record} 건의 {credit}에 대한 요율은 아직 {rate}입니다."
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
    if line.shape == "overage":
        return _uplift_of_part(line)
    if not has(line, "rate", before=True) or not has(line, "rate"):
        return _BASE_CHANGED
    now, before = value_of(line, "total"), value_of(line, "total", before=True)
    if now is None or before is None:
        return _RATE_CHANGED
    if has(line, "attainment", before=True):
        return _FELL_QUOTA if now < before else _ROSE_QUOTA
    return _FELL if now < before else _ROSE


def _uplift_of_part(line: LineShown) -> Words:
    """An earlier credit of which another part lies above the first tier, or whose rate there changed."""
    if not has(line, "rate", before=True) or not has(line, "rate"):
        return _PART_CHANGED
    return _PART_RATE_QUOTA if has(line, "attainment", before=True) else _PART_RATE


_PART_RATE_QUOTA = Words(
    "{measure} went from {before_attainment} to {attainment} ({before_total} to {total}, quota {window_quota}); "
    "{rate} replaces {before_rate} for what of {record}, {credit}, lies above the first tier.",
    "{measure} 지표의 달성률: {before_attainment} → {attainment}(누적 {before_total} → {total}, "
    "목표 {window_quota}). {record} 건의 {credit} 중 첫 구간을 넘은 부분에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_PART_RATE = Words(
    "{measure} moved to {total}; {rate} replaces {before_rate} for what of {record}, {credit}, "
    "lies above the first tier.",
    "{measure} 지표의 누적 실적: {total}. "
    "{record} 건의 {credit} 중 첫 구간을 넘은 부분에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_PART_CHANGED = Words(
    "What {record} is paid on changed, so the difference is settled at RATE.",
    "{record} 건의 지급 대상이 바뀌어 차액을 정산합니다. 적용: RATE.",
)
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
    "{measure} 지표가 올랐습니다({before_total} → {total}). "
    "{record} 건의 {credit}에 소급 적용되는 요율: {before_rate} → {rate}.",
)
_FELL = Words(
    "{measure} fell from {before_total} to {total}; {rate} replaces {before_rate} for {record}, {credit}.",
    "{measure} 지표가 내렸습니다({before_total} → {total}). "
    "{record} 건의 {credit}에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_RATE_CHANGED = Words(
    "{rate} replaces {before_rate} for {record}, {credit}.",
    "{record} 건의 {credit}에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_BASE_CHANGED = Words(
    "What the base rate is made of changed, so the difference for {record}, {credit}, is settled at RATE.",
    "기본 요율을 이루는 값이 바뀌어 {record} 건의 {credit}에 대한 차액을 정산합니다. 적용: RATE.",
)


def _each(line: LineShown) -> Words:
    nothing, back, pays = _OWN_NOTHING, _OWN_BACK, _OWN
    if has(line, "field"):
        nothing, back, pays = _FIELD_NOTHING, _FIELD_BACK, _FIELD
    elif has(line, "number"):
        nothing, back, pays = MONTH_NOTHING, MONTH_BACK, MONTH
    if value_of(line, "rate") == 0:
        return nothing
    return back if takes_back(line) else pays


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
