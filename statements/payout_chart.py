"""A payout curve as SVG text: what is paid at each place, and where somebody stands on it.

In: a curve in words. Out: markup as that of `charts`: percentages across, pixels down, colours by class or explicit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from markupsafe import Markup

from comp_rules.values.money import rounded_ratio
from statements.charts import PAGE, Paint, Scale, circle, line, pixels, svg, text
from statements.payout_view import CurveView, Mark, Point

#: Places stand at least so many hundredths of the width apart, heights so many pixels, or they are not all named.
_ACROSS, _UP = 13, 16
#: From here the words of a place stand left of it, in hundredths of the width; at the bottom already from the second.
_LATE, _EARLY = 42, 30


def payout_curve(chart: CurveView, paint: Paint = PAGE, height: int = 168) -> Markup:
    """Draw the curve with its bends named at both axes, and the person's place as a dot."""
    start = min([point[0] for each in chart.lines for point in each], default=Fraction(0))
    across = Scale(start, chart.end, 15, 97)
    rise = (chart.top - chart.bottom) or Fraction(1)
    up = Scale(chart.bottom, chart.top + rise / 8, height - 24, 20)
    shapes = [
        *_axes(chart, across, up, paint, height),
        *(_stretch(each, across, up, paint) for each in chart.lines),
        *(_stretch(each, across, up, paint, "4 3") for each in chart.jumps),
        *_here(chart, across, up, paint, height),
    ]
    return svg(shapes, height, chart.title, paint)


def _axes(chart: CurveView, across: Scale, up: Scale, paint: Paint, height: int) -> Iterable[str]:
    base = pixels(up.at(max(Fraction(0), chart.bottom)))
    yield line(across.at(across.low), across.at(across.high), base, base, paint, "past")
    for mark in _apart(chart.places, across, _ACROSS):
        yield text(across.at(mark.at), height - 6, mark.text, paint, "muted", size=11, anchor="middle")
    for mark in _apart(chart.heights, up, _UP):
        place = up.at(mark.at)
        yield line(across.at(across.low), across.at(across.high), pixels(place), pixels(place), paint, "hair")
        yield text("0", rounded_ratio(place) + 4, mark.text, paint, "muted", size=11)


def _apart(marks: Sequence[Mark], scale: Scale, room: int) -> list[Mark]:
    """The marks that have room for their words; the first of a crowd is kept."""
    kept: list[Mark] = []
    for mark in marks:
        if not kept or abs(scale.at(mark.at) - scale.at(kept[-1].at)) >= room:
            kept.append(mark)
    return kept


def _stretch(ends: tuple[Point, Point], across: Scale, up: Scale, paint: Paint, dashes: str = "") -> str:
    (x0, y0), (x1, y1) = ends
    return line(
        across.at(x0), across.at(x1), pixels(up.at(y0)), pixels(up.at(y1)), paint, "green",
        width=1 if dashes else 2, dashes=dashes,
    )  # fmt: skip


def _here(chart: CurveView, across: Scale, up: Scale, paint: Paint, height: int) -> Iterable[str]:
    if chart.here is None:
        return
    x, y = across.at(chart.here.at), up.at(chart.here.pays)
    yield line(x, x, pixels(y), pixels(Fraction(height - 24)), paint, "ink", dashes="2 3")
    yield circle(x, pixels(y), paint, "ink")
    words = f"{chart.here.at_text} · {chart.here.pays_text}"
    # Curves rise, so there is room above to the left of the dot, and below to its right unless it is at the bottom.
    low, high = rounded_ratio(y) + 18, max(12, rounded_ratio(y) - 8)
    below = low < height - 28
    if x > (_LATE if below else _EARLY):
        yield text(x, high, words, paint, "ink", size=13, bold=True, shift=-6, anchor="end")
    else:
        yield text(x, low if below else high, words, paint, "ink", size=13, bold=True, shift=8)
