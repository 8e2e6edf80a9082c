"""The sentences of windows: how the measure stood, what it pays, and what moved since the posting before.

In: a line of a target, scorecard or matrix. Out: a template in English and Korean.
"""

from __future__ import annotations

from comp_rules.kinds.kind import LineShown
from comp_rules.kinds.sentence import has, moving, unit_of, value_of, with_rest
from comp_rules.values.words import Words


def target_words(line: LineShown) -> Words:
    """Return the sentence of a line that one measure decides."""
    return _told(line, _standing(line))


def scorecard_words(line: LineShown) -> Words:
    """Return the sentence of an item of a scorecard; it names the item's measure and weight."""
    return _told(line, _standing(line))


def matrix_words(line: LineShown) -> Words:
    """Return the sentence of a line that a row and a column decide: both measures, how they stood, and their edges."""
    row, column = _standing(line), _column(line)
    rows, columns = (_edge(line, side, total) for side, total in (("row", "total"), ("column", "column_total")))
    en = f"{row.en}{rows.en}; {column.en}{columns.en}"
    return _told(line, Words(en, f"{row.ko[:-1]}{rows.ko}. {column.ko}{columns.ko}."))


def _told(line: LineShown, standing: Words) -> Words:
    """The standing of the measure, then what follows from it."""
    if line.state == "back":
        return with_rest(line, Words(f"{standing.en}; that pays no more, so it goes back.", f"{standing.ko} {_BACK}"))
    result = _moved(line) if line.state == "uplift" else _result(line)
    return with_rest(line, Words(f"{standing.en}{result.en}.", f"{standing.ko} {result.ko}"))


def _standing(line: LineShown) -> Words:
    """How far the measure has come: of its quota, or by its own value; with what it was, where that was another."""
    total, quota = moving(line, "total"), moving(line, "window_quota")
    if not has(line, "attainment"):
        return Words(f"{{measure}} {_verb(line, 'total')} {total}", f"{{measure}} 지표의 값: {total}.")
    reached = moving(line, "attainment")
    return Words(
        f"{{measure}} {_verb(line, 'attainment')} {reached} of quota ({total} of {quota})",
        f"{{measure}} 지표의 달성률: {reached}({total} / 목표 {quota}).",
    )


def _column(line: LineShown) -> Words:
    """How far the measure of the columns has come, by its name."""
    total, quota = moving(line, "column_total"), moving(line, "column_quota")
    if not has(line, "column_attainment"):
        value = f"{{column_total_measure}} {_verb(line, 'column_total')} {total}"
        return Words(value, f"{{column_total_measure}} 지표의 값: {total}")
    reached = moving(line, "column_attainment")
    verb = _verb(line, "column_attainment")
    return Words(
        f"{{column_total_measure}} {verb} {reached} of quota ({total} of {quota})",
        f"{{column_total_measure}} 지표의 달성률: {reached}({total} / 목표 {quota})",
    )


def _edge(line: LineShown, side: str, total: str) -> Words:
    """Where the row or column begins that was reached; the first one also covers all below its edge."""
    called = {"row": Words("row", "행"), "column": Words("column", "열")}[side]
    for word, (en, ko) in _EDGES.items():
        role = f"{side}_{word}"
        if not has(line, role):
            continue
        if _lies_below(line, role, total):
            return Words(f", the lowest {called.en} ({{{role}}})", f", 가장 낮은 {called.ko}({{{role}}})")
        at = moving(line, role)
        return Words(f", {called.en} {en} {at}", f", {called.ko}: {at}{ko}")
    return Words("", "")


def _lies_below(line: LineShown, role: str, total: str) -> bool:
    """The measure has not reached the edge; nothing is said of it where the line moved from one row to another."""
    if has(line, role, before=True):
        return False
    reached = f"{total.removesuffix('total')}attainment"
    value, edge = value_of(line, reached if has(line, reached) else total), value_of(line, role)
    return value is not None and edge is not None and value < edge


#: how an edge is named: included, excluded, or as the plan writes it
_EDGES = {"from": ("from", " 이상"), "above": ("above", " 초과"), "edge": ("that starts at", " 구간")}


def _verb(line: LineShown, role: str) -> str:
    """Came to, at the end; rose or fell since the posting before; stands at, while the window runs."""
    now, before = value_of(line, role), value_of(line, role, before=True)
    if now is not None and before is not None:
        return "rose:" if now > before else "fell:"
    return "stands at" if line.shape == "to_date" else "came to"


def _result(line: LineShown) -> Words:
    """What a window pays that was not paid on before."""
    payout = value_of(line, "payout")
    if payout == 0:
        return Words(", where the payout is {payout}, so nothing is paid", "지급률이 {payout}이므로 지급액이 없습니다.")
    if unit_of(line, "payout") == "money":
        if line.shape == "to_date":
            return Words("; so far that pays {payout}", "현재까지의 지급액: {payout}.")
        return Words(", so {payout} is paid", "지급액: {payout}.")
    so_far = Words("; so far that pays ", "현재까지의 ") if line.shape == "to_date" else Words(", which pays ", "")
    if has(line, "weight"):
        return Words(
            f"{so_far.en}{{payout}} of its weight of {{weight}}",
            f"{so_far.ko}지급률: {{payout}}, 가중치: {{weight}}.",
        )
    return Words(f"{so_far.en}{{payout}} of target", f"{so_far.ko}지급률: {{payout}}.")


def _moved(line: LineShown) -> Words:
    """What changed since the posting before, and which way the money goes."""
    money = unit_of(line, "payout") == "money"
    noun = Words("amount", "지급액") if money else Words("payout", "지급률")
    payout = moving(line, "payout")
    stays = "changes:" if has(line, "payout", before=True) else "stays"
    en, ko = f"; the {noun.en} {stays} {payout}", f"{noun.ko}: {payout}."
    if has(line, "months", before=True):
        months = moving(line, "months")
        en += f", for {months} months of target"
        ko += f" 반영한 개월 수: {months}."
    if line.amount < 0:
        return Words(f"{en}, so the difference goes back", f"{ko} 차액을 되돌립니다.")
    return Words(f"{en}, so the difference is paid", f"{ko} 차액을 지급합니다.")


_BACK = "이제 지급 대상이 아니므로 지급한 금액을 되돌립니다."
