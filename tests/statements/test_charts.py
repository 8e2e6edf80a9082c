"""In: data of the view. Out: pictures that say their values, obey a strict policy and do not move numbers."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from lxml import etree

from statements.charts import PRINTED, Paint, TierPart, attainment_stairs, steps_to_quota, tier_bar, waterfall
from statements.view import Waterfall, WaterfallRow
from statements.view_from_result import view_from_result
from tests.statements.sample import CONTEXT, marginal_month, month_before

SVG = "{http://www.w3.org/2000/svg}"


def pictures(paint: Paint) -> dict[str, str]:
    view = view_from_result(marginal_month(), replace(CONTEXT, previous=month_before()), "en")
    (measure,) = view.parts[0].measures
    parts = [TierPart(Fraction(9_00), 0, "$9.00 × 8%"), TierPart(Fraction(17_00), 1, "$17.00 × 12%")]
    return {
        "waterfall": waterfall(view.figures[0].waterfall, paint),
        "steps": steps_to_quota(measure.climb, paint),
        "stairs": attainment_stairs(measure.stairs[0], paint),
        "bar": tier_bar(parts, "$9.00 at 8%, $17.00 at 12%.", paint),
    }


@pytest.mark.parametrize("paint", [Paint(), Paint(PRINTED, "Daylight")], ids=["page", "printed"])
@pytest.mark.parametrize("name", ["waterfall", "steps", "stairs", "bar"])
def test_a_picture_says_its_values_and_carries_no_style(name, paint):
    root = etree.fromstring(pictures(paint)[name])
    assert root.get("role") == "img"
    title = root.find(f"{SVG}title").text
    assert re.search(r"\$|%", title)
    assert root.get("aria-label") == title
    names = {element.tag for element in root.iter()} | {key for element in root.iter() for key in element.attrib}
    assert not names & {f"{SVG}style", f"{SVG}script", f"{SVG}image", "style", "href", "onload"}
    assert root.get("viewBox") is None


def test_a_page_gets_classes_and_a_document_colours():
    page, printed = pictures(Paint())["waterfall"], pictures(Paint(PRINTED))["waterfall"]
    assert 'class="c-green"' in page
    assert "#" not in page
    assert PRINTED["green"] in printed
    assert 'class="c-' not in printed


def test_texts_are_escaped():
    row = WaterfallRow("<script>x</script>", 0, 100, '"&<', True)
    root = etree.fromstring(waterfall(Waterfall("l", (row,), '<b> & "c"')))
    assert [element.text for element in root.iter(f"{SVG}text")] == ["<script>x</script>", '"&<']


def test_bars_of_a_waterfall_are_as_long_as_their_amounts():
    rows = (
        WaterfallRow("a", 0, 100, "1", True),
        WaterfallRow("b", 100, 50, "2", False),
        WaterfallRow("c", 0, 50, "3", True),
    )
    root = etree.fromstring(waterfall(Waterfall("l", rows, "t $1")))
    widths = [Fraction(rect.get("width").rstrip("%")) for rect in root.iter(f"{SVG}rect")]
    assert widths[0] == 2 * widths[1] == 2 * widths[2]


def test_the_filled_area_of_the_stairs_is_the_money():
    """Width is credit, height is the rate: the filled areas of two tiers stand to each other as their pay."""
    view = view_from_result(marginal_month(), CONTEXT, "en")
    stairs = view.parts[0].measures[0].stairs[0]
    root = etree.fromstring(attainment_stairs(stairs, Paint(PRINTED), height=1022))
    areas = {}
    for rect in root.iter(f"{SVG}rect"):
        areas[rect.get("fill")] = Fraction(rect.get("width").rstrip("%")) * Fraction(rect.get("height"))
    first, second = Fraction(640_000_00) * 8, (stairs.reached - 640_000_00) * 12
    assert abs(areas[PRINTED["ink"]] / areas[PRINTED["green"]] - first / second) < Fraction(1, 50)


@pytest.mark.parametrize("stairs", [0, 1, 3])
def test_steps_below_every_line_still_show_the_quota(stairs):
    """A measure without a ladder, or far below its first line, has the quota as its only mark."""
    view = view_from_result(marginal_month(), CONTEXT, "en")
    climb = view.parts[0].measures[0].climb
    far = tuple(replace(stair, start=stair.start * 100) for stair in climb.stairs[:stairs])
    root = etree.fromstring(steps_to_quota(replace(climb, stairs=far), Paint(PRINTED)))
    assert "100%" in [element.text for element in root.iter(f"{SVG}text")]
    assert not list(root.iter(f"{SVG}rect"))


def test_a_month_that_falls_below_zero_can_be_drawn():
    rows = (
        WaterfallRow("a", 0, 100, "1", True),
        WaterfallRow("b", 100, -50, "−1.50", False),
        WaterfallRow("c", 0, -50, "−0.50", True),
    )
    root = etree.fromstring(waterfall(Waterfall("l", rows, "t $1"), Paint(PRINTED)))
    assert [rect.get("fill") for rect in root.iter(f"{SVG}rect")] == [PRINTED["ink"], PRINTED["red"], PRINTED["red"]]
    assert all(Fraction(rect.get("width").rstrip("%")) >= 0 for rect in root.iter(f"{SVG}rect"))
