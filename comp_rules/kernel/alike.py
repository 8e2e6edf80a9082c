"""Which columns of two runs of the same steps hold the same: what is made of those need not be made again.

In: the columns of a run and of the one before it. Out: for names of cell columns, whether they are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comp_rules.kernel.columns import Columns
from comp_rules.kernel.steps import Add, AnyStep, Curve, Ratio, Weighted


@dataclass(frozen=True, slots=True)
class Alike:
    """Which cell columns of two runs of the same steps hold the same."""

    columns: Columns
    before: Columns
    _found: dict[str, bool] = field(default_factory=dict)

    def hold(self, names: Iterable[str]) -> bool:
        """Say whether all columns of these names hold what they held."""
        return all(self._holds(name) for name in names)

    def are_made(self, names: Iterable[str]) -> bool:
        """Say whether they hold it, and so do those that they are computed from, which an operand prints."""
        return all(self._holds(name) and self.are_made(_parts_of(self.columns.steps[name])) for name in names)

    def _holds(self, name: str) -> bool:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self.columns.cells.get(name) == self.before.cells.get(name)
        return found


def _parts_of(step: AnyStep) -> Sequence[str]:
    match step:
        case Ratio():
            return (step.upper, step.lower)
        case Add():
            return tuple(term for term, _ in step.terms)
        case Curve():
            return (step.value,)
        case Weighted():
            return tuple(item for item, _, _ in step.items)
    return ()
