"""The statement as HTML for paper, with its two pictures.

In: the view. Out: a document whose every text is escaped and which names no file or address.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from statements.charts import PRINTED, Paint, attainment_stairs, steps_to_quota, waterfall
from statements.view import StatementView
from statements.words import texts_in

_TEMPLATES = Path(__file__).parent / "templates"
#: SVG text does not take the page's face, so each picture names it.
_PAINT = Paint(PRINTED, "Daylight, Daylight Hangul, Noto Sans, Noto Sans KR, sans-serif")
#: in tenths of a table row
_FIRST_PAGE_ROOM, _PICTURE_HEIGHT = 92, 65


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption."""

    label: str
    svg: Markup


def html_from_view(view: StatementView) -> str:
    """Return the statement as one HTML document."""
    template = _environment().get_template("statement.html")
    pictures = _pictures(view)
    return template.render(
        view=view,
        text=texts_in(view.lang),
        pictures=pictures,
        apart=_first_page_holds(view, bool(pictures)),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _first_page_holds(view: StatementView, has_pictures: bool) -> bool:
    """Guess whether all before the lines fits on page one; if so the lines begin on a page of their own."""
    height = 0 if has_pictures else -_PICTURE_HEIGHT
    for part in view.parts:
        height += sum(10 + 7 * len(row.tiers) + 7 * bool(row.reason) for row in part.components)
        height += 15 * len(part.not_counted)
    return len(view.parts) == 1 and height <= _FIRST_PAGE_ROOM


def _pictures(view: StatementView) -> list[Picture]:
    """Choose two pictures: attainment, and the difference to the month before or else the ladder of rates."""
    measures = [measure for part in view.parts for measure in part.measures]
    climbs = [Picture(f"{m.label} · {m.over}", steps_to_quota(m.climb, _PAINT)) for m in measures if m.climb]
    ladders = [Picture(stairs.label, attainment_stairs(stairs, _PAINT)) for m in measures for stairs in m.stairs]
    falls = [Picture(f.waterfall.label, waterfall(f.waterfall, _PAINT)) for f in view.figures if f.waterfall]
    return [*climbs[:1], *falls[:1], *ladders[:1]][:2]
