"""Several plans held against each other: what they take from each other exists, and never leads back in a circle.

In: compiled plans, of a plan any number of versions, and who holds them when. Out: faults of the plans together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from comp_rules.facts.facts import Assignment
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Map, Scalar
from comp_rules.plan.faults import did_you_mean, error, warning
from comp_rules.plan.node_texts import scalars_of
from comp_rules.values.fault import Fault, Place, in_order
from comp_rules.values.period import Span
from comp_rules.values.words import Words

#: keys under which a plan lists `plan.name`, by the section they stand in
_LISTS = (("credit", "rollup"), ("credit", "overlay"), ("earn", "earnings"))


def faults_from_plans(plans: Sequence[CompiledPlan]) -> list[Fault]:
    """Return the faults of plans that are calculated together, in reading order.

    A source that no plan has, and a circle between plans, told at each place where one of the circle reads the next.
    """
    named: dict[str, list[CompiledPlan]] = {}
    for plan in plans:
        named.setdefault(plan.name, []).append(plan)
    faults = [fault for plan in plans for fault in _unknown(plan, named)]
    reads = {name: {other for plan in versions for other in plan.reads} for name, versions in named.items()}
    for plan in plans:
        faults += _circles(plan, reads)
    return in_order(dict.fromkeys(faults))


def faults_from_versions(plans: Sequence[CompiledPlan], assignments: Iterable[Assignment]) -> list[Fault]:
    """Return where the versions of a plan leave assigned days without a rule (error) or overlap (warning).

    Where versions overlap the newest rules.
    """
    named: dict[str, list[CompiledPlan]] = {}
    for plan in plans:
        named.setdefault(plan.name, []).append(plan)
    held: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        held.setdefault(assignment.plan, []).append(assignment)
    faults: list[Fault] = []
    for name, versions in named.items():
        versions.sort(key=lambda plan: (plan.span, plan.version))
        faults += _gaps(versions, held.get(name, []))
        faults += _overlaps(versions)
    return in_order(faults)


def _sources(plan: CompiledPlan) -> Iterator[tuple[str, Scalar]]:
    """The `plan.name` texts of a plan with the section they name something of."""
    for section, key in _LISTS:
        for _, node in plan.document.top.named(section):
            for scalar in scalars_of(node.get(key)):
                yield section, scalar


def _unknown(plan: CompiledPlan, named: Mapping[str, Sequence[CompiledPlan]]) -> Iterator[Fault]:
    for section, scalar in _sources(plan):
        other, _, name = scalar.text.partition(".")
        if other not in named:
            yield error("unknown_plan", scalar, *_NO_PLAN, did_you_mean(other, named), plan=other)
            continue
        things = [
            thing.name
            for version in named[other]
            for thing in (version.credits if section == "credit" else version.components)
        ]
        if name not in things:
            yield error("unknown_name", scalar, *_NO_THING, did_you_mean(name, things), plan=other, name=name)


def _circles(plan: CompiledPlan, reads: Mapping[str, set[str]]) -> Iterator[Fault]:
    for _, scalar in _sources(plan):
        other = scalar.text.partition(".")[0]
        chain = _chain(other, plan.name, reads, ())
        if other != plan.name and chain:
            yield error("plan_circle", scalar, *_CIRCLE, chain=" → ".join((plan.name, *chain)))


def _chain(name: str, wanted: str, reads: Mapping[str, set[str]], above: tuple[str, ...]) -> tuple[str, ...]:
    """The plans by which `name` leads to `wanted`, both ends included; empty when it does not."""
    if name == wanted:
        return (name,)
    if name in above:
        return ()
    for other in sorted(reads.get(name, ())):
        found = _chain(other, wanted, reads, (*above, name))
        if found:
            return (name, *found)
    return ()


def _gaps(versions: Sequence[CompiledPlan], held: Sequence[Assignment]) -> Iterator[Fault]:
    """The days between versions on which somebody holds the plan."""
    after = versions[0].span.after
    for before, plan in pairwise(versions):
        after = max(after, before.span.after)
        gap = Span(after, plan.span.first)
        people = {row.payee for row in held if gap.days and row.span.overlap(gap).days}
        if people:
            last = (gap.after - timedelta(days=1)).isoformat()
            values = {"plan": plan.name, "first": gap.first.isoformat(), "last": last, "people": str(len(people))}
            yield error("version_gap", _effective(plan, "first_day"), *_GAP, **values)


def _overlaps(versions: Sequence[CompiledPlan]) -> Iterator[Fault]:
    for before, plan in pairwise(versions):
        days = before.span.overlap(plan.span)
        if days.days and before.version != plan.version:
            newer, older = max(before.version, plan.version), min(before.version, plan.version)
            values = {"first": days.first.isoformat(), "last": (days.after - timedelta(days=1)).isoformat()}
            yield warning(
                "version_overlap",
                _effective(plan, "first_day"),
                *_OVERLAP,
                plan=plan.name,
                newer=str(newer),
                older=str(older),
                **values,
            )


def _effective(plan: CompiledPlan, key: str) -> Place:
    effective: Map | None = plan.document.top.map("effective")
    node = effective.get(key) if effective else None
    return node.place if node else Place(plan.document.file)


_NO_PLAN = (Words("No plan has the name “{plan}”.", "‘{plan}’ 이름의 플랜은 없습니다."),)
_NO_THING = (Words("The plan {plan} has nothing named “{name}” here.", "{plan} 플랜에 ‘{name}’ 항목이 없습니다."),)
_CIRCLE = (
    Words(
        "These plans need each other in a circle, so none can be calculated first: {chain}.",
        "플랜이 서로의 결과를 필요로 하여 먼저 계산할 수 있는 플랜이 없습니다: {chain}.",
    ),
    Words("Take out one of these steps.", "이 가운데 한 단계를 빼 주세요."),
)
_GAP = (
    Words(
        "No version of {plan} is in force from {first} to {last}; people assigned then: {people}.",
        "{first} ~ {last} 기간에 적용되는 {plan} 플랜 버전이 없습니다. 배정된 사람: {people}명.",
    ),
    Words("Begin the version on the first of these days.", "이 기간의 첫날부터 버전을 적용해 주세요."),
)
_OVERLAP = (
    Words(
        "Versions {older} and {newer} of {plan} are both in force from {first} to {last}; version {newer} rules then.",
        "{first} ~ {last} 기간에 {plan} 플랜의 {older}, {newer} 버전이 겹칩니다. 적용되는 버전: {newer}.",
    ),
    Words(
        "Keep it if that is meant, or end the older version earlier.",
        "의도한 것이면 그대로 두고, 아니면 앞 버전을 더 일찍 끝내 주세요.",
    ),
)
