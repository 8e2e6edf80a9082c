"""The payout curve: points joined by straight lines, and what holds outside of them.

In: the node of `curve`. Out: its points, the faults of their order and shape, and the step that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comp_rules.kernel.steps import Curve, Form, Frame, Outside
from comp_rules.plan.document import Items, Map, Node, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text, money_digits_fit
from comp_rules.plan.schema import Key, ListOf, MapOf, Value, choice
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

#: what a point, a tier or an edge may start at, and what it may pay
STARTS = ("percent", "price", "number")
PAYS = ("percent", "price")
OUTSIDE: tuple[Outside, ...] = ("nothing", "edge", "extend")

_BELOW = (
    Words(
        "Nothing says what is paid below the first point.",
        "첫 지점 아래의 지급 방법이 적혀 있지 않습니다.",
    ),
    Words(
        "Write `below: nothing`, `below: edge` to pay as at the first point, or `below: extend` to go on.",
        "`below: nothing`(지급 없음), `below: edge`(첫 지점의 값), `below: extend`(연장) 가운데 하나를 적어 주세요.",
    ),
)
_BEYOND = (
    Words(
        "Nothing says what is paid beyond the last point.",
        "마지막 지점 너머의 지급 방법이 적혀 있지 않습니다.",
    ),
    Words(
        "Write `beyond: nothing`, `beyond: edge` to pay as at the last point, or `beyond: extend` to go on.",
        "`beyond: nothing`(지급 없음), `beyond: edge`(마지막 지점의 값), `beyond: extend`(연장) 중 하나를 적어 주세요.",
    ),
)
CURVE = MapOf(
    (
        Key("points", ListOf(ListOf(Value(STARTS)))),
        Key("below", choice(*OUTSIDE), missing=_BELOW),
        Key("beyond", choice(*OUTSIDE), missing=_BEYOND),
    ),
    called=Words("the curve", "지급률 곡선"),
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point as it could be read; None for what is missing or at fault."""

    place: Place
    at: Literal | None
    pays: Literal | None
    #: how many values are written; two make a point
    length: int


def points_of(curve: Map) -> list[Point]:
    """Return the points of a curve in the order written."""
    return [_point(item) for item in curve.items("points") if isinstance(item, Items)]


def outside_of(curve: Map, key: str) -> Outside | None:
    """Return what `below` or `beyond` says, None when it is missing or at fault."""
    return next((word for word in OUTSIDE if word == curve.text(key)), None)


def curve_faults(curve: Map) -> Iterator[Fault]:
    """Yield the faults of a curve: its points, their units and order, and where it falls or jumps."""
    points = points_of(curve)
    node = curve.get("points")
    if isinstance(node, Items) and len(node.items) == 1:
        yield error("curve_points", node, *_ONE_POINT)
    yield from _point_faults(points)
    known = [(point.at, point.pays) for point in points if point.at is not None and point.pays is not None]
    if len(known) < len(points) or not known or any(pays.type == "number" for _, pays in known):
        return
    yield from _unit_faults(known)
    if len({(at.form, pays.form) for at, pays in known}) == 1:
        yield from _order_faults(known)
        yield from _end_faults(curve, known)


def curve_step(name: str, curve: Map, value: str, frame: Frame) -> Curve:
    """Return the step of a curve without faults that reads the cell `value`."""
    below, beyond = outside_of(curve, "below"), outside_of(curve, "beyond")
    assert below is not None
    assert beyond is not None
    points = []
    for point in points_of(curve):
        assert point.at is not None
        assert point.pays is not None
        points.append((point.at.as_number, point.pays.as_number))
    path = curve.place.path
    return Curve(name=name, path=path, value=value, points=tuple(points), below=below, beyond=beyond, frame=frame)


def _point(item: Items) -> Point:
    at = _literal(item.items[0], STARTS) if item.items else None
    pays = _literal(item.items[1], (*PAYS, "number")) if len(item.items) > 1 else None
    return Point(item.place, at, pays, len(item.items))


def _literal(node: Node, types: tuple[str, ...]) -> Literal | None:
    return literal_from_text(node.text, types, node.place) if isinstance(node, Scalar) else None


def _point_faults(points: Sequence[Point]) -> Iterator[Fault]:
    for point in points:
        # that nothing is written is said of every value
        if point.length not in (0, 2):
            yield error("curve_points", point.place, *_NO_PAIR)
        elif point.pays is not None and point.pays.type == "number":
            yield error("mixed_units", point.pays.place, *_NUMBER, text=point.pays.text)
        elif point.pays is not None and point.pays.form == "money" and not money_digits_fit(point.pays):
            yield error("too_many_digits", point.pays.place, *DIGITS, text=point.pays.text)


def _unit_faults(points: Sequence[tuple[Literal, Literal]]) -> Iterator[Fault]:
    """One unit in each column."""
    for column, sentence in ((0, _MIXED_AT), (1, MIXED_PAYS)):
        first = points[0][column]
        other = next((point[column] for point in points if point[column].form != first.form), None)
        if other is not None:
            yield error("mixed_units", other.place, *sentence, a=first.text, b=other.text)


def _order_faults(points: Sequence[tuple[Literal, Literal]]) -> Iterator[Fault]:
    """Rising from left to right; a payout that falls is allowed and warned of."""
    for (at, pays), (next_at, next_pays) in pairwise(points):
        if next_at.number == at.number:
            yield error("points_not_rising", next_at.place, *_SAME, at=next_at.text)
        elif next_at.number < at.number:
            yield error("points_not_rising", next_at.place, *_NOT_RISING, at=next_at.text, before=at.text)
        elif next_pays.number < pays.number:
            values = {"a": at.text, "low": next_pays.text, "b": next_at.text, "high": pays.text}
            yield warning("curve_falls", next_pays.place, *_FALLS, **values)


def _end_faults(curve: Map, points: Sequence[tuple[Literal, Literal]]) -> Iterator[Fault]:
    """Where the curve jumps or falls outside its points."""
    (first, first_pays), (last, last_pays) = points[0], points[-1]
    below, beyond = curve.get("below"), curve.get("beyond")
    if below and outside_of(curve, "below") == "nothing" and first_pays.number > 0:
        yield warning("cliff", below, *_CLIFF, at=first.text, pays=first_pays.text)
    if beyond and outside_of(curve, "beyond") == "nothing" and last_pays.number > 0:
        yield warning("curve_falls", beyond, *_ENDS, at=last.text, pays=last_pays.text)
    if below and outside_of(curve, "below") == "extend" and len(points) > 1 and _at_zero(points) < 0:
        yield warning("curve_below_zero", below, *_BELOW_ZERO, at=first.text)


def _at_zero(points: Sequence[tuple[Literal, Literal]]) -> Fraction:
    """What the first stretch pays where nothing at all was reached."""
    (at, pays), (next_at, next_pays) = points[0], points[1]
    if next_at.number <= at.number or at.number <= 0:
        return Fraction(0)
    return pays.number - at.number * (next_pays.number - pays.number) / (next_at.number - at.number)


def pays_form(points: Sequence[Point]) -> Form | None:
    """Return `percent` or `money`: what the first readable point pays."""
    return next((point.pays.form for point in points if point.pays is not None), None)


_ONE_POINT = (
    Words("A curve has two points at least.", "지급률 곡선에는 지점이 두 개 이상 필요합니다."),
    Words("Write another point, or use `tiers`.", "지점을 더 적거나 `tiers` 키를 써 주세요."),
)
_NO_PAIR = (
    Words("A point is a pair: where it stands and what it pays.", "지점은 위치와 지급률의 두 값으로 적습니다."),
    Words("Write it like [80%, 60%].", "[80%, 60%] 형식으로 적어 주세요."),
)
_NUMBER = (
    Words("“{text}” is neither a percentage nor money.", "‘{text}’ 값은 백분율도 금액도 아닙니다."),
    Words(
        "Write a percentage of the target incentive such as 60%, or a sum such as 500 USD.",
        "60% 같은 지급률이나 500 USD 같은 금액을 적어 주세요.",
    ),
)
DIGITS = (
    Words("“{text}” has more digits than its currency.", "‘{text}’ 금액의 소수 자릿수가 통화의 자릿수보다 많습니다."),
    Words("Round it to the smallest unit that can be paid.", "지급할 수 있는 최소 단위로 맞춰 주세요."),
)
_MIXED_AT = (
    Words("The points stand at different units: {a} and {b}.", "지점 위치의 단위가 서로 다릅니다: {a}, {b}."),
    Words("Write all of them in one unit.", "모두 한 가지 단위로 적어 주세요."),
)
MIXED_PAYS = (
    Words("The payouts are in different units: {a} and {b}.", "지급률의 단위가 서로 다릅니다: {a}, {b}."),
    Words(
        "Use percentages of the target incentive or sums of money, one of them.",
        "목표 인센티브의 백분율과 금액 가운데 하나만 써 주세요.",
    ),
)
_SAME = (
    Words("Two points stand at {at}.", "같은 위치({at})에 지점이 두 개 있습니다."),
    Words(
        "A curve has no jumps: move one of them, or use `tiers`.",
        "곡선에는 계단이 없습니다. 하나를 옮기거나 `tiers` 키를 써 주세요.",
    ),
)
_NOT_RISING = (
    Words("The point at {at} stands after the point at {before}.", "{at} 지점이 {before} 지점 뒤에 있습니다."),
    Words("Put the points in rising order.", "지점을 낮은 값부터 순서대로 적어 주세요."),
)
_FALLS = (
    Words(
        "The payout falls from {high} at {a} to {low} at {b}: a better result would pay less.",
        "지급률이 {a} 지점의 {high}에서 {b} 지점의 {low}까지 내려갑니다. 실적이 좋아지면 덜 받습니다.",
    ),
    Words("Keep it only if that is meant.", "의도한 값일 때만 그대로 두세요."),
)
_CLIFF = (
    Words(
        "Just below {at} nothing is paid, and at {at} it pays {pays}.",
        "{at} 바로 아래에서는 지급이 없고 {at} 지점에서 {pays} 지급됩니다.",
    ),
    Words(
        "Keep it if that is meant; a first point that pays 0% has no such jump.",
        "의도한 것이면 그대로 두세요. 첫 지점의 지급률이 0%이면 이런 차이가 없습니다.",
    ),
)
_ENDS = (
    Words(
        "At {at} it pays {pays}, and just beyond it nothing: a better result would pay less.",
        "{at} 지점에서 {pays} 지급되고 그 너머에서는 지급이 없습니다. 실적이 좋아지면 덜 받습니다.",
    ),
    Words(
        "Write `beyond: edge` to go on paying that, or keep it if it is meant.",
        "계속 지급하려면 `beyond: edge` 값을 쓰고, 의도한 것이면 그대로 두세요.",
    ),
)
_BELOW_ZERO = (
    Words(
        "Extended below {at}, the curve takes money away when little is reached.",
        "{at} 아래로 연장하면 실적이 적을 때 지급액이 0보다 작아집니다.",
    ),
    Words("Write `below: nothing` or `below: edge`.", "`below: nothing` 또는 `below: edge` 값을 적어 주세요."),
)
