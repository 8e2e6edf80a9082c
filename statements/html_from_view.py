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
from statements.view import MeasureView, StatementView
from statements.words import record_head, texts_in

_TEMPLATES = Path(__file__).parent / "templates"
#: SVG text does not take the page's face, so each picture names it.
_PAINT = Paint(PRINTED, "Daylight, Daylight Hangul, Noto Sans, Noto Sans KR, sans-serif")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption."""

    label: str
    svg: Markup


def html_from_view(view: StatementView) -> str:
    """Return the statement as one HTML document."""
    template = _environment().get_template("statement.html")
    return template.render(
        view=view,
        text=texts_in(view.lang),
        pictures=_pictures(view),
        head=lambda rows: record_head({row.record_type for row in rows}, view.lang),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _pictures(view: StatementView) -> list[Picture]:
    """Choose two pictures: attainment, and the difference to the month before or else the ladder of rates."""
    measures = [measure for part in view.parts for measure in part.measures]
    climbs = [Picture(_caption(m), steps_to_quota(m.climb, _PAINT)) for m in measures if m.climb]
    ladders = [Picture(stairs.label, attainment_stairs(stairs, _PAINT)) for m in measures for stairs in m.stairs]
    falls = [Picture(f.waterfall.label, waterfall(f.waterfall, _PAINT)) for f in view.figures if f.waterfall]
    return [*climbs[:1], *falls[:1], *ladders[:1]][:2]


def _caption(measure: MeasureView) -> str:
    """Name a measure with what it adds up over, unless that is the month of the statement itself."""
    return measure.label if measure.is_monthly else f"{measure.label} · {measure.over}"
