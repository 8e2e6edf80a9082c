"""The sentences of overage: what lies up to the line earns the first rate, what lies beyond it the rate reached.

In: a line of a tiered component that applies its overage. Out: templates in which RATE stands for the rate.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.kinds.kind import LineShown
from comp_rules.kinds.sentence import has, moving, rate_moved, takes_back, unit_of, value_of
from comp_rules.values.words import Words


def overage_words(line: LineShown) -> Words:
    """Return the sentence of a part: on which side of the line it lies, what it earns, and how the measure stands."""
    beyond, back, nothing = _is_beyond(line), takes_back(line), value_of(line, "rate") == 0
    start = (_UP_TO, _UP_TO_BACK, _UP_TO_NOTHING, _BEYOND, _BEYOND_BACK, _BEYOND_NOTHING)[
        3 * beyond + (1 if back else 2 if nothing else 0)
    ]
    if is_whole(line):
        start = _all_of(start)
    start, stands = _with_line(line, start), _stands(line)
    tier = _rate_reached(line) if beyond else _NOTHING
    return Words(f"{start.en}{tier.en}{stands.en}.", f"{start.ko.replace('TIER', tier.ko)}{stands.ko}")


def overage_place(line: LineShown) -> Words:
    """Return on which side of the line a part lies and how the measure stands, to follow another sentence."""
    side, stands = _with_line(line, _LIES_BEYOND if _is_beyond(line) else _LIES_UP_TO), _stands(line)
    tier = _rate_reached(line) if has(line, "edge") else _NOTHING
    return Words(f"{side.en}{tier.en}{stands.en}", f"{side.ko.replace('TIER', tier.ko)}{stands.ko}")


def overage_uplift(line: LineShown) -> Words:
    """Return the sentence of an earlier part whose rate or size changed since it was paid, or that is gone."""
    beyond = _is_beyond(line)
    changed = _PART_GONE if line.state == "back" else _RATE_CHANGED if rate_moved(line) else _PART_CHANGED
    side = _with_line(line, _SIDE_BEYOND if beyond else _SIDE_UP_TO)
    moved, tier, way = _moved(line), _tier_moved(line), _TOOK if has(line, "open") else _NOTHING
    return Words(
        f"{moved.en}; {changed.en.replace('SIDE', side.en)}{tier.en}{way.en}.",
        f"{moved.ko} {changed.ko.replace('SIDE', side.ko)}{tier.ko}{way.ko}",
    )


def is_whole(line: LineShown) -> bool:
    """Say whether the part is the whole credit."""
    part, whole = value_of(line, "part"), value_of(line, "credit") or value_of(line, "earned")
    return part is not None and whole is not None and abs(part) == abs(whole)


def _is_beyond(line: LineShown) -> bool:
    """Whether the part lies beyond the line; where the total fell back to the first rate, its size says so."""
    if has(line, "edge") or _edge_before(line):
        return True
    at, part = _line_at(line), value_of(line, "part")
    opened, closed = value_of(line, "open"), value_of(line, "close")
    if at is None or part is None or opened is None or closed is None:
        return False
    # what goes back has the sign turned
    return (-part if line.state == "back" else part) != min(closed, at) - min(opened, at)


def _line_at(line: LineShown) -> Fraction | None:
    at = value_of(line, "line")
    if at is None or unit_of(line, "line") != "percent":
        return at
    quota = value_of(line, "window_quota")
    return None if quota is None else at * quota


def _all_of(start: Words) -> Words:
    """The same for a part that is the whole credit."""
    en = start.en.replace("{part} of {credit}", "all of {credit}").replace("{size_of_part} of it", "all of it")
    ko = start.ko.replace("{credit} 중 {part} 부분이", "{credit} 전체가")
    return Words(en, ko.replace("그중 {size_of_part} 부분이", "전체가"))


def _with_line(line: LineShown, template: Words) -> Words:
    """The template with the line in its place: a part of the quota, a sum, or the end of the first tier."""
    if not has(line, "line"):
        at = Words("the end of the first tier", "첫 구간의 끝")
    elif unit_of(line, "line") == "percent" and has(line, "window_quota"):
        quota = moving(line, "window_quota")
        at = Words(f"{{line}} of quota {quota}", f"목표 {quota}의 {{line}}")
    else:
        at = Words("{line}", "{line}")
    return Words(template.en.replace("LINE", at.en), template.ko.replace("LINE", at.ko))


def _rate_reached(line: LineShown) -> Words:
    """Which tier gives the rate beyond the line."""
    if has(line, "edge"):
        return Words(", the rate from {edge}", "({edge} 구간)")
    return Words(", the rate of the first tier", "(첫 구간)")


def _tier_moved(line: LineShown) -> Words:
    """From which tier the rate now comes, and from which it came."""
    if has(line, "edge"):
        edge = moving(line, "edge")
        return Words(f", the rate from {edge}", f" 요율의 구간: {edge}.")
    return Words(", before from {before_edge}", " 이전 요율의 구간: {before_edge}.") if _edge_before(line) else _NOTHING


def _edge_before(line: LineShown) -> bool:
    return has(line, "edge", before=True)


def _stands(line: LineShown) -> Words:
    """How the measure stands, and the way that the credit went; nothing of a credit that is placed alone."""
    if not has(line, "open"):
        quota = has(line, "window_quota") and not (has(line, "line") and unit_of(line, "line") == "percent")
        return Words("; the quota is {window_quota}", " 목표: {window_quota}.") if quota else _NOTHING
    stands = _STANDS_QUOTA if has(line, "attainment") else _STANDS
    return Words(stands.en + _WENT.en, stands.ko + _WENT.ko)


def _moved(line: LineShown) -> Words:
    """How the measure moved since the part was paid."""
    if has(line, "attainment"):
        if not has(line, "total", before=True):
            return Words("{measure} stands at {attainment}, {total}", "{measure} 지표의 달성률: {attainment}({total}).")
        if not has(line, "attainment", before=True):
            return Words(
                "{measure} stands at {attainment} ({before_total} to {total})",
                "{measure} 지표의 달성률: {attainment}(누적 {before_total} → {total}).",
            )
        # a quota to date grows too: the attainment may fall while the total rises
        now, before = value_of(line, "attainment"), value_of(line, "attainment", before=True)
        verb = "rose" if now is not None and before is not None and now > before else "fell"
        return Words(
            f"{{measure}} {verb} from {{before_attainment}} to {{attainment}} ({{before_total}} to {{total}})",
            "{measure} 지표의 달성률: {before_attainment} → {attainment}(누적 {before_total} → {total}).",
        )
    if has(line, "total", before=True):
        return Words(
            "{measure} went from {before_total} to {total}", "{measure} 지표의 누적 실적: {before_total} → {total}."
        )
    return Words("{measure} stands at {total}", "{measure} 지표의 누적 실적: {total}.")


_NOTHING = Words("", "")
_WENT = Words(", and went from {open} to {close} with it", " 이 건의 누적: {open} → {close}.")
_STANDS = Words("; {measure} stands at {total}", " {measure} 지표의 누적 실적: {total}.")
_STANDS_QUOTA = Words(
    "; {measure} stands at {attainment}, {total}", " {measure} 지표의 달성률: {attainment}(누적 {total})."
)
_TOOK = Words("; with it the total went from {open} to {close}", " 이 건의 누적: {open} → {close}.")
_UP_TO = Words(
    "{record}: {part} of {credit} lies up to LINE and earns RATE",
    "{record} 건의 {credit} 중 {part} 부분이 기준(LINE) 이하입니다. 적용TIER: RATE.",
)
_UP_TO_NOTHING = Words(
    "{record}: {part} of {credit} lies up to LINE, where {rate} pays nothing",
    "{record} 건의 {credit} 중 {part} 부분이 기준(LINE) 이하입니다. 요율이 {rate}TIER이므로 지급액이 없습니다.",
)
_UP_TO_BACK = Words(
    "{record} is a reversal of {size_of_credit}; {size_of_part} of it lies up to LINE and gives back RATE",
    "{record} 건은 실적 취소({size_of_credit})이며 그중 {size_of_part} 부분이 기준(LINE) 이하입니다. "
    "되돌리는 기준TIER: RATE.",
)
_BEYOND = Words(
    "{record}: {part} of {credit} lies beyond LINE and earns RATE",
    "{record} 건의 {credit} 중 {part} 부분이 기준(LINE) 초과입니다. 적용TIER: RATE.",
)
_BEYOND_NOTHING = Words(
    "{record}: {part} of {credit} lies beyond LINE, where {rate} pays nothing",
    "{record} 건의 {credit} 중 {part} 부분이 기준(LINE) 초과입니다. 요율이 {rate}TIER이므로 지급액이 없습니다.",
)
_BEYOND_BACK = Words(
    "{record} is a reversal of {size_of_credit}; {size_of_part} of it lies beyond LINE and gives back RATE",
    "{record} 건은 실적 취소({size_of_credit})이며 그중 {size_of_part} 부분이 기준(LINE) 초과입니다. "
    "되돌리는 기준TIER: RATE.",
)
_LIES_UP_TO = Words("; it lies up to LINE", " 위치: 기준(LINE) 이하.")
_LIES_BEYOND = Words("; it lies beyond LINE", " 위치: 기준(LINE) 초과TIER.")
_SIDE_UP_TO = Words("up to LINE", "기준(LINE) 이하")
_SIDE_BEYOND = Words("beyond LINE", "기준(LINE) 초과")
_RATE_CHANGED = Words(
    "{rate} replaces {before_rate} for {part} of {record}, {credit}, SIDE",
    "{record} 건의 {credit} 중 SIDE 부분({part})에 다시 적용되는 요율: {before_rate} → {rate}.",
)
_PART_GONE = Words(
    "nothing of {record}, {credit}, lies SIDE any more, so what it was paid at RATE goes back",
    "{record} 건의 {credit} 중 SIDE 부분이 없어져 앞서 지급한 금액을 되돌립니다. 되돌리는 기준: RATE.",
)
_PART_CHANGED = Words(
    "what of {record}, {credit}, lies SIDE changed, so the difference is settled at RATE",
    "{record} 건의 {credit} 중 SIDE 부분이 바뀌어 차액을 정산합니다. 적용: RATE.",
)
