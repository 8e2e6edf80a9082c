"""Which fields of a record the steps of a plan read as numbers: no other is brought along to every credit.

In: compiled steps. Out: names of fields, and `since:..` for months counted from a date.
"""

from __future__ import annotations

from collections.abc import Iterable

from comp_rules.kernel.run import factors_in
from comp_rules.kernel.steps import AnyStep, Each, Pay, Restate, Slice


def fields_read(steps: Iterable[AnyStep]) -> tuple[str, ...]:
    """Return the fields that a tier is picked by, that an edge lies at, or that is a number of a line."""
    names: list[str] = []
    for step in steps:
        if isinstance(step, Pay):
            factors = factors_in((*step.factors, *step.context))
            names += [factor.name for factor in factors if factor.ref == "record_field"]
        elif isinstance(step, (Each, Slice, Restate)):
            names += [edge.field for edge in step.edges if edge.field]
            if isinstance(step, Each) and step.tier_field:
                names.append(step.tier_field)
    return tuple(dict.fromkeys(names))
