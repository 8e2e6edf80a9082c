"""The rates of some lines in one cell: what tiers, tables and people pay, payouts of windows, the place in a contest.

In: lines of one component. Out: `8%, 12%`, `50%`, `place 1 of 2`, or how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from comp_rules.flow.records import ComponentResult, Line
from comp_rules.kinds.caps import is_of_cap
from statements.formatting import LocaleForm
from statements.tiers import rate_text
from statements.words import texts_in

#: More different rates than this are counted, not listed.
_MOST_RATES = 3
#: kinds whose tiers pay parts of the target or sums: their rate is the payout itself
_OF_WINDOWS = ("target", "scorecard", "matrix")


def rates_from_lines(component: ComponentResult, lines: Sequence[Line], form: LocaleForm) -> str:
    """Print the different rates of the lines, those of lower tiers first."""
    own = [line for line in lines if not is_of_cap(line)]
    rates = dict.fromkeys(
        _rate(component, line, form) for line in sorted(own, key=lambda line: (line.tier or 0, line.number))
    )
    shown = [rate for rate in rates if rate]
    if len(shown) > _MOST_RATES:
        return texts_in(form.lang)("rates", n=len(shown))
    return ", ".join(shown)


def _rate(component: ComponentResult, line: Line, form: LocaleForm) -> str:
    if line.kind in _OF_WINDOWS:
        return _operand(line, "payout", form) if line.state != "back" else ""
    if line.kind == "contest":
        rank, of = _operand(line, "rank", form), _operand(line, "of", form)
        return texts_in(form.lang)("place_of", rank=rank, of=of) if rank else ""
    tier = component.tiers[line.tier] if line.tier is not None and line.tier < len(component.tiers) else None
    if tier is not None and tier.rate is not None:
        return rate_text(tier, form)
    return _operand(line, "rate", form) or _quotient(line, form)


def _operand(line: Line, role: str, form: LocaleForm) -> str:
    """Print the factor or context of that role as it stands now; nothing without one."""
    return next((form.operand(o) for o in line.operands if o.role == role and not o.before), "")


def _quotient(line: Line, form: LocaleForm) -> str:
    """Print a rate of two fields as the plan gives it, `$12.00 ÷ 40`."""
    upper, lower = _operand(line, "upper", form), _operand(line, "lower", form)
    return f"{upper} ÷ {lower}" if upper and lower and lower != "1" else upper
