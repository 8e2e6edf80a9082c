"""What a rate reached later adds to earlier deals: how many, from which rate to which, how much.

In: the lines of one component of a month. Out: their sum with the words that name it, None without such lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comp_rules.flow.records import AssignmentResult, Line, Operand
from statements.formatting import LocaleForm
from statements.words import counted_with_reversals, only_type, texts_in

#: More different changes of rate than this are counted, not listed.
_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Uplift:
    """The lines that settle earlier deals at another rate; `way` is `lifted`, `lowered`, `settled`
    or `opened`.

    `minor` is their sum in minor units of the part's currency, `earlier` counts their records in words,
    `changes` are the old and new rates as printed, one pair for each change.
    """

    minor: int
    lines: int
    way: str
    earlier: str
    changes: tuple[tuple[str, str], ...]

    def rates(self, form: LocaleForm) -> str:
        """Print the changes of rate: `2% → 3%`; many are counted, none is empty."""
        if len(self.changes) > _MOST_CHANGES:
            return texts_in(form.lang)("rates", n=len(self.changes))
        return ", ".join(f"{old} → {new}" for old, new in self.changes)


def uplift_from_result(part: AssignmentResult, component: str, form: LocaleForm) -> Uplift | None:
    """Return what the component pays on earlier deals because its rate changed; None when no line does."""
    lines = [line for line in part.lines if line.component == component and line.state == "uplift" and line.record]
    if not lines:
        return None
    pairs = dict.fromkeys(pair for pair in map(_pair, lines) if pair is not None)
    return Uplift(
        minor=sum(line.amount for line in lines),
        lines=len(lines),
        way="opened" if _opened(lines) else _way(list(pairs)),
        earlier=counted_lines(lines, part, form, earlier=True),
        changes=tuple(dict.fromkeys((_shown(old, form), _shown(new, form)) for old, new in pairs)),
    )


def counted_lines(lines: Iterable[Line], part: AssignmentResult, form: LocaleForm, *, earlier: bool = False) -> str:
    """Count the records that lines stand on in words, reversals apart: `16 deals and 1 reversal`."""
    reversing = {credit.credit_id for credit in (*part.earlier, *part.credits) if credit.reverses}
    records = {
        (line.record.record_type, line.record.record_id): line.credit_id in reversing for line in lines if line.record
    }
    reversals = sum(records.values())
    kind = only_type({record_type for record_type, _ in records})
    return counted_with_reversals(len(records) - reversals, reversals, kind, form.lang, earlier=earlier)


def _pair(line: Line) -> tuple[Operand, Operand] | None:
    """The rate before and the rate now; None when the rate stayed and what it multiplies changed."""
    old, new = _rate(line.operands, before=True), _rate(line.operands, before=False)
    return (old, new) if old is not None and new is not None and old.value != new.value else None


def _rate(operands: Iterable[Operand], before: bool) -> Operand | None:
    return next((each for each in operands if each.role == "rate" and each.before is before), None)


def _opened(lines: Iterable[Line]) -> bool:
    """Whether nothing had been paid on the earlier deals: a condition holds now that did not."""
    return all(line.amount > 0 and not any(o.before and o.in_amount for o in line.operands) for line in lines)


def _way(pairs: Sequence[tuple[Operand, Operand]]) -> str:
    if pairs and all(new.value > old.value for old, new in pairs):
        return "lifted"
    return "lowered" if pairs and all(new.value < old.value for old, new in pairs) else "settled"


def _shown(rate: Operand, form: LocaleForm) -> str:
    shown = form.operand(rate)
    return texts_in(form.lang)("each", amount=shown) if rate.unit.startswith("money") else shown
