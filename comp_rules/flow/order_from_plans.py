"""Plans in the order in which they run: one that reads another's credits or earnings runs after it.

In: the versions of all plans. Out: their names in order, and a fault for each circle.
"""

from __future__ import annotations

from collections.abc import Mapping

from comp_rules.flow.faults_from_missing import facts_fault
from comp_rules.flow.plan_versions import Versions
from comp_rules.values.fault import Fault, Place


def plans_in_order(families: Mapping[str, Versions]) -> tuple[list[str], list[Fault]]:
    """Return the names, those that are read first, and one fault for each circle of plans that read each other.

    The plans of a circle still come, in order of name, so that the others are calculated; what they would read of each
    other is not there.
    """
    reads = {name: reads_of(family, families) for name, family in families.items()}
    order: list[str] = []
    left = sorted(families)
    faults = []
    while left:
        ready = [name for name in left if all(read in order for read in reads[name])]
        if not ready:
            circle = _circle(left, reads, order)
            names = " → ".join([*circle, circle[0]])
            faults.append(facts_fault("plans_circle", Place(circle[0], path="credit"), name=names))
            ready = circle
        order += ready
        left = [name for name in left if name not in ready]
    return order, faults


def reads_of(family: Versions, families: Mapping[str, Versions]) -> list[str]:
    """Return the other plans that a version of the plan reads, as far as they are known."""
    names = dict.fromkeys(name for plan in family.plans for name in plan.reads)
    return [name for name in names if name in families]


def _circle(left: list[str], reads: Mapping[str, list[str]], done: list[str]) -> list[str]:
    """A circle among the plans left: follow what blocks until a plan comes again."""
    path = [left[0]]
    while True:
        blocking = next(name for name in reads[path[-1]] if name not in done)
        if blocking in path:
            return path[path.index(blocking) :]
        path.append(blocking)
