"""The ways of paying that Daylight knows, each with what is the same for all: conditions on measures, and caps.

In: nothing. Out: kinds by name, and the shape of `earn`, from which plans are checked and forms made. A kind is added
by one line in `_OWN`; what it does not do itself (gates of `only_if`, limits, their words) is put around it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from comp_rules.kernel.steps import AnyStep
from comp_rules.kinds.award import AWARD
from comp_rules.kinds.caps import cap_faults, cap_line_words, cap_words, capped, is_of_cap
from comp_rules.kinds.component import SHARED, paid_on_faults
from comp_rules.kinds.contest import CONTEST
from comp_rules.kinds.flat import FLAT
from comp_rules.kinds.gates import gated, gates_of, named_conditions, only_if_faults, only_if_words
from comp_rules.kinds.kind import Kind, LineShown, Part, Prose
from comp_rules.kinds.matrix import MATRIX
from comp_rules.kinds.override import OVERRIDE
from comp_rules.kinds.residual import RESIDUAL
from comp_rules.kinds.scorecard import SCORECARD
from comp_rules.kinds.sentence import with_worked
from comp_rules.kinds.target import TARGET
from comp_rules.kinds.tiered import TIERED
from comp_rules.plan.compiled import Component
from comp_rules.plan.schema import ByKind, MapOf, Named
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

#: the kinds as they are written, each in its own file
_OWN: tuple[Kind, ...] = (
    FLAT,
    TIERED,
    TARGET,
    SCORECARD,
    MATRIX,
    RESIDUAL,
    AWARD,
    CONTEST,
    OVERRIDE,
)


def _whole(kind: Kind) -> Kind:
    """The kind with what all components have in common around its own checks, steps and words."""

    def check(part: Part) -> Iterator[Fault]:
        yield from kind.check(part)
        yield from paid_on_faults(part)
        yield from only_if_faults(part)
        yield from cap_faults(part)

    def compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
        component, steps = kind.compiled(part)
        component, limits = capped(part, component)
        # a condition in percent needs its quota whether or not anything was credited
        reads = tuple(dict.fromkeys((*component.reads, *gates_of(part).reads)))
        named = (*component.named, *named_conditions(part))
        return replace(component, reads=reads, named=named), (*gated(part, steps), *limits)

    def words(line: LineShown) -> Words:
        return cap_line_words(line) if is_of_cap(line) else with_worked(line, kind.words(line))

    def prose(told: Prose) -> list[Words]:
        return [*kind.prose(told), *only_if_words(told), *cap_words(told)]

    return replace(kind, check=check, compiled=compiled, words=words, prose=prose)


KINDS: Mapping[str, Kind] = {kind.name: _whole(kind) for kind in _OWN}

#: keys of all kinds: one that stands in another kind has no use there, and is not called unknown
_KEYS = frozenset(key.name for kind in _OWN for key in kind.keys)


def _shape(kind: Kind) -> MapOf:
    return MapOf((*SHARED, *kind.keys), elsewhere=_KEYS, called=_called(kind))


def _called(kind: Kind) -> Words:
    return Words(f"the {kind.name} component", f"{kind.name} 지급 항목")


EARN = Named(ByKind({kind.name: _shape(kind) for kind in KINDS.values()}))
