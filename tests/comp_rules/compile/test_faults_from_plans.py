"""Plans held against each other: what they take from each other exists, and leads to no circle."""

from datetime import date

from comp_rules import compile_plan
from comp_rules.compile.faults_from_plans import faults_from_plans, faults_from_versions
from comp_rules.facts.facts import Assignment
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in
from comp_rules.values.period import span_of_days

TEXT = """language: 1
plan: {name}
label: {{en: Plan, ko: 플랜}}
effective: {{first_day: {first}, last_day: {last}}}
currency: USD
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [], leave: absent}}
credit:
  won: {{label: {{en: Won, ko: 수주}}, records: deal, date: signed_on, amount: arr, to: owner}}
{credit}earn:
  pay: {{label: {{en: Pay, ko: 지급}}, kind: flat, pays_on: won, rate: 5%}}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
"""
TEAM = "  team: {{label: {{en: Team, ko: 조직}}, rollup: [{source}], levels: 1, once_per_record: yes}}\n"


def plan(
    name: str, source: str = "", first: str = "2026-01-01", last: str = "2026-12-31", version: int = 1
) -> CompiledPlan:
    credit = TEAM.format(source=source) if source else ""
    text = TEXT.format(name=name, first=first, last=last, credit=credit)
    compiled, faults = compile_plan(text, f"{name}.yaml", None, version)
    assert compiled is not None, errors_in(faults)
    return compiled


def held(payee: str, first: date, last: date) -> Assignment:
    return Assignment(f"a-{payee}", payee, payee, "rep", "rep", span_of_days(first, last))


def test_a_plan_made_of_plans_that_are_there_has_no_fault() -> None:
    assert faults_from_plans([plan("rep"), plan("lead", "rep.won"), plan("head", "lead.team")]) == []


def test_a_plan_may_take_from_itself() -> None:
    assert faults_from_plans([plan("rep", "rep.won")]) == []


def test_an_unknown_plan_and_an_unknown_credit_are_faults_at_their_place() -> None:
    faults = faults_from_plans([plan("rep"), plan("lead", "reps.won"), plan("head", "rep.wn")])
    assert [(fault.code, fault.place.file, fault.place.path) for fault in faults] == [
        ("unknown_name", "head.yaml", "credit.team.rollup[0]"),
        ("unknown_plan", "lead.yaml", "credit.team.rollup[0]"),
    ]
    assert "rep" in faults[1].say("en")
    assert "won" in faults[0].say("ko")


def test_a_circle_is_told_at_every_step_of_it() -> None:
    faults = faults_from_plans([plan("rep"), plan("a", "b.team"), plan("b", "c.team"), plan("c", "a.team")])
    assert [(fault.code, fault.place.file) for fault in faults] == [
        ("plan_circle", "a.yaml"),
        ("plan_circle", "b.yaml"),
        ("plan_circle", "c.yaml"),
    ]
    assert "a → b → c → a" in faults[0].say("en")


def test_names_of_other_plans_are_checked_where_the_plan_is_compiled_when_they_are_given() -> None:
    text = TEXT.format(name="lead", first="2026-01-01", last="2026-12-31", credit=TEAM.format(source="rep.wonn"))
    compiled, faults = compile_plan(text, "lead.yaml", others=(plan("rep"),))
    assert compiled is None
    assert [fault.code for fault in errors_in(faults)] == ["unknown_name"]
    assert "rep.won" in errors_in(faults)[0].say("en")
    assert compile_plan(text, "lead.yaml")[0] is not None


def test_assigned_days_between_two_versions_are_a_fault() -> None:
    versions = [plan("rep", last="2026-03-31"), plan("rep", first="2026-04-15", version=2)]
    people = [held("ann", date(2026, 1, 1), date(2026, 12, 31)), held("bo", date(2026, 5, 1), date(2026, 6, 30))]
    (fault,) = faults_from_versions(versions, people)
    assert (fault.code, fault.severity) == ("version_gap", "error")
    assert "2026-04-01" in fault.say("en")
    assert "2026-04-14" in fault.say("en")
    assert fault.say("en").count("1.") == 1, "one person is assigned then"
    assert faults_from_versions(versions, people[1:]) == []


def test_versions_that_overlap_are_a_warning() -> None:
    versions = [plan("rep"), plan("rep", first="2026-07-01", version=2)]
    (fault,) = faults_from_versions(versions, [])
    assert (fault.code, fault.severity) == ("version_overlap", "warning")
    assert "2026-07-01" in fault.say("ko")
    assert faults_from_versions([plan("rep", last="2026-06-30"), versions[1]], []) == []
