"""In: results made by hand. Out: the view that every document prints, adding up, in both languages."""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from comp_rules.flow.records import Line
from statements.view import Amount
from statements.view_from_result import view_from_result
from statements.words import NOUNS, TEXTS, counted, counted_with_reversals, find_one
from tests.statements.sample import CONTEXT, MONTHS, blocked_month, empty_month, marginal_month, month_before, won_month

BOTH = pytest.mark.parametrize("lang", ["en", "ko"])
EVERY = pytest.mark.parametrize("name", sorted(MONTHS))


def amounts(item: object) -> Iterator[Amount]:
    """Every amount anywhere in a view."""
    if isinstance(item, Amount):
        yield item
    elif isinstance(item, tuple):
        for inner in item:
            yield from amounts(inner)
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            yield from amounts(getattr(item, field.name))


def view(result, lang="en", **context):
    return view_from_result(result, replace(CONTEXT, **context), lang)


@BOTH
@EVERY
def test_every_amount_is_printed_as_the_number_it_carries(name, lang):
    digits = {"USD": 2, "KRW": 0}
    for amount in amounts(view(MONTHS[name](), lang)):
        plain = re.sub(r"[^\d−.]", "", amount.text).replace("−", "-")
        assert plain == f"{amount.minor / 10 ** digits[amount.currency]:.{digits[amount.currency]}f}", amount


@EVERY
def test_lines_components_strip_and_totals_add_up_to_the_result(name):
    result = MONTHS[name]()
    shown = view(result)
    (part,) = shown.parts
    total = result.parts[0].total
    assert sum(line.amount.minor for line in part.lines) == total
    assert sum(deal.total.minor for deal in part.deals) == total
    assert sum(row.amount.minor for row in part.components if row.amount) == total
    assert [line.key for line in part.lines] == [f"line:{line.line_id}" for line in result.parts[0].lines]
    if part.lines:
        assert part.lines[-1].running.minor == total
    (figure,) = shown.figures
    assert figure.amount.minor == part.total.minor == total
    assert figure.strip[-1].amount == figure.amount
    assert sum(item.amount.minor for item in figure.strip[:-1]) == total


def test_a_total_that_is_not_the_sum_of_its_lines_is_refused():
    result = marginal_month()
    (part,) = result.parts
    wrong = replace(result, parts=(replace(part, total=part.total + 1),))
    with pytest.raises(AssertionError, match="does not add up"):
        view(wrong)


def test_tiers_of_a_component_add_up_to_it():
    (part,) = view(marginal_month()).parts
    commission = part.components[0]
    assert [tier.label for tier in commission.tiers] == ["below 100%", "from 100%"]
    assert sum(tier.amount.minor for tier in commission.tiers) == commission.amount.minor
    assert (commission.rates, commission.lines) == ("8%, 12%", sum(tier.lines for tier in commission.tiers))


def test_the_sentences_name_credit_attainment_reversal_and_what_did_not_count():
    english = view(marginal_month()).sentences
    assert english[0] == "You were credited with $744,507.83 across 6 deals and 1 reversal."
    assert "New business is at 121.8% of a quota of $640,000.00" in english[1]
    assert "which took the rate from 8% to 12% at 100%" in english[1]
    taken_back = "The reversal “Borealis Foods” of 29 Oct 2026 took back $15,000.00 of credit and $1,800.00 with it."
    assert english[2] == taken_back
    assert english[3] == "2 deals with your name on them did not count."
    korean = view(marginal_month(), "ko").sentences
    assert korean[0] == "거래 6건 및 실적 취소 1건에서 인정된 실적은 US$744,507.83입니다."
    assert len(korean) == len(english)


def test_the_parts_of_a_deal_are_told():
    (part,) = view(marginal_month()).parts
    split = next(deal for deal in part.deals if deal.record_id == "D-20529")
    assert split.facts == (
        "D-20529",
        "2026-10-14",
        "$226,283.39, your credit 65% = $147,084.20",
        "split with Minseo Lee",
    )
    assert (split.credit, split.share) == ("$147,084.20", "65%")
    reversal = next(deal for deal in part.deals if deal.is_reversal)
    assert (reversal.title, reversal.total.text) == ("Borealis Foods", "−$1,800.00")
    assert "reversal of D-20455" in reversal.facts


def test_a_line_carries_its_arithmetic():
    (part,) = view(marginal_month()).parts
    line = part.lines[0]
    assert (line.number, line.calculation, line.formula) == ("L-001", "$118,582.53 × 8%", "=ROUND(118582.53*8%,2)")
    assert line.amount.text == "$9,486.60"
    assert line.sentence


def test_what_did_not_count_is_kept_apart_from_what_one_component_does_not_pay_on():
    (part,) = view(marginal_month()).parts
    assert [row.title for row in part.not_counted] == ["Aster Biotech", "Fjord Marine"]
    assert part.not_counted[0].cure == "It counts when its stage is closed won."
    assert [(row.title, row.component) for row in part.not_paid] == [("Haneul Logistics", "Platform SPIFF")]


def test_the_month_before_leads_to_this_one():
    (figure,) = view(marginal_month(), previous=month_before()).figures
    rows = figure.waterfall.rows
    assert [row.label for row in rows] == ["September", "New business commission", "Platform SPIFF", "October"]
    assert (rows[0].end, rows[-1].end) == (22_200_00, figure.amount.minor)
    assert all(after.start == before.end for before, after in pairwise(rows[:-1]))
    assert "October $69,926.27" in figure.waterfall.title
    assert view(marginal_month()).figures[0].waterfall is None


def test_the_steps_toward_the_quota_end_at_the_measure():
    (measure,) = view(marginal_month()).parts[0].measures
    assert measure.climb.points[-1][1] == marginal_month().parts[0].measures[0].total
    assert (measure.attainment, measure.quota, measure.total) == ("121.8%", "$640,000.00", "$779,507.83")
    assert [stair.words for stair in measure.climb.stairs] == ["8% below 100%", "12% from 100%", "16% from 150%"]


def test_an_uplift_is_a_line_of_the_earlier_deal():
    (part,) = view(won_month(), "ko").parts
    assert [line.amount.text for line in part.lines] == ["10,500,000원", "4,000,000원"]
    assert part.deals[1].facts[1] == "2026-09-10"
    assert part.lines[1].calculation == "(400,000,000원 × 3%) − (400,000,000원 × 2%)"


@pytest.mark.parametrize(
    ("lang", "rows", "sentence"),
    [
        (
            "en",
            [("1 deal of October", "3%", "₩10,500,000"), ("1 earlier deal, lifted", "2% → 3%", "₩4,000,000")],
            "₩4,000,000 of New business commission comes from 1 earlier deal lifted from 2% to 3%.",
        ),
        (
            "ko",
            [("10월 거래 1건", "3%", "10,500,000원"), ("이전 거래 1건의 소급분", "2% → 3%", "4,000,000원")],
            "신규 계약 커미션 중 이전 거래 1건의 소급분: 4,000,000원(2% → 3%).",
        ),
    ],
)
def test_what_earlier_deals_add_is_shown_apart_and_named(lang, rows, sentence):
    shown = view(won_month(), lang)
    (commission,) = shown.parts[0].components
    assert [(share.label, share.rate, share.amount.text) for share in commission.tiers] == rows
    assert [share.amount.key for share in commission.tiers] == [
        "state:A-422:commission:new",
        "state:A-422:commission:uplift",
    ]
    assert sum(share.amount.minor for share in commission.tiers) == commission.amount.minor
    assert sentence in shown.sentences


def test_an_earlier_reversal_is_not_called_a_deal():
    result = won_month()
    (part,) = result.parts
    reversal = replace(part.earlier[0], reverses="D-1")
    changed = replace(result, parts=(replace(part, earlier=(reversal,)),))
    assert view(changed).parts[0].components[0].tiers[1].label == "1 earlier reversal, lifted"
    assert view(changed, "ko").parts[0].components[0].tiers[1].label == "이전 실적 취소 1건의 소급분"
    assert counted_with_reversals(41, 1, "deal", "en", earlier=True) == "41 earlier deals and 1 reversal"
    assert counted_with_reversals(41, 1, "deal", "ko", earlier=True) == "이전 거래 41건 및 실적 취소 1건"


def test_earlier_deals_that_fall_back_or_only_change_their_base_are_not_called_lifted():
    result = won_month()
    (part,) = result.parts
    new, old = part.lines

    def changed(rate):
        kept = [o for o in old.operands if not (o.role == "rate" and o.before)]
        before = [replace(o, value=rate) for o in old.operands if o.role == "rate" and o.before]
        line = replace(old, operands=(*kept, *(before if rate is not None else ())))
        return view(replace(result, parts=(replace(part, lines=(new, line)),))).parts[0].components[0].tiers[1]

    fallen = changed(Fraction(5, 100))
    assert (fallen.label, fallen.rate) == ("1 earlier deal, lowered", "5% → 3%")
    opened = changed(None)
    assert (opened.label, opened.rate) == ("1 earlier deal, paid now", "")
    settled = changed(next(o.value for o in old.operands if o.role == "rate" and not o.before))
    assert (settled.label, settled.rate) == ("1 earlier deal, settled again", "")


@BOTH
def test_a_blocked_component_says_why_and_is_not_a_zero(lang):
    shown = view(blocked_month(), lang)
    (part,) = shown.parts
    assert part.components[0].amount is None
    assert part.components[0].reason == blocked_month().faults[0].say(lang)
    assert part.blocked == ()
    assert any(part.components[0].label in sentence for sentence in shown.sentences)
    assert [item.label for item in shown.figures[0].strip[:-1]] == [part.components[1].label]


@BOTH
def test_a_month_of_which_all_is_blocked_has_no_sum_and_not_a_zero(lang):
    month = blocked_month()
    blocked = replace(month.parts[0], components=month.parts[0].components[:1], lines=(), total=0)
    (figure,) = view(replace(month, parts=(blocked,)), lang).figures
    assert figure.amount.text == "–"
    assert [item.text for item in figure.strip] == ["–"]


def test_an_empty_month_says_so():
    shown = view(empty_month())
    assert shown.sentences == ("No deal of October 2026 is counted yet.",)
    assert shown.figures[0].amount.text == "$0.00"
    assert shown.parts[0].components[0].reason


@BOTH
@pytest.mark.parametrize("state", ["draft", "approved", "published", "closed"])
def test_the_state_is_said_and_nothing_is_called_paid(state, lang):
    shown = view(marginal_month(), lang, state=state)
    assert shown.state_text == TEXTS[state].say(lang)
    said = " ".join((*shown.sentences, shown.heading, shown.notice, shown.state_note))
    assert not re.search(r"\b(was|were|is|are|been) paid\b|지급 완료|지급되었", said)
    assert "not calculated yet" in shown.notice or "아직 계산되지 않았습니다" in shown.notice


def test_two_plans_in_one_month_are_two_parts_with_one_figure_for_each_currency():
    dollars, won = marginal_month(), won_month()
    both = replace(dollars, parts=dollars.parts + won.parts)
    shown = view(both)
    assert [figure.amount.key for figure in shown.figures] == ["total:USD", "total:KRW"]
    assert [part.currency for part in shown.parts] == ["USD", "KRW"]
    keys = [amount.key for part in shown.parts for amount in amounts(part)]
    assert len(keys) == len(set(keys))


def test_fixed_texts_have_the_same_variables_in_both_languages():
    for name, words in TEXTS.items():
        assert set(re.findall(r"\{(\w+)\}", words.en)) == set(re.findall(r"\{(\w+)\}", words.ko)), name


def test_no_korean_particle_follows_a_variable_directly():
    """A particle depends on the sound before it, which a variable does not tell."""
    particle = re.compile(r"\}(은|는|이|가|을|를|와|과|으로|로|이나|나|이라|라)(?![가-힣])")
    for module in (
        "words",
        "sentences_from_result",
        "deals_from_result",
        "measures_from_result",
        "components_from_result",
        "uplift_from_result",
        "tiers",
        "formatting",
    ):
        source = __import__("pathlib").Path("statements", f"{module}.py").read_text(encoding="utf-8")
        assert not particle.search(source), module
    assert particle.search("{deal}가 인정")


def test_records_of_several_types_are_counted_as_records():
    result = marginal_month()
    (part,) = result.parts
    meeting = replace(part.refusals[0], record=replace(part.refusals[0].record, record_type="meeting", record_id="M-1"))
    mixed = replace(result, parts=(replace(part, refusals=(meeting, *part.refusals)),))
    assert view(mixed).sentences[-1] == "3 records with your name on them did not count."
    assert view(mixed, "ko").sentences[-1] == "내 이름이 있지만 인정되지 않은 3건도 있습니다."


def test_records_are_counted_by_their_noun():
    assert [counted(1, "deal", "en"), counted(26, "deal", "en"), counted(26, "deal", "ko")] == [
        "1 deal",
        "26 deals",
        "거래 26건",
    ]
    assert (counted(2, "shipment", "en"), counted(2, "shipment", "ko")) == ("2 records", "2건")
    assert "deal" in NOUNS


def test_a_quota_for_part_of_its_days_is_explained():
    result = marginal_month()
    (part,) = result.parts
    (measure,) = part.measures
    quota = replace(measure.quota, stated=measure.quota.stated * 2, days_worked=46, days=92)
    shown = view(replace(result, parts=(replace(part, measures=(replace(measure, quota=quota),)),)))
    assert shown.parts[0].measures[0].notes == ("Quota for 46 of 92 days: $1,280,000.00 × 46 ÷ 92 = $640,000.00",)


@pytest.mark.parametrize(
    ("stated", "unit", "rounded", "english", "korean"),
    [
        (13, "count", 6, "13 × 15 ÷ 31 = 6.29…, rounded to 6", "13 × 15일 ÷ 31일 = 6.29…, 반올림하여 6"),
        (
            100_00,
            "money:USD",
            48_39,
            "$100.00 × 15 ÷ 31 = $48.38709…, rounded to $48.39",
            "US$100.00 × 15일 ÷ 31일 = US$48.38709…, 반올림하여 US$48.39",
        ),
    ],
)
def test_a_quota_rounded_for_its_days_says_so(stated, unit, rounded, english, korean):
    result = marginal_month()
    (part,) = result.parts
    (measure,) = part.measures
    quota = replace(
        measure.quota, stated=Fraction(stated), prorated=Fraction(rounded), days_worked=15, days=31, unit=unit
    )
    changed = replace(result, parts=(replace(part, measures=(replace(measure, quota=quota),)),))
    for lang, said in (("en", english), ("ko", korean)):
        (note,) = view(changed, lang).parts[0].measures[0].notes
        assert note.endswith(said)


@pytest.mark.parametrize(
    ("deals", "reversals", "english", "korean"),
    [
        (16, 0, "16 deals", "거래 16건"),
        (16, 1, "16 deals and 1 reversal", "거래 16건 및 실적 취소 1건"),
        (1, 2, "1 deal and 2 reversals", "거래 1건 및 실적 취소 2건"),
        (0, 1, "1 reversal", "실적 취소 1건"),
    ],
)
def test_reversals_are_not_counted_as_deals(deals, reversals, english, korean):
    assert counted_with_reversals(deals, reversals, "deal", "en") == english
    assert counted_with_reversals(deals, reversals, "deal", "ko") == korean


def test_a_search_names_what_it_looks_for():
    assert find_one({"lead_stage"}, "en") == "Find a lead"
    assert find_one({"invoice"}, "en") == "Find an invoice"
    assert find_one({"deal", "meeting"}, "en") == "Find a record"
    assert (find_one({"meeting"}, "ko"), find_one({"shipment"}, "ko")) == ("미팅 찾기", "원천 데이터 찾기")


def test_lines_are_the_engines_own():
    assert {type(line) for line in marginal_month().parts[0].lines} == {Line}
