"""What a person is told of a record that gave nothing: the whole refusal, both languages, for every cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Company, Declared, Value
from comp_rules.flow.credits_from_records import Named
from comp_rules.flow.faults_from_missing import facts_fault, missing_fault
from comp_rules.flow.qualified_from_records import Looked, look_at
from comp_rules.flow.records import ConditionLook, RecordRef, Refusal, Uncredited
from comp_rules.flow.refusals_from_credits import component_refusal, measure_refusal, refusal_of, uncredited_of
from comp_rules.kernel.world import Missing
from comp_rules.plan.compiled import CreditRule, Receiver
from comp_rules.plan.condition import Condition
from comp_rules.values.fault import Place
from comp_rules.values.words import Words
from tests.comp_rules.company import COMPANY, deal, words

DAY = date(2026, 3, 5)
FIELDS = COMPANY.record_types["deal"].fields
LABELLED = replace(
    COMPANY.record_types["deal"],
    fields={
        "stage": replace(FIELDS["stage"], label=Words("Stage", "단계")),
        "close_date": replace(FIELDS["close_date"], label=Words("Close date", "마감일")),
        "amount": replace(FIELDS["amount"], label=Words("Price", "가격")),
    },
)
PLACES = {"west": Declared("west", Words("The west", "서부"))}
OURS = Company("Ours", {"deal": LABELLED}, {}, {}, {}, {}, territories=PLACES)
RULE = CreditRule(
    "sale", words("Sales"), "credit.sale", "deal",
    (Condition("stage", "credit.sale.when.stage", values=(Value("text", "won"),)),),
    "close_date", "money", "amount", None, Receiver("territory", "west"),
)  # fmt: skip
REF = RecordRef("deal", "D1", 1, "Customer D1")
LOOK = ConditionLook("stage", Words("Stage", "단계"), words("won"), words("won"), "met")
NO_LOOK = replace(LOOK, found=words("open"), state="not_met")
ASK = Words(
    "Your comp admin corrects the shares at the source.", "보상 담당자가 원본의 인정 비율을 바로잡으면 인정됩니다."
)
DATES = Words("Nothing to do, unless the dates are wrong.", "날짜가 잘못되지 않았다면 할 일이 없습니다.")


def looked(stage: str = "won", day: date | None = DAY, minor: int | None = 500) -> Looked:
    return look_at(RULE, [deal("D1", day, minor, stage=stage)], OURS)


#: code, detail, the record, the sentence and the cure
SAID: list[tuple[str, str, Looked, Words, Words]] = [
    ("condition", "", looked("open"),
     Words("Stage is “open”; the plan counts only “won”.", "단계 값이 ‘open’입니다. 플랜은 ‘won’만 인정합니다."),
     Words("It counts once Stage is “won”.", "단계 값이 ‘won’이면 인정됩니다.")),
    ("no_date", "", looked(day=None),
     Words("Close date is empty, so no month can be chosen.", "마감일 값이 비어 있어 귀속월을 정할 수 없습니다."),
     Words("Enter Close date at the source; it counts at the next import.",
           "원본에 마감일 값을 입력하면 다음 가져오기에서 인정됩니다.")),
    ("no_amount", "", looked(minor=None),
     Words("Price is empty, so there is nothing to count.", "가격 값이 비어 있어 인정할 금액이 없습니다."),
     Words("Enter Price at the source; it counts at the next import.",
           "원본에 가격 값을 입력하면 다음 가져오기에서 인정됩니다.")),
    ("no_rate_of_exchange", "EUR", looked(),
     Words("It is in EUR, and no exchange rate is in force on its day.",
           "통화가 EUR이며, 해당 날짜의 환율이 등록되지 않았습니다."),
     Words("Your comp admin adds the rate.", "보상 담당자가 환율을 등록하면 인정됩니다.")),
    ("split_total", "110% 100%", looked(),
     Words("The shares on it add up to 110%, not 100%.", "인정 비율의 합이 110%입니다. 합계는 100%여야 합니다."), ASK),
    ("split_twice", "ann", looked(),
     Words("The same person stands twice in its split.", "실적 배분에 같은 사람이 두 번 적혀 있습니다."), ASK),
    ("split_negative", "", looked(),
     Words("A share on it is below 0%.", "인정 비율 중 0%보다 작은 값이 있습니다."), ASK),
    ("people_locked", "ann", looked(),
     Words("The people on it changed after it first counted; the credit stays with those it had then.",
           "처음 인정된 뒤에 담당자가 바뀌었습니다. 실적은 인정 당시의 담당자에게 그대로 있습니다."),
     Words("If it should move to you, ask your comp admin.",
           "본인에게 옮겨져야 한다면 보상 담당자에게 문의해 주세요.")),
    ("no_share", "ann", looked(),
     Words("You are named on it, but you have no share.", "이름은 있지만 인정 비율이 없습니다."),
     Words("If a share is missing, ask whoever owns the deal.", "배분이 빠졌다면 거래 담당자에게 확인해 주세요.")),
    ("not_assigned", "", looked(),
     Words("You were not under this plan on its credit date.", "실적 인정일에 이 플랜이 적용되지 않았습니다."), DATES),
    ("no_receiver", "", looked(),
     Words("It names nobody who could be credited.", "실적을 인정받을 사람이 지정되지 않았습니다."), Words("", "")),
    ("nobody_assigned", "", looked(),
     Words("Nobody it names was under this plan on its credit date.",
           "지정된 사람 중 실적 인정일에 이 플랜이 적용된 사람이 없습니다."), Words("", "")),
    ("no_territory", "", looked(),
     Words("No row of the territory “The west” describes it on its credit date, so it belongs to nobody.",
           "실적 인정일에 이 건이 속하는 담당 구역(‘서부’)이 없어 인정받을 사람이 없습니다."),
     Words("Your comp admin adds it to a territory.", "보상 담당자가 담당 구역을 등록하면 인정됩니다.")),
    ("territory_twice", "ann, bo", looked(),
     Words("Two rows of the territory “The west” describe it equally well (ann, bo), so it belongs to nobody.",
           "담당 구역(‘서부’)에서 이 건에 똑같이 맞는 행이 두 개입니다(ann, bo). 인정받을 사람을 정할 수 없습니다."),
     Words("Your comp admin makes one of the rows more specific.",
           "보상 담당자가 둘 중 한 행을 더 자세히 적으면 인정됩니다.")),
    ("plan_not_in_force", "", looked(),
     Words("No version of the plan was in force on its credit date.", "실적 인정일에 적용되는 플랜 버전이 없었습니다."),
     DATES),
]  # fmt: skip


@pytest.mark.parametrize(("code", "detail", "seen", "sentence", "cure"), SAID)
def test_a_refusal_names_the_record_the_rule_and_what_would_change_it(
    code: str, detail: str, seen: Looked, sentence: Words, cure: Words
) -> None:
    original = None if code == "no_amount" else Fraction(500)
    unit = "money" if code == "no_amount" else "money:USD"
    conditions = (NO_LOOK if code == "condition" else LOOK,)
    assert refusal_of(Named("ann", code, seen, detail), OURS) == Refusal(
        code, REF, original, unit, seen.day, "sale", None, "credit.sale", sentence, cure, conditions
    )
    assert uncredited_of(code, seen, detail, OURS) == Uncredited(REF, seen.day, code, sentence)


def test_an_amount_that_cannot_be_worked_out_is_not_shown() -> None:
    seen = replace(looked(), code="amount_undefined")
    refusal = refusal_of(Named("ann", "amount_undefined", seen), OURS)
    assert refusal.original is None
    assert refusal.sentence.en.startswith("Its amount cannot be worked out: its fields are in two currencies, or")
    assert refusal.cure == Words("Correct its fields at the source.", "원본의 값을 바로잡아 주세요.")


def test_a_territory_that_nobody_declared_is_called_by_its_name_with_spaces() -> None:
    seen = replace(looked(), rule=replace(RULE, receiver=Receiver("territory", "far_east")))
    assert "the territory “far east” describes" in refusal_of(Named("ann", "no_territory", seen), OURS).sentence.en


@pytest.mark.parametrize(("unit", "original"), [("money:USD", Fraction(500)), ("count", None)])
def test_the_amount_of_what_is_counted_is_not_shown(unit: str, original: Fraction | None) -> None:
    seen = replace(looked(), unit=unit)
    wanted = Words("at least 2", "2 이상")
    conditions = (LOOK, replace(NO_LOOK, wanted=wanted), replace(NO_LOOK, state="not_looked_at"))
    assert component_refusal("bonus", "earn.bonus", REF, conditions, seen) == Refusal(
        "component_condition", REF, original, unit, DAY, "sale", "bonus", "earn.bonus",
        Words("Stage is “open”; this part of the plan pays only for “at least 2”.",
              "단계 값이 ‘open’입니다. 이 항목은 ‘2 이상’에만 지급합니다."),
        Words("Nothing to do, unless the value is wrong.", "값이 잘못되지 않았다면 할 일이 없습니다."), conditions,
    )  # fmt: skip
    year, found = Words("Year", "연간"), Words("90%", "90%")
    assert measure_refusal("only_if", "bonus", "earn.bonus", seen, year, found, wanted) == Refusal(
        "only_if", REF, original, unit, DAY, "sale", "bonus", "earn.bonus",
        Words("Year is 90%; this part of the plan pays only for “at least 2”.",
              "연간 값이 90%입니다. 이 항목은 ‘2 이상’일 때만 지급합니다."),
        Words("It is paid once Year is “at least 2”.", "연간 값이 ‘2 이상’이면 지급됩니다."),
        (ConditionLook("", year, wanted, found, "not_met"),),
    )  # fmt: skip
    assert refusal_of(Named("ann", "not_assigned", seen), OURS).original == original


def test_a_rate_without_a_value_is_no_condition_and_has_no_cure() -> None:
    year = Words("Year", "연간")
    for code, sentence in (
        ("undefined", Words("Year has no value, so there is no rate to pay by.",
                            "연간 값이 없어 적용할 요율을 정할 수 없습니다.")),
        ("quota_zero", Words("The quota of Year is 0, and nothing is paid then.",
                             "연간 목표가 0이며, 이때는 지급하지 않습니다.")),
    ):  # fmt: skip
        refusal = measure_refusal(code, "bonus", "earn.bonus", looked(), year, words("x"), words("y"))
        assert (refusal.sentence, refusal.cure, refusal.conditions) == (sentence, Words("", ""), ())


# -- faults ------------------------------------------------------------------------------------------------------------

BONUS = Words("Bonus", "성과급")


def company(**declared: dict[str, Declared]) -> Company:
    return Company("Ours", {}, declared.get("quotas", {}), declared.get("personal", {}), {}, {},
                   inputs=declared.get("inputs", {}), tables=declared.get("tables", {}))  # fmt: skip


@pytest.mark.parametrize("table", ["quotas", "personal", "inputs", "tables"])
def test_a_missing_number_is_called_as_the_company_calls_it(table: str) -> None:
    label = Words("Annual", "연간")
    fault = missing_fault(
        Missing("quota_missing", "year", DAY),
        company(**{table: {"year": Declared("year", label)}}),
        BONUS,
        "earn.b",
        {},
    )
    assert (fault.code, fault.place) == ("quota_missing", Place("facts", path="earn.b"))
    assert fault.say("en") == (
        "The quota “Annual” is missing on 2026-03-05, so Bonus is not calculated. "
        "The comp admin adds a quota for those days."
    )
    assert fault.say("ko") == (
        "2026-03-05에 적용되는 목표 ‘연간’ 값이 없어 성과급 항목을 계산하지 않았습니다. "
        "해당 기간의 목표를 등록해 주세요."
    )


def test_a_table_of_the_plan_is_called_as_the_plan_calls_it_and_an_unknown_name_with_spaces() -> None:
    missing = Missing("rate_missing", "by_size", DAY)
    named = missing_fault(missing, company(), BONUS, "earn.b", {"by_size": Words("By size", "규모별")})
    assert (named.code, named.place) == ("rate_missing", Place("facts", path="earn.b"))
    assert named.say("en").startswith("No row of the table “By size” fits a record of 2026-03-05, so Bonus is not")
    assert "규모별" in named.say("ko")
    plain = missing_fault(missing, company(), BONUS, "earn.b", {"other": Words("By size", "규모별")})
    assert "“by size”" in plain.say("en")
    assert "‘by size’" in plain.say("ko")


def test_a_fault_of_facts_fills_in_what_it_is_about() -> None:
    place = Place("records.csv", 3, 2)
    fault = facts_fault("split_total", place, name="D1", found="110%", wanted="100%")
    assert (fault.code, fault.place) == ("split_total", place)
    assert fault.say("en") == (
        "The shares on D1 add up to 110%, not 100%, so nobody is credited for it. Correct the shares at the source."
    )
    assert fault.say("ko") == (
        "D1 거래의 인정 비율 합이 110%입니다(100% 필요). 아무에게도 인정되지 않았습니다. "
        "원본의 인정 비율을 바로잡아 주세요."
    )
