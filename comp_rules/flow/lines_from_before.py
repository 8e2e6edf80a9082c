"""The lines of a run that was asked before, for those that a record more leaves as they were.

In: the columns and lines of the run before. Out: a line again, where it and everything that it prints are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from comp_rules.flow.lines_from_runs import Kept
from comp_rules.flow.records import Line
from comp_rules.kernel.alike import Alike
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.run import factors_in
from comp_rules.kernel.steps import Limit, Pay


@dataclass(slots=True)
class Before:
    """What a run left: its columns, and by step and credit each of its lines with what was paid."""

    columns: Columns
    lines: dict[tuple[str, str, int | None, int], tuple[Kept, Line]] = field(default_factory=dict)

    def keep(self, kept: Kept, line: Line) -> None:
        """Keep a line of a credit."""
        key = _key(kept)
        if key is not None:
            self.lines[key] = (kept, line)

    def same(self, kept: Kept, number: int, unchanged: frozenset[str]) -> Line | None:
        """Return the line as it was, with its number, when it is paid alike by a step that reads what it read then."""
        key = _key(kept) if kept.step.name in unchanged else None
        found = self.lines.get(key) if key is not None else None
        if found is None:
            return None
        was, line = found
        if was.paid is not kept.paid and was.paid != kept.paid:
            return None
        if was.credit is not kept.credit and was.credit != kept.credit:
            return None
        return line if line.number == number else replace(line, number=number)

    def unchanged(self, columns: Columns) -> frozenset[str]:
        """Return the Pay steps whose operands are read from columns that are what they were."""
        alike = Alike(columns, self.columns)
        return frozenset(
            step.name
            for step in columns.steps.values()
            if isinstance(step, Pay)
            and alike.are_made(f.name for f in factors_in((*step.factors, *step.context)) if f.ref == "cell")
        )


def _key(kept: Kept) -> tuple[str, str, int | None, int] | None:
    row = kept.paid.row
    if row.credit is None or isinstance(kept.step, Limit):
        return None
    return kept.step.name, row.credit.credit_id, row.now.tier, row.slice
