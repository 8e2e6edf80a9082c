"""The sentences of tiered lines: a part in its tier, a whole credit at the rate reached, an uplift of an earlier one.

In: a line of a tiered component. Out: a template in English and Korean.
"""

from __future__ import annotations

from comp_rules.kinds.kind import LineShown
from comp_rules.kinds.sentence import has, value_of, with_rest
from comp_rules.values.words import Words


def tiered_words(line: LineShown) -> Words:
    """Return the sentence of a line by its shape and state."""
    if line.shape == "slice":
        return with_rest(line, _slice(line))
    if line.shape == "restate" and line.state == "uplift":
        return with_rest(line, _uplift(line))
    if line.shape == "restate":
        return with_rest(line, _restate(line))
    return with_rest(line, _each(line))


def _slice(line: LineShown) -> Words:
    """The part, why it earns this rate, and the way that the credit went on the ladder."""
    if has(line, "edge"):
        where = _OF_QUOTA if has(line, "window_quota") else _OF_AMOUNT
    else:
        where = _FIRST
    start = _BACK if line.amount < 0 else _NOTHING if value_of(line, "rate") == 0 else _EARNS
    way = _NO_WAY
    if has(line, "open"):
        way = _WAY_FIRST if has(line, "window_quota") and not has(line, "edge") else _WAY
    return Words(
        f"{start.en.replace('WHERE', where.en)}{way.en}.",
        f"{start.ko.replace('WHERE', where.ko)} {way.ko}".rstrip(),
    )


_FIRST = Words("in the first tier", "첫 구간")
_OF_AMOUNT = Words("above {edge}", "{edge} 초과 구간")
_OF_QUOTA = Words("above {edge} of quota {window_quota}", "목표({window_quota})의 {edge} 초과 구간")
_EARNS = Words(
    "{record}: {part} of {credit} lies WHERE and earns {rate}",
    "{record} 건의 {credit} 중 WHERE에 속하는 {part}에 {rate} 요율이 적용됩니다.",
)
_NOTHING = Words(
    "{record}: {part} of {credit} lies WHERE, where the rate is {rate} and nothing is paid",
    "{record} 건의 {credit} 중 WHERE에 속하는 {part}의 요율은 {rate}이며 지급액이 없습니다.",
)
_BACK = Words(
    "{record} takes back {credit}; {part} of it lies WHERE and gives back {rate}",
    "{record} 건의 실적 취소({credit}) 중 WHERE에 속하는 {part}의 금액을 {rate} 요율로 되돌립니다.",
)
_NO_WAY = Words("", "")
_WAY = Words("; {measure} went from {open} to {close}", "누적 실적: {open} → {close}.")
_WAY_FIRST = Words(
    "; {measure} went from {open} to {close} of {window_quota}", "누적 실적: {open} → {close}, 목표: {window_quota}."
)


def _restate(line: LineShown) -> Words:
    stands = _STANDS_QUOTA if has(line, "attainment") else _STANDS
    start = _TAKES_BACK if line.amount < 0 else _PAYS_NOTHING if value_of(line, "rate") == 0 else _PAYS
    return Words(f"{start.en}; {stands.en}.", f"{start.ko} {stands.ko}")


_PAYS = Words("{record}: {credit} pays {rate}", "{record} 건의 {credit}에 {rate} 요율이 적용됩니다.")
_PAYS_NOTHING = Words(
    "{record}: {credit} pays nothing yet at {rate}", "{record} 건의 {credit}에 대한 요율은 아직 {rate}입니다."
)
_TAKES_BACK = Words(
    "{record} takes back {credit} at {rate}", "{record} 건의 실적 취소({credit}) 금액을 {rate} 요율로 되돌립니다."
)
_STANDS = Words("{measure} stands at {total}", "{measure} 지표의 누적 실적: {total}.")
_STANDS_QUOTA = Words(
    "{measure} stands at {attainment}, {total} of quota {window_quota}",
    "{measure} 지표의 달성률: {attainment}({total} / 목표 {window_quota}).",
)


def _uplift(line: LineShown) -> Words:
    """Why an earlier credit is paid again: the measure moved to another tier, or what the base rate divides changed."""
    if not has(line, "rate", before=True):
        return _BASE_CHANGED
    fell = line.amount < 0
    if has(line, "attainment", before=True) and has(line, "total", before=True):
        return _FELL_QUOTA if fell else _ROSE_QUOTA
    if has(line, "total", before=True):
        return _FELL if fell else _ROSE
    return _RATE_CHANGED


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
    "Your target or quota changed, so {record}, {credit}, is paid the difference at {rate}.",
    "목표나 목표 인센티브가 바뀌어 {record} 건의 {credit}에 대한 차액을 {rate} 요율로 정산합니다.",
)


def _each(line: LineShown) -> Words:
    by_field = has(line, "field")
    if value_of(line, "rate") == 0:
        return _FIELD_NOTHING if by_field else _OWN_NOTHING
    if line.amount < 0:
        return _FIELD_BACK if by_field else _OWN_BACK
    return _FIELD if by_field else _OWN


_FIELD = Words(
    "{record}: its value of {field} picks the rate {rate}, paid on {credit}.",
    "{record} 건의 값({field})에 따른 요율은 {rate}이며 인정 실적은 {credit}입니다.",
)
_FIELD_NOTHING = Words(
    "{record}: its value of {field} picks the rate {rate}, so {credit} pays nothing.",
    "{record} 건의 값({field})에 따른 요율이 {rate}이므로 인정 실적({credit})의 지급액이 없습니다.",
)
_FIELD_BACK = Words(
    "{record} takes back {credit} at {rate}, the rate for its value of {field}.",
    "{record} 건의 실적 취소({credit}) 금액을 값({field})에 따른 요율 {rate} 기준으로 되돌립니다.",
)
_OWN = Words(
    "{record}: a credit of {credit} pays {rate} on all of it.",
    "{record} 건의 인정 실적은 {credit}이며 전체에 적용되는 요율은 {rate}입니다.",
)
_OWN_NOTHING = Words(
    "{record}: a credit of {credit} is in the tier that pays {rate}, so it pays nothing.",
    "{record} 건의 인정 실적({credit})이 속한 구간의 요율이 {rate}이므로 지급액이 없습니다.",
)
_OWN_BACK = Words(
    "{record} takes back {credit} at {rate}.", "{record} 건의 실적 취소({credit}) 금액을 {rate} 요율로 되돌립니다."
)
