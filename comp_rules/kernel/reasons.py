"""Why a number of a cell is undefined: a quota stated as 0, or a ratio over nothing.

In: the name of a cell step and an index. Out: a code and the step that says no.
"""

from __future__ import annotations

from comp_rules.kernel.run import Run
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Gate,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Weighted,
)  # fmt: skip
from comp_rules.kernel.world import Known


def why_undefined(name: str, index: int | None, run: Run) -> tuple[str, str]:
    """Return (`quota_zero`, the quota's step) when a quota stated as 0 is behind it, or else (`undefined`, the ratio).

    Without such a step the name itself is returned.
    """
    if index is None:
        return "undefined", name
    zero = _behind(name, index, run, ratios=False)
    if zero is not None:
        return "quota_zero", zero
    return "undefined", _behind(name, index, run, ratios=True) or name


def _behind(name: str, index: int, run: Run, *, ratios: bool) -> str | None:
    step, column = run.columns.steps[name], run.columns.cells[name]
    value = column[index] if index < len(column) else None
    if ratios and isinstance(step, Ratio) and value is None:
        return name
    for part in parts_of(step):
        found = _behind(part, index, run, ratios=ratios)
        if found is not None:
            return found
    if isinstance(step, Dated) and isinstance(value, Known) and value.value == 0 and value.if_zero and not ratios:
        return name
    return None


def parts_of(step: AnyStep) -> list[str]:
    """Return the cell steps of its frame that a cell step is made of, in the order in which a reason is looked for."""
    match step:
        case Scale():
            return [step.amount]
        case Ratio():
            return [step.lower, step.upper]
        case Tier() | Curve() | Gate():
            return [step.value]
        case Weighted():
            return [name for name, _, _ in step.items]
        case Add():
            return [name for name, _ in step.terms]
        case Pick():
            return list(step.tiers)
        case Share():
            return [factor for factor, _ in step.factors if isinstance(factor, str)]
        case _:
            return []
