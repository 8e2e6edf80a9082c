"""A company in which every person has amounts and texts that nobody else has, calculated by the portal itself.

In: an application on an empty database. Out: its people, accounts, plans, calculated months and what belongs to whom.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask
from sqlalchemy import select

from comp_rules.facts.facts import Assignment, Person, Quota, RecordVersion, TargetIncentive, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from portal import models
from portal.actions.create_account import create_account
from portal.actions.enqueue_job import enqueue
from portal.actions.knowledge import SYSTEM, next_known_no
from portal.actions.run_period import read_known, run_period
from portal.bridge.rows_from_facts import rows_from_facts
from portal.extensions import db, hasher

NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
PASSWORD = "seven small green boats"
PERIODS = ("2026-01", "2026-02", "2026-03")
YEAR = span_of_days(date(2026, 1, 1), date(2026, 12, 31))
EVER = span_of_days(date(2026, 1, 1), None)
JANUARY = span_of_days(date(2026, 1, 1), date(2026, 1, 31))
SINCE_FEBRUARY = span_of_days(date(2026, 2, 1), None)
#: what a numbered thing is called when it belongs to nobody
NO_NUMBER = 987_654


@dataclass(frozen=True)
class Somebody:
    """A payee with the seat held today; `lead` says on which days the seat reports to whom."""

    payee: str
    name: str
    group: str
    seat: str
    lead: tuple[tuple[str, Span], ...] = ()

    @property
    def plan(self) -> str:
        return f"carrier-{self.group}"

    @property
    def currency(self) -> str:
        return {"us": "USD", "kr": "KRW"}[self.group]

    @property
    def secret(self) -> str:
        """A word that stands in every text about the person's work."""
        return f"zq{self.payee.lower()}qz"


_A, _B = "A-lead", "B-lead"
PEOPLE = {
    each.payee: each
    for each in (
        Somebody("Ada", "Ada Okafor", "us", _A),
        Somebody("Ben", "Ben Whitfield", "us", "A-1", ((_A, EVER),)),
        Somebody("Cid", "Cid Laurent", "us", "A-2", ((_A, EVER),)),
        Somebody("Dee", "Dee Marsh", "us", "A-3", ((_B, JANUARY), (_A, SINCE_FEBRUARY))),
        Somebody("Eun", "서은지", "kr", _B),
        Somebody("Fin", "한핀", "kr", "B-1", ((_B, EVER),)),
        Somebody("Gil", "길동수", "kr", "B-2", ((_B, EVER),)),
        Somebody("Hal", "Hal Ferreira", "us", "office"),
        Somebody("Joo", "Joo Lindqvist", "us", "J-seat"),
    )
}
#: sign-in name: roles, payee, pay groups. Joo led team A in January; Eun led Dee then.
ACCOUNTS: dict[str, tuple[list[str], str | None, list[str]]] = {
    "ben": (["payee"], "Ben", []),
    "fin": (["payee"], "Fin", []),
    "ada": (["payee", "manager"], "Ada", []),
    "eun": (["payee", "manager"], "Eun", []),
    "joo": (["payee", "manager"], "Joo", []),
    "hal": (["payee", "comp_admin"], "Hal", ["us"]),
    "admin-us": (["comp_admin"], None, ["us"]),
    "admin-none": (["comp_admin"], None, []),
    "admin-all": (["comp_admin"], None, ["kr", "us"]),
    "approver": (["approver"], None, []),
    "finance": (["finance"], None, []),
    "auditor": (["auditor"], None, []),
    "support": (["support"], None, []),
    # an office and a person, without the role of someone who is paid
    "gil-auditor": (["auditor"], "Gil", []),
}
ALL = frozenset(PEOPLE)
US, KR = (frozenset(p for p, each in PEOPLE.items() if each.group == group) for group in ("us", "kr"))
#: whose pay an account may read, by the table of who may see what; managers while the company's switch is off
MAY_READ: dict[str | None, frozenset[str]] = {
    None: frozenset(), "ben": frozenset({"Ben"}), "fin": frozenset({"Fin"}), "ada": frozenset({"Ada"}),
    "eun": frozenset({"Eun"}), "joo": frozenset({"Joo"}), "hal": US, "admin-us": US, "admin-none": frozenset(),
    "admin-all": ALL, "approver": ALL, "finance": ALL, "auditor": ALL, "support": frozenset(),
    "gil-auditor": ALL,
}  # fmt: skip
#: the same with the switch on: today's subtree
MANAGERS_MAY_READ: dict[str, frozenset[str]] = {
    "ada": frozenset({"Ada", "Ben", "Cid", "Dee"}),
    "eun": frozenset({"Eun", "Fin", "Gil"}),
    "joo": frozenset({"Joo"}),
}
#: one record of two people: each sees the record, not what the other made of it
SPLIT = "D-split"
PARTNERS = (("Ben", Fraction(3, 5)), ("Cid", Fraction(2, 5)))


@dataclass
class Canaries:
    """Numbers and words, each with everyone it belongs to."""

    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def whose(self, text: str) -> dict[str, set[str]]:
        """Return what a text holds of anybody: the number or word, and whose it is."""
        flat = text.replace(",", "").replace("\N{NARROW NO-BREAK SPACE}", "")
        found = {_plain(number) for number in _NUMBER.findall(flat)} | set(_WORD.findall(flat.lower()))
        return {each: self.owners[each] for each in found if each in self.owners}


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"zq[a-z]+qz")
_LONG_WHOLE = re.compile(r"-?\d{6,}")


def _plain(number: str) -> str:
    whole, _dot, digits = number.partition(".")
    return f"{whole.lstrip('0')}.{digits}".rstrip("0").rstrip(".")


def plan_text(group: str, currency: str, rate: str = "1.5x", payload: str = "") -> str:
    """A plan with a ladder; `rate` is what is paid above the quota, `payload` stands in its labels and its note."""
    # A label of a plan is one short line of characters that can be seen: the language refuses others.
    seen = "".join(sign for sign in payload if sign.isprintable())
    words = json.dumps(seen[:80] or "Carrier", ensure_ascii=False)
    return f"""\
language: 1
plan: carrier-{group}
label: {{en: {words}, ko: {words}}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: {currency}
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [quota, target], leave: absent}}
credit:
  won:
    label: {{en: Won, ko: 수주}}
    records: deal
    when: {{stage: won}}
    date: closed
    amount: amount
    to: split
    split_total: 100%
measure:
  won_ytd: {{label: {{en: {words}, ko: {words}}}, sum: won, over: year_to_date, quota: year_quota}}
earn:
  commission:
    label: {{en: {words}, ko: {words}}}
    note: {{en: {words}, ko: {words}}}
    kind: tiered
    pays_on: won
    by: won_ytd
    ladder: window
    applies: marginal
    base_rate: {{target_share: 100%}}
    tiers: [{{from: 0%, rate: 1x}}, {{from: 100%, rate: {rate}}}]
pay:
  release: [{{share: 100%, event: earned}}]
  clawback: none
  negative: carry
  held_at_exit: pay
examples:
  - label: {{en: One deal, ko: 한 거래}}
    given:
      people: [{{person: ann, target: 90000 {currency}}}]
      quotas: [{{person: ann, quota: year_quota, value: 900000 {currency}}}]
      records: [{{deal: D1, stage: won, closed: 2026-02-10, amount: 100000 {currency}, split: {{ann: 100%}}}}]
    expect: [{{person: ann, period: 2026-02, component: commission, record: D1, lines: [10000 {currency}]}}]
  - label: {{en: Another deal, ko: 다른 거래}}
    given:
      people: [{{person: ann, target: 90000 {currency}}}]
      quotas: [{{person: ann, quota: year_quota, value: 900000 {currency}}}]
      records: [{{deal: D1, stage: won, closed: 2026-02-10, amount: 200000 {currency}, split: {{ann: 100%}}}}]
    expect: [{{person: ann, period: 2026-02, component: commission, record: D1, lines: [20000 {currency}]}}]
"""


def money_of(each: Somebody, what: int) -> Money:
    """An amount that no other person and no other `what` has."""
    digest = hashlib.sha256(f"{each.payee} {what}".encode()).hexdigest()
    return Money(700_000_011 + int(digest[:12], 16) % 90_000_000, each.currency)


def deals_of(each: Somebody) -> list[str]:
    """The ids of the person's own records: one for each month, and one that does not count."""
    return [f"D-{each.payee}-{period}" for period in PERIODS] + [f"D-{each.payee}-open"]


def _deal(record_id: str, title: str, day: date, amount: Money, split: Any, stage: str = "won") -> RecordVersion:
    fields = {
        "title": Value("text", title), "stage": Value("text", stage), "closed": Value("date", day),
        "amount": Value("money", amount),
    }  # fmt: skip
    return RecordVersion("deal", record_id, 1, 0, fields, owner=split[0][0] if split else None, split=tuple(split))


def _records(payload: str) -> Iterator[RecordVersion]:
    for each in PEOPLE.values():
        whole = [(each.payee, Fraction(1))]
        for number, period in enumerate(PERIODS):
            day = date.fromisoformat(f"{period}-09")
            title = f"{payload}{each.secret} harbour {number}"
            yield _deal(f"D-{each.payee}-{period}", title, day, money_of(each, number), whole)
        day = date(2026, 3, 20)
        yield _deal(f"D-{each.payee}-open", f"{payload}{each.secret} maybe", day, money_of(each, 7), whole, "talking")
    yield _deal(SPLIT, f"Shared lighthouse{payload}", date(2026, 2, 17), Money(911_911_919, "USD"), PARTNERS)
    yield _deal("D-nobody", "Nobody's buoy", date(2026, 2, 18), Money(55_511_199, "USD"), ())


def found(app: Flask, payload: str = "") -> Company:
    """Fill the database of the application and calculate every month; `payload` stands in all that people write."""
    with app.app_context():
        with db.transaction() as session:
            _declare(session, payload)
            _learn(session, payload)
            accounts = _open_accounts(session)
            _approve_plans(session, accounts, payload)
            job_of = {group: _job(session, group) for group in ("us", "kr")}
            import_id = _import(session)
            known = read_known(session)
            for group in ("us", "kr"):
                for period in PERIODS:
                    run_period(session, actor=SYSTEM, now=NOW, pay_group=group, period=period, known=known)
        canaries = _canaries(db.session)
    return Company(accounts, job_of, import_id, canaries)


@dataclass(frozen=True)
class Company:
    """What the tests need to know of the database."""

    accounts: dict[str, int]
    #: the job of each pay group
    job_of: dict[str, int]
    import_id: int
    canaries: Canaries


def _declare(session: Any, payload: str) -> None:
    def label(text: str) -> dict[str, str]:
        return {"label_en": text + payload, "label_ko": text + payload}

    session.add(models.CompanyRow(id=1, name=f"Canary Boats{payload}", time_zone="UTC"))
    session.add(models.RecordTypeRow(record_type="deal", title_field="title", **label("Deal")))
    session.flush()
    for place, (name, kind) in enumerate(
        [("title", "text"), ("stage", "text"), ("closed", "date"), ("amount", "money")]
    ):
        session.add(models.RecordFieldRow(record_type="deal", field=name, type=kind, place=place, **label(name)))
    session.add(models.DeclaredName(kind="quota", name="year_quota", unit="money", **label("Year")))
    session.add(models.Calendar(calendar="month", **label("Monthly")))
    session.flush()
    session.add_all(models.PayGroup(pay_group=group, calendar="month", **label(group)) for group in ("us", "kr"))
    session.flush()


def _learn(session: Any, payload: str) -> None:
    people = PEOPLE.values()
    seats = [Assignment(f"a-{p.payee}", p.payee, p.seat, "", p.plan, EVER) for p in people if p.payee not in _MOVED]
    seats += [
        Assignment(f"a-{payee}-{seat}", payee, seat, "", PEOPLE[payee].plan, span)
        for payee, held in _MOVED.items()
        for seat, span in held
    ]
    rows: list[Any] = [
        models.PayGroupMemberRow(
            row_id=f"m-{p.payee}", payee_id=p.payee, pay_group=p.group, first_day=EVER.first, withdrawn=False
        )
        for p in people
    ]
    rows += [
        models.HierarchyRow(
            row_id=f"h-{p.seat}-{lead}", position_id=p.seat, manager_position_id=lead, first_day=span.first,
            last_day=span.last_day, withdrawn=False,
        )
        for p in people
        for lead, span in p.lead
    ]  # fmt: skip
    rows_from_facts(
        session, next_known_no(session, NOW, "the beginning", SYSTEM),
        people=[Person(f"p-{p.payee}", p.payee, payload + p.name, None) for p in people],
        assignments=seats,
        quotas=[Quota(f"q-{p.payee}", p.payee, "year_quota", Value("money", money_of(p, 20)), YEAR) for p in people],
        targets=[TargetIncentive(f"t-{p.payee}", p.payee, money_of(p, 30), YEAR) for p in people],
        records=list(_records(payload)), organisation=rows,
    )  # fmt: skip


#: who changed seats: Joo led team A in January, Ada since
_MOVED: dict[str, list[tuple[str, Span]]] = {
    "Joo": [(_A, JANUARY), ("J-seat", SINCE_FEBRUARY)],
    "Ada": [("A-waiting", JANUARY), (_A, SINCE_FEBRUARY)],
}


def _open_accounts(session: Any) -> dict[str, int]:
    return {
        name: create_account(
            session, actor=SYSTEM, now=NOW, sign_in_name=name, password_hash=hasher().hash(PASSWORD), roles=roles,
            payee=payee, pay_groups=groups,
        )
        for name, (roles, payee, groups) in ACCOUNTS.items()
    }  # fmt: skip


def _approve_plans(session: Any, accounts: dict[str, int], payload: str) -> None:
    """Version 1 of both plans is approved; version 2 of the American one, by Hal, waits; a draft is kept."""
    for group, currency in (("us", "USD"), ("kr", "KRW")):
        session.add(models.Plan(plan=f"carrier-{group}", created_at=NOW))
        session.flush()
        number = next_known_no(session, NOW, "plan", SYSTEM)
        text = plan_text(group, currency, payload=payload)
        version(session, group, 1, text, accounts["admin-us"], number)
        session.add(
            models.PlanApproval(
                plan=f"carrier-{group}", version_no=1, approver=accounts["admin-all"], at=NOW, decision="approved",
                known_no=number,
            )
        )  # fmt: skip
    version(session, "us", 2, plan_text("us", "USD", "2x"), accounts["hal"], number)
    draft = plan_text("us", "USD", "3x") + "# zqdraftqz\n"
    author = accounts["admin-all"]
    session.add(models.PlanDraft(plan="carrier-us", author=author, text=draft, saved_at=NOW, based_on=1))
    session.flush()


def version(session: Any, group: str, number: int, text: str, author: int, known_no: int) -> None:
    """Hand a text in as a version of the plan of a pay group."""
    session.add(
        models.PlanVersion(
            plan=f"carrier-{group}", version_no=number, text=text, digest=hashlib.sha256(text.encode()).hexdigest(),
            first_day=YEAR.first, last_day=YEAR.last_day, author=author, requested_at=NOW, known_no=known_no,
        )
    )  # fmt: skip
    session.flush()


def _job(session: Any, group: str) -> int:
    job = enqueue(session, "run_period", {"pay_group": group, "period": "2026-03"}, SYSTEM, NOW)
    row = session.get(models.Job, job)
    row.state, row.message_en, row.message_ko = "failed", f"zqjob{group}qz", f"zqjob{group}qz"
    return job


def _import(session: Any) -> int:
    """An import of quotas with one rejected row: Gil's."""
    gil = money_of(PEOPLE["Gil"], 40)
    nothing = {"exact": "0", "minor": 0, "rounding": "0"}
    all_of_it = {"exact": str(gil.minor), "minor": gil.minor, "rounding": "0"}
    sums = [
        {
            "file_name": "quotas.csv", "column": "value", "currency": "KRW", "file": all_of_it, "accepted": nothing,
            "rejected": all_of_it, "duplicate": nothing,
        }
    ]  # fmt: skip
    row = models.Import(
        mapping="quotas", mapping_digest="0" * 64, files=[{"name": "quotas.csv", "digest": "0" * 64}], digest="0" * 64,
        actor=SYSTEM, started_at=NOW, finished_at=NOW, in_file=1, rejected=1, sums=sums,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        models.ImportRow(
            import_id=row.id, file_no=0, row_no=2, fault_no=0, state="rejected", column="value",
            reason_en=f"“{gil.minor}?” is not a number.", reason_ko=f"숫자가 아닙니다: {gil.minor}?",
            original={"person": "Gil", "value": f"{gil.minor}?"},
        )
    )  # fmt: skip
    session.flush()
    return int(row.id)


def _canaries(session: Any) -> Canaries:
    """Every long number in anybody's months, and the words of their texts."""
    canaries = Canaries()
    for row in session.scalars(select(models.RunPayeeResult)):
        for number in _numbers(json.loads(zlib.decompress(row.trace))):
            _own(canaries, number, row.payee_id, PEOPLE[row.payee_id].currency)
    for each in PEOPLE.values():
        canaries.owners[each.secret].add(each.payee)
        for what in (7, 20, 30, 40):
            _own(canaries, money_of(each, what).minor, each.payee, each.currency)
    for number in [each for each, owners in canaries.owners.items() if len(owners) > 1]:
        del canaries.owners[number]  # chance, or what is the same for everybody
    canaries.owners["zqdraftqz"].add("admin-all")
    for group, members in (("us", US), ("kr", KR)):
        canaries.owners[f"zqjob{group}qz"] |= members
    # of the shared record each of the two may know the whole
    _own(canaries, 911_911_919, "Ben", "USD")
    _own(canaries, 911_911_919, "Cid", "USD")
    return canaries


def _own(canaries: Canaries, minor: int, payee: str, currency: str) -> None:
    minor = abs(minor)
    if minor < 100_000:
        return
    canaries.owners[str(minor)].add(payee)
    if currency == "USD":
        canaries.owners[_plain(f"{Decimal(minor).scaleb(-2):.2f}")].add(payee)


def _numbers(item: Any) -> Iterator[int]:
    if isinstance(item, dict):
        for each in item.values():
            yield from _numbers(each)
    elif isinstance(item, list):
        for each in item:
            yield from _numbers(each)
    elif isinstance(item, int):
        yield item
    elif isinstance(item, str):
        for part in item.split("/"):
            if _LONG_WHOLE.fullmatch(part):
                yield int(part)
