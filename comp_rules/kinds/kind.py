"""What a way of paying owns: its keys, its checks, its steps and its sentences.

In: nothing; one file for each kind fills it in. Out: the contract by which plans are checked, compiled and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import AnyStep
from comp_rules.plan.compiled import CompiledPlan, Component
from comp_rules.plan.document import Map
from comp_rules.plan.outline import Outline
from comp_rules.plan.schema import Key
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words


class LineShown(Protocol):
    """What a sentence looks at: the shape and state of a line, its amount in minor units and its operands."""

    @property
    def shape(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def tier(self) -> int | None: ...
    @property
    def amount(self) -> int: ...
    @property
    def operands(self) -> Sequence[Operand]: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A component as its kind sees it: its name, its node and the plan around it."""

    name: str
    node: Map
    outline: Outline

    @property
    def path(self) -> str:
        """The path of the rule."""
        return f"earn.{self.name}"


@dataclass(frozen=True, slots=True)
class Prose:
    """What a rule is told from: the compiled plan, the component and how numbers are printed.

    `number` prints a literal of the plan; `measures` and `credits` are known by their labels.
    """

    plan: CompiledPlan
    component: Component
    node: Map
    number: Callable[[Fraction, str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of paying.

    `check` yields faults of parts that fit the schema but not each other, and copes with parts that are missing;
    `compiled` is called only for a plan without errors. `words` returns the template of a line's sentence, whose
    placeholders are `record`, `component`, `measure`, `month` and the roles of its operands; `prose` the rule in words.
    """

    name: str
    label: Words
    keys: tuple[Key, ...]
    check: Callable[[Part], Iterable[Fault]]
    compiled: Callable[[Part], tuple[Component, tuple[AnyStep, ...]]]
    words: Callable[[LineShown], Words]
    prose: Callable[[Prose], list[Words]]
