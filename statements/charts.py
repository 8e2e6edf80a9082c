"""Charts of a statement as SVG text: attainment stairs, tier bar, waterfall, steps toward the quota.

In: data of the view. Out: markup that works under a strict policy: attributes only, no style, no script.

Places are percentages and text sizes are pixels in a picture without a view box, so bars stretch and text never does.
Each picture has a sentence with its values as its name. Page colours come from classes (`c-ink` fills, `s-ink`
strokes); a document without classes of its own passes explicit colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from comp_rules.values.money import decimal_text, rounded_ratio
from statements.view import Climb, Stair, Stairs, Waterfall, WaterfallRow

#: Explicit colours of the printed page, by the names of the design.
PRINTED = {
    "ink": "#1d2433", "muted": "#5b6579", "green": "#0b6e4f", "deep": "#063f2d", "red": "#b42318",
    "tint": "#e8f3ee", "tint2": "#d3e9df", "hair": "#d0d5dd", "past": "#98a2b3", "paper": "#ffffff",
}  # fmt: skip
_TIER_COLOURS = ("ink", "green", "deep")
_ROW = 27
#: Latin letters that fit left of a waterfall's bars; a Korean syllable takes the room of two
_LABEL_ROOM = 21


@dataclass(frozen=True, slots=True)
class Paint:
    """How shapes get their colours: `colours` by name for a document, none for a page with classes; the text's face."""

    colours: Mapping[str, str] | None = None
    font: str = ""

    def fill(self, name: str) -> str:
        """Return the attribute that fills a shape."""
        return f'class="c-{name}"' if self.colours is None else f'fill="{self.colours[name]}"'

    def stroke(self, name: str) -> str:
        """Return the attributes that draw a line."""
        return f'class="s-{name}"' if self.colours is None else f'stroke="{self.colours[name]}"'


PAGE = Paint()


def waterfall(chart: Waterfall, paint: Paint = PAGE) -> Markup:
    """Draw the bars from one month's total to another's, labels left, amounts at the ends of the bars."""
    low = min(0, *(min(row.start, row.end) for row in chart.rows))
    high = max(0, *(max(row.start, row.end) for row in chart.rows))
    scale = Scale(Fraction(low), Fraction(max(high, low + 1)), 37, 70)
    shapes: list[str] = []
    for number, row in enumerate(chart.rows):
        shapes += _waterfall_row(row, number, scale, paint, number + 1 < len(chart.rows))
    return svg(shapes, _ROW * len(chart.rows), chart.title, paint)


def _waterfall_row(row: WaterfallRow, number: int, scale: Scale, paint: Paint, goes_on: bool) -> Iterable[str]:
    left, right = sorted((row.start, row.end))
    top, colour = number * _ROW, _change_colour(row)
    yield text("0", top + 17, _short(row.label), paint, "ink" if row.is_total else "muted", bold=row.is_total)
    yield _rect(scale.at(Fraction(left)), scale.at(Fraction(right)), top + 5, 16, paint.fill(colour))
    yield text(scale.at(Fraction(right)), top + 17, row.text, paint, colour, bold=row.is_total, shift=6)
    if goes_on:
        end = _pct(scale.at(Fraction(row.end)))
        yield f'<line x1="{end}" x2="{end}" y1="{top + 21}" y2="{top + _ROW + 5}" {paint.stroke("past")}/>'


def _short(label: str) -> str:
    """Cut a label that would run into the bars; the table beside the chart has it in full."""
    room, kept = _LABEL_ROOM, ""
    for character in label:
        room -= 2 if ord(character) > 0x1100 else 1
        if room < 0:
            return kept.rstrip() + "…"
        kept += character
    return kept


def _change_colour(row: WaterfallRow) -> str:
    if row.is_total:
        return "ink" if row.end >= 0 else "red"
    return "green" if row.end >= row.start else "red"


def steps_to_quota(chart: Climb, paint: Paint = PAGE, height: int = 150) -> Markup:
    """Draw the days of the period as steps; the tier that lies above the last reached line is a tinted zone."""
    across = Scale(Fraction(0), Fraction((chart.last - chart.first).days + 1), 22, 74)
    up = _up(chart, height - 22)
    shapes = [*_zones(chart, up, across, paint), *_climb_lines(chart, up, across, paint)]
    end_total = chart.points[-1][1] if chart.points else chart.opened
    end_x, end_y = across.at(across.high), pixels(up.at(end_total))
    base = height - 22
    shapes += [
        f'<line x1="{_pct(across.at(across.low))}" x2="{_pct(end_x)}" y1="{base}" y2="{base}" {paint.stroke("past")}/>',
        f'<circle cx="{_pct(end_x)}" cy="{end_y}" r="3.5" {paint.fill("ink")}/>',
        text(end_x, rounded_ratio(up.at(end_total)) + 6, chart.end_text, paint, "ink", size=17, bold=True, shift=10),
        text(across.at(across.low), height - 6, chart.first_text, paint, "muted", size=11),
    ]
    for day in (15, chart.last.day):
        place = across.at(Fraction(day))
        shapes.append(text(place, height - 6, str(day), paint, "muted", size=11, anchor="end"))
    return svg(shapes, height, chart.title, paint)


def _up(chart: Climb, base: int) -> Scale:
    """Scale the totals; far above 0 the picture begins below the nearest line, so that its steps can be seen."""
    totals = [chart.opened, *(total for _, total in chart.points)]
    starts = [stair.start for stair in chart.stairs[1:] if stair.start <= max(totals)] or [chart.quota]
    high, low = max(*totals, chart.quota), min(*totals, *starts)
    margin = (high - low) / 3 if low > high / 2 else Fraction(0)
    bottom = low - margin if low > high / 2 else min(Fraction(0), *totals)
    return Scale(bottom, high + (high - bottom) / 8, base, 6)


def _zones(chart: Climb, up: Scale, across: Scale, paint: Paint) -> Iterable[str]:
    """Draw the lines where tiers start, tinted above, with start and rate beside the picture."""
    visible = [stair for stair in chart.stairs[1:] if up.low < stair.start < up.high]
    left, right = across.at(across.low), across.at(across.high)
    if not visible:
        yield from _mark(up.at(chart.quota), "100%", "", across, paint)
        return
    tops = [up.at(stair.start) for stair in visible[1:]] + [up.at(up.high)]
    for number, (stair, top) in enumerate(zip(visible, tops, strict=True)):
        bottom = up.at(stair.start)
        yield _rect(left, right, pixels(top), pixels(bottom - top), paint.fill("tint2" if number else "tint"))
    for stair in visible:
        yield from _mark(up.at(stair.start), stair.start_text, stair.rate_text, across, paint)
    lower = chart.stairs[chart.stairs.index(visible[0]) - 1]
    yield text("0", rounded_ratio(up.at(visible[0].start)) + 18, lower.rate_text, paint, "muted", size=11)


def _mark(place: Fraction, start: str, rate: str, across: Scale, paint: Paint) -> Iterable[str]:
    """Draw a dashed line with where it stands at its left, and above that the rate from there on."""
    line = pixels(place)
    yield (
        f'<line x1="{_pct(across.at(across.low))}" x2="{_pct(across.at(across.high))}" y1="{line}" y2="{line}" '
        f'stroke-dasharray="4 3" {paint.stroke("green")}/>'
    )
    yield text("0", rounded_ratio(place) + 4, start, paint, "green", size=11)
    if rate:
        yield text("0", rounded_ratio(place) - 8, rate, paint, "green", size=11)


def _climb_lines(chart: Climb, up: Scale, across: Scale, paint: Paint) -> Iterable[str]:
    """Draw one level line for each day's total and one upright where it grew."""
    ends: dict[int, Fraction] = {}
    for day, total in chart.points:
        ends[(day - chart.first).days] = total
    at, level = Fraction(0), chart.opened
    stroke = f'stroke-width="2" stroke-linecap="square" {paint.stroke("ink")}'
    for offset, total in sorted(ends.items()):
        x, y, next_y = _pct(across.at(Fraction(offset))), pixels(up.at(level)), pixels(up.at(total))
        yield f'<line x1="{_pct(across.at(at))}" x2="{x}" y1="{y}" y2="{y}" {stroke}/>'
        yield f'<line x1="{x}" x2="{x}" y1="{y}" y2="{next_y}" {stroke}/>'
        at, level = Fraction(offset), total
    y = pixels(up.at(level))
    yield f'<line x1="{_pct(across.at(at))}" x2="{_pct(across.at(across.high))}" y1="{y}" y2="{y}" {stroke}/>'


def attainment_stairs(chart: Stairs, paint: Paint = PAGE, height: int = 104) -> Markup:
    """Draw each tier as wide as its credit and as high as its rate; what is reached is filled, the rest is pale."""
    last = chart.stairs[-1].start
    end = max(chart.reached, last * Fraction(6, 5), Fraction(1))
    across = Scale(Fraction(0), end, 0, 100)
    highest = max([stair.rate for stair in chart.stairs] + [Fraction(1, 10**9)])
    up = Scale(Fraction(0), highest, height - 22, 22)
    shapes: list[str] = []
    ends = [stair.start for stair in chart.stairs[1:]] + [end]
    for number, (stair, stop) in enumerate(zip(chart.stairs, ends, strict=True)):
        shapes += _stair(stair, number, stop, chart.reached, across, up, paint)
    base = height - 22
    shapes.append(f'<line x1="0%" x2="100%" y1="{base}" y2="{base}" {paint.stroke("past")}/>')
    return svg(shapes, height, chart.title, paint)


def _stair(
    stair: Stair, number: int, stop: Fraction, reached: Fraction, across: Scale, up: Scale, paint: Paint
) -> Iterable[str]:
    top = up.at(max(Fraction(0), stair.rate))
    base = up.at(Fraction(0))
    pale = "tint2" if number > 1 else "tint"
    yield _rect(across.at(stair.start), across.at(stop), pixels(top), pixels(base - top), paint.fill(pale))
    filled = min(stop, max(reached, stair.start))
    colour = _TIER_COLOURS[min(number, len(_TIER_COLOURS) - 1)]
    if filled > stair.start:
        yield _rect(across.at(stair.start), across.at(filled), pixels(top), pixels(base - top), paint.fill(colour))
    name = colour if filled > stair.start else "muted"
    yield text(across.at(stair.start), rounded_ratio(top) - 6, stair.rate_text, paint, name, size=12, bold=number > 0)
    anchor = "start" if number == 0 else "middle"
    yield text(across.at(stair.start), rounded_ratio(base) + 16, stair.start_text, paint, "muted", anchor=anchor)


@dataclass(frozen=True, slots=True)
class TierPart:
    """A piece of a tier bar: how much, in which tier (None: a neighbour), and the words under it."""

    size: Fraction
    tier: int | None
    text: str


def tier_bar(parts: Sequence[TierPart], title: str, paint: Paint = PAGE) -> Markup:
    """Draw one deal by tier, among its neighbours in ladder order when they are given; `title` says the values."""
    whole = sum((abs(part.size) for part in parts), Fraction(0)) or Fraction(1)
    across = Scale(Fraction(0), whole, 0, 100)
    shapes, at = [], Fraction(0)
    for part in parts:
        stop = at + abs(part.size)
        colour = "past" if part.tier is None else _TIER_COLOURS[min(part.tier, len(_TIER_COLOURS) - 1)]
        top, high = (8, 16) if part.tier is None else (2, 22)
        shapes.append(_rect(across.at(at), across.at(stop), top, high, paint.fill(colour)))
        if at:
            edge = _pct(across.at(at))
            shapes.append(f'<line x1="{edge}" x2="{edge}" y1="0" y2="26" stroke-width="2" {paint.stroke("paper")}/>')
        shapes.append(text(across.at(at), 42, part.text, paint, "muted" if part.tier is None else colour))
        at = stop
    return svg(shapes, 50, title, paint)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from values to places: `low` stands at `start`, `high` at `stop`."""

    low: Fraction
    high: Fraction
    start: int
    stop: int

    def at(self, value: Fraction) -> Fraction:
        """Return the place of a value; values outside stand at the ends."""
        if self.high == self.low:
            return Fraction(self.start)
        inside = min(max(value, self.low), self.high)
        return self.start + (inside - self.low) / (self.high - self.low) * (self.stop - self.start)


def svg(shapes: Iterable[str], height: int, title: str, paint: Paint) -> Markup:
    """Return the picture with its title as its name."""
    face = f' font-family="{escape(paint.font)}"' if paint.font else ""
    body = "".join(shapes)
    return Markup(  # noqa: S704 (every text inside is escaped where it is put in)
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" height="{height}"'
        f' aria-label="{escape(title)}"{face}><title>{escape(title)}</title><desc>{escape(title)}</desc>{body}</svg>'
    )


def _rect(left: Fraction, right: Fraction, top: int | str, height: int | str, fill: str) -> str:
    return f'<rect x="{_pct(left)}" y="{top}" width="{_pct(right - left)}" height="{height}" {fill}/>'


def text(
    x: Fraction | str, y: int, text: str, paint: Paint, colour: str,
    size: int = 12, bold: bool = False, shift: int = 0, anchor: str = "start",
) -> str:  # fmt: skip
    """Return words at a place: `x` in hundredths of the width, `y` in pixels."""
    place = x if isinstance(x, str) else _pct(x)
    weight = ' font-weight="600"' if bold else ""
    moved = f' dx="{shift}"' if shift else ""
    to = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{place}" y="{y}"{moved}{to} font-size="{size}"{weight} {paint.fill(colour)}>{escape(text)}</text>'


def _pct(place: Fraction) -> str:
    """Print a place as a percentage with two decimals: geometry, not money."""
    return f"{decimal_text(rounded_ratio(place * 100), 2)}%"


def line(
    left: Fraction, right: Fraction, top: str, bottom: str, paint: Paint, colour: str, width: int = 1, dashes: str = ""
) -> str:  # fmt: skip
    """Return a line between two places, in hundredths of the width and pixels."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    thick = f' stroke-width="{width}" stroke-linecap="round"' if width != 1 else ""
    ends = f'x1="{_pct(left)}" x2="{_pct(right)}" y1="{top}" y2="{bottom}"'
    return f"<line {ends}{thick}{dashed} {paint.stroke(colour)}/>"


def circle(x: Fraction, y: str, paint: Paint, colour: str) -> str:
    """Return a dot at a place."""
    return f'<circle cx="{_pct(x)}" cy="{y}" r="4" {paint.fill(colour)}/>'


def pixels(place: Fraction) -> str:
    """Print a place down the picture with one decimal."""
    return decimal_text(rounded_ratio(place * 10), 1)
