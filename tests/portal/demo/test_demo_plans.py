"""In: the plans of the demo company for several years. Out: they compile for the company that declared the names.
The draft has just the mistakes that the plan page is to point at."""

import re
from datetime import UTC, date, datetime

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_document
from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.words import Language
from portal.demo.declared import COMPANY
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.plans_from_files import PlanText, draft_text, plan_texts
from portal.demo.timeline import timeline_of
from tests.portal.demo.compiled_plans import compiled_beside_others, others_of

TIMELINE = timeline_of(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
TEXTS = plan_texts(TIMELINE)
#: a whole rate, or a curve that begins with half of its pay, can move a large sum with one deal
JUMPS = {"account-executive-kr", "partner", "demand-generation"}
COMPILED = compiled_beside_others(TEXTS, COMPANY)


def compiled(text: str, name: str, version: int) -> tuple[CompiledPlan | None, list[Fault]]:
    document, faults = document_from_text(text, f"{name}.yaml")
    if document is None:
        return None, faults
    plan, more = compiled_from_document(document, COMPANY, version)
    return plan, faults + more


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.plan}-{text.version_no}")
def test_a_plan_compiles_without_a_fault(text: PlanText) -> None:
    """The only warnings there are say where a whole rate or a curve can move a large sum, which is meant."""
    plan, faults = COMPILED[text.plan, text.version_no]
    meant = {"cliff"} if text.plan in JUMPS else set()
    assert {fault.code for fault in faults} == meant, [(str(fault.place), fault.sentence.en) for fault in faults]
    assert plan.name == text.plan
    assert (plan.span.first, plan.span.last_day) == (text.first_day, text.last_day)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.plan}-{text.version_no}")
def test_a_plan_has_two_examples_that_hold(text: PlanText) -> None:
    plan, _ = COMPILED[text.plan, text.version_no]
    outcomes = outcomes_from_examples(plan, others_of(text.plan, text.version_no, COMPILED))
    assert len(outcomes) >= 2
    rows = [row for outcome in outcomes for row in outcome.rows]
    assert [row.words.en for row in rows if row.state != "agrees"] == []
    assert len(rows) >= 4


def test_two_versions_of_each_plan_follow_each_other_without_a_gap() -> None:
    for plan in {text.plan for text in TEXTS}:
        first, second = (text for text in TEXTS if text.plan == plan)
        assert first.last_day.year + 1 == second.first_day.year
        assert (first.version_no, second.version_no) == (1, 2)
        assert _without_years(first) != _without_years(second), "a new version changes something"


def _without_years(text: PlanText) -> str:
    return text.text.replace(str(text.first_day.year), "year")


@pytest.mark.parametrize(
    "moment", [datetime(2027, 1, 1, 9, 0, tzinfo=UTC), datetime(2028, 2, 29, 20, 0, tzinfo=UTC)], ids=str
)
def test_the_plans_cover_all_fifteen_months_of_any_year(moment: datetime) -> None:
    timeline = timeline_of(moment)
    texts = plan_texts(timeline)
    together = compiled_beside_others(texts, COMPANY)
    for text in texts:
        plan, faults = together[text.plan, text.version_no]
        assert errors_in(faults) == []
        outcomes = outcomes_from_examples(plan, others_of(text.plan, text.version_no, together))
        assert [row.words.en for outcome in outcomes for row in outcome.rows if row.state != "agrees"] == []
        assert text.requested_at < text.approved_at <= timeline.now
    for month in timeline.months:
        day = month.span.first
        in_force = [text.plan for text in texts if text.first_day <= day <= text.last_day]
        assert sorted(in_force) == sorted({text.plan for text in TEXTS})


def test_every_plan_is_someones_and_everyone_has_a_plan() -> None:
    assigned = {row.plan for row in facts_from_seed(TIMELINE).assignments}
    assert assigned == {text.plan for text in TEXTS}


def test_author_and_approver_are_two_people() -> None:
    assert all(text.author != text.approver for text in TEXTS)


def test_the_draft_is_for_next_year_and_has_two_mistakes() -> None:
    draft = draft_text(TIMELINE)
    plan, faults = compiled(draft.text, draft.plan, 0)
    lines = draft.text.splitlines()
    errors = [fault for fault in faults if fault.severity == "error"]
    found = sorted(lines[fault.place.line - 1].split("#")[0].strip() for fault in errors if fault.place)
    assert found == ["applies: margnal", "by: arr_to_date"]
    assert plan is None
    assert f"first_day: {date(2027, 1, 1)}" in draft.text


def test_the_company_pays_in_every_way_that_the_eight_plans_name() -> None:
    kinds = {component.kind for plan, _ in COMPILED.values() for component in plan.components}
    assert kinds == {"flat", "tiered", "award", "target", "scorecard", "matrix", "residual"}
    assert {rule.shape for plan, _ in COMPILED.values() for rule in plan.credits} == {"direct", "rollup", "overlay"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_plan_reads_aloud(lang: Language) -> None:
    for plan, _ in COMPILED.values():
        sentences = plan_sentences(plan, lang)
        assert len(sentences) > len(plan.components)
        for sentence in sentences:
            assert sentence.strip()
            assert not re.search(r"[{}]|None", sentence), (plan.name, sentence)
            assert lang == "en" or re.search("[가-힣]", sentence), (plan.name, sentence)
