"""An award in words: the sentence of a line, and the rule.

In: a line of an award, or the compiled component. Out: templates and short sentences in English and Korean.
"""

from __future__ import annotations

from comp_rules.kernel.steps import Gate, Once
from comp_rules.kinds.gates import gate_words
from comp_rules.kinds.kind import LineShown, Prose
from comp_rules.kinds.prose import factor, pay_step, window_words
from comp_rules.kinds.sentence import has, with_rest
from comp_rules.values.words import Words


def award_words(line: LineShown) -> Words:
    """Return the sentence of an award that is due, or that goes back."""
    allowed = has(line, "allowed")
    if line.state == "back" or line.amount < 0:
        told = _FELL_QUOTA if has(line, "attainment") and not allowed else _FELL
    elif has(line, "attainment"):
        told = _STAYED_QUOTA if allowed else _REACHED_QUOTA
    else:
        told = _STAYED if allowed else _REACHED
    return with_rest(line, _with_others(line, told))


def _with_others(line: LineShown, told: Words) -> Words:
    """The sentence with one more for each further measure that is looked at."""
    number = 2
    while has(line, f"needed_{number}") or has(line, f"allowed_{number}"):
        bound = _BOUNDS[has(line, f"allowed_{number}")]
        stood = _STOOD_QUOTA if has(line, f"attainment_{number}") else _STOOD
        en, ko = (f"{a} {b}".replace("_N", f"_{number}") for a, b in zip(stood, bound, strict=True))
        told = Words(f"{told.en} {en}", f"{told.ko} {ko}")
        number += 1
    return told


_STOOD_QUOTA = Words(
    "{total_N_measure} stands at {attainment_N} of quota, {total_N} of {window_quota_N};",
    "{total_N_measure} 지표의 달성률은 {attainment_N}입니다({total_N} / 목표 {window_quota_N}).",
)
_STOOD = Words("{total_N_measure} stands at {total_N};", "{total_N_measure} 지표의 값은 {total_N}입니다.")
#: what a further measure must reach, and what it must not pass
_BOUNDS = (
    Words("{needed_N} is needed.", "필요한 값: {needed_N}."),
    Words("{allowed_N} is the limit.", "기준: {allowed_N}."),
)

_REACHED_QUOTA = Words(
    "{measure} came to {attainment} of quota, {total} of {window_quota}; {needed} was needed, so {award} is due.",
    "{measure} 지표의 달성률은 {attainment}입니다({total} / 목표 {window_quota}). "
    "필요한 달성률({needed})에 도달하여 포상 금액({award})이 발생합니다.",
)
_REACHED = Words(
    "{measure} came to {total}; {needed} was needed, so {award} is due.",
    "{measure} 지표의 값은 {total}입니다. 필요한 값({needed})에 도달하여 포상 금액({award})이 발생합니다.",
)
_STAYED_QUOTA = Words(
    "{measure} came to {attainment} of quota, {total} of {window_quota}; {allowed} was the limit, so {award} is due.",
    "{measure} 지표의 달성률은 {attainment}입니다({total} / 목표 {window_quota}). "
    "기준({allowed}) 안에 있어 포상 금액({award})이 발생합니다.",
)
_STAYED = Words(
    "{measure} came to {total}; {allowed} was the limit, so {award} is due.",
    "{measure} 지표의 값은 {total}입니다. 기준({allowed}) 안에 있어 포상 금액({award})이 발생합니다.",
)
_FELL_QUOTA = Words(
    "{measure} fell to {attainment} of quota, {total} of {window_quota}; {needed} is needed, "
    "so {size_of_award} goes back.",
    "{measure} 지표의 달성률이 {attainment}까지 내렸습니다({total} / 목표 {window_quota}). "
    "필요한 달성률({needed})에 못 미쳐 포상 금액({size_of_award})을 되돌립니다.",
)
_FELL = Words(
    "{measure} now stands at {total}, and its condition no longer holds, so {size_of_award} goes back.",
    "{measure} 지표의 값은 현재 {total}이며 조건을 더는 충족하지 않아 포상 금액({size_of_award})을 되돌립니다.",
)


def award_prose(prose: Prose) -> list[Words]:
    """Say what is won, when, and whether it stays."""
    steps = {step.name: step for step in prose.plan.steps}
    lines = steps[pay_step(prose).lines]
    assert isinstance(lines, Once)
    gates = [
        gate for gate in (steps[name] for name in lines.gates) if isinstance(gate, Gate) and ".only_if" not in gate.name
    ]
    window = window_words(lines.frame)
    label, pays = prose.component.label, _award_words(prose)
    said = [
        Words(
            f"You earn {label.en}, {pays.en}, once for {window.en}.",
            f"{label.ko} 항목은 {window.ko}마다 한 번 발생합니다. 금액: {pays.ko}.",
        )
    ]
    for gate in gates:
        told = gate_words(prose, gate)
        said.append(Words(f"It is due when {told.en}.", f"달성 조건: {told.ko}."))
    if lines.frame.window == "quota_window":
        said.append(
            Words(
                "It is due in the month that holds the last day of that window.",
                "집계 기간의 마지막 날이 있는 달에 귀속됩니다.",
            )
        )
    elif lines.kept:
        said.append(Words("Once reached it is kept.", "한 번 도달하면 그대로 유지됩니다."))
    else:
        said.append(
            Words("If the measure falls back, the award is taken back.", "지표가 다시 내려가면 포상을 되돌립니다.")
        )
    return said


def _award_words(prose: Prose) -> Words:
    award = factor(prose, "award")
    assert award is not None
    if award.ref == "personal":
        own = prose.plan.called("personal", award.name)
        return Words(f"your personal sum “{own.en}”", f"개인별 금액(‘{own.ko}’)")
    text = prose.number(award.numbers[0].value, "money")
    return Words(text, text)
