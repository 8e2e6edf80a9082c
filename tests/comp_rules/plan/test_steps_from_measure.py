"""Every shape of measure becomes steps that say its value, its quota as it counts, and its attainment."""

import pytest

from comp_rules.kernel.steps import Add, AnyStep, Dated, Frame, Ratio, Scale, Total, Weighted
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.outline import Outline
from comp_rules.plan.outline_from_document import outline_from_document
from comp_rules.plan.steps_from_measure import MeasureSteps, frame_name, running_step, steps_from_measure

HEAD = """
plan: rep
currency: USD
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  won: {records: deal, date: signed_on, amount: arr, to: owner}
  visit: {records: visit, date: seen_on, count: 1, to: owner}
measure:
  won_year: {sum: won, over: year_to_date, quota: won_year}
  lost_year: {sum: won, over: year_to_date}
  visits: {count: visit, over: quarter_to_date, quota: visits}
"""


def outline_of(measures: str, rest: str = "") -> Outline:
    document, faults = document_from_text(HEAD + measures + rest, "plan.yaml")
    assert document is not None
    assert faults == []
    return outline_from_document(document, None)


def steps_of(measures: str, name: str, rest: str = "") -> tuple[MeasureSteps, dict[str, AnyStep]]:
    outline = outline_of(measures, rest)
    steps = steps_from_measure(outline.measures[name], outline)
    return steps, {step.name: step for step in steps.steps}


def test_a_sum_begins_with_its_opening_and_is_compared_with_the_prorated_quota() -> None:
    steps, by_name = steps_of("", "won_year")
    total, quota, prorated = (by_name[name or ""] for name in (steps.total, steps.quota, steps.prorated))
    assert isinstance(total, Total)
    assert (total.credits, total.unit, total.opening) == (("won",), "money", "won_year")
    assert isinstance(quota, Dated)
    assert (quota.table, quota.key, quota.unit) == ("quota", "won_year", "money")
    assert isinstance(prorated, Scale)
    assert (prorated.amount, prorated.by) == (quota.name, "worked")
    ratio = by_name[steps.attainment or ""]
    assert isinstance(ratio, Ratio)
    assert (ratio.upper, ratio.lower) == (total.name, prorated.name)


def test_a_quota_to_date_is_the_part_of_the_prorated_quota() -> None:
    steps, by_name = steps_of("  m: {sum: won, over: year_to_date, quota: q, against: quota_to_date}\n", "m")
    to_date = by_name[steps.prorated or ""]
    assert isinstance(to_date, Scale)
    assert to_date.by == "to_date"
    worked = by_name[to_date.amount]
    assert isinstance(worked, Scale)
    assert worked.by == "worked"
    assert worked.amount == steps.quota


def test_a_quota_in_percent_is_a_level_that_no_days_make_smaller() -> None:
    examples = "examples:\n  - given: {inputs: [{person: jo, input: margin, value: 21%, last_day: 2026-03-31}]}\n"
    steps, by_name = steps_of("  margin: {input: margin, over: year_to_date, quota: m}\n", "margin", examples)
    assert steps.quota == steps.prorated
    assert not any(isinstance(step, Scale) for step in by_name.values())
    total = by_name[steps.total]
    assert isinstance(total, Dated)
    assert (total.table, total.key, total.unit) == ("input", "margin", "ratio")


@pytest.mark.parametrize(("value", "unit"), [("21%", "ratio"), ("4000000 USD", "money"), ("62", "count")])
def test_a_typed_result_has_the_unit_of_the_examples(value: str, unit: str) -> None:
    examples = f"examples:\n  - given: {{inputs: [{{person: jo, input: result, value: {value}}}]}}\n"
    outline = outline_of("  typed: {input: result, over: month}\n", examples)
    assert outline.measures["typed"].unit == unit


def test_a_difference_and_a_sum_of_measures_keep_unit_and_window() -> None:
    steps, by_name = steps_of("  kept: {minus: [won_year, lost_year]}\n  net: {plus: [kept, lost_year]}\n", "net")
    net = by_name[steps.total]
    assert isinstance(net, Add)
    assert (net.unit, net.frame) == ("money", Frame("year_to_date"))
    kept = by_name[net.terms[0][0]]
    assert isinstance(kept, Add)
    assert [sign for _, sign in kept.terms] == [1, -1]
    assert [sign for _, sign in net.terms] == [1, 1]
    names = [step.name for step in steps.steps]
    assert names.index(kept.name) < names.index(net.name)
    assert steps.attainment is None


def test_a_ratio_is_its_own_attainment_unless_it_has_a_quota() -> None:
    steps, by_name = steps_of("  share: {ratio: [lost_year, won_year]}\n", "share")
    assert isinstance(by_name[steps.total], Ratio)
    assert steps.attainment == steps.total
    steps, by_name = steps_of("  share: {ratio: [lost_year, won_year], quota: best_share}\n", "share")
    assert steps.attainment != steps.total
    quota = by_name[steps.quota or ""]
    assert isinstance(quota, Dated)
    assert quota.unit == "ratio"


def test_a_weighted_measure_reads_the_attainment_of_its_items() -> None:
    measures = "  both: {weighted: [{by: won_year, weight: 60%, floor: 50%}, {by: best, weight: 40%}]}\n"
    measures += "  best: {sum: won, over: year_to_date, quota: best}\n"
    steps, by_name = steps_of(measures, "both")
    weighted = by_name[steps.total]
    assert isinstance(weighted, Weighted)
    (first, weight, floor), (second, _, no_floor) = weighted.items
    assert isinstance(by_name[first], Ratio)
    assert isinstance(by_name[second], Ratio)
    assert weight.value * 5 == 3
    assert floor is not None
    assert floor.path == "measure.both.weighted[0].floor"
    assert no_floor is None
    assert steps.attainment == steps.total


def test_equal_names_are_equal_steps_however_often_a_part_is_used() -> None:
    steps, by_name = steps_of("  r: {ratio: [won_year, lost_year]}\n  d: {minus: [won_year, lost_year]}\n", "r")
    other, others = steps_of("  r: {ratio: [won_year, lost_year]}\n  d: {minus: [won_year, lost_year]}\n", "d")
    assert steps.total != other.total
    for name in by_name.keys() & others.keys():
        assert by_name[name] == others[name]


def test_windows_of_every_sort_have_frames_of_their_own() -> None:
    outline = outline_of(
        "  four: {sum: won, over: {rolling_months: 4}}\n  five: {sum: won, over: {rolling_months: 5}}\n"
        "  own: {sum: won, over: quota_window, quota: campaign}\n  derived: {plus: [own, own]}\n"
    )
    frames = [outline.measures[name].frame for name in ("four", "five", "own", "derived")]
    assert frames == [
        Frame("rolling_months", months=4),
        Frame("rolling_months", months=5),
        Frame("quota_window", "campaign"),
        Frame("quota_window", "campaign"),
    ]
    assert len({frame_name(frame) for frame in frames}) == 3


def test_what_depends_on_itself_has_no_window_and_no_unit() -> None:
    outline = outline_of("  kept: {minus: [won_year, net]}\n  net: {plus: [kept, won_year]}\n")
    assert outline.measures["kept"].window is None
    assert outline.measures["net"].unit is None


def test_the_ladder_of_a_measure_begins_with_its_opening() -> None:
    running = running_step(outline_of("").measures["won_year"])
    assert (running.credits, running.opening) == (("won",), "won_year")
