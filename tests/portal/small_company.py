"""A company small enough to know by heart, with a canary amount for each person, and browsers signed in to it.

In: an application on an empty database. Out: its rows; clients that sign in as the page does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from comp_rules.flow.records import AssignmentResult, ComponentResult, PayeeResult
from comp_rules.values.period import span_of_days
from comp_rules.values.words import Words
from portal import models
from portal.actions.create_account import create_account
from portal.actions.knowledge import next_known_no
from portal.bridge.rows_from_result import rows_from_result
from portal.extensions import db, hasher
from statements.formatting import form_for
from tests.statements.sample import USD, Month, credit_of, operand

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSWORD = "seven small green boats"
PERIODS = ("2026-09", "2026-10")


@dataclass(frozen=True)
class Somebody:
    """A payee: their position, the one it reports to, pay group, and a commission that nobody else has."""

    payee: str
    name: str
    position: str
    reports_to: str | None
    pay_group: str
    credit: int

    @property
    def canary(self) -> str:
        """The commission as pages print it."""
        return form_for("en").amount(self.credit // 10, "USD")


PEOPLE = {
    each.payee: each
    for each in (
        Somebody("P-head", "Ines Duarte", "head", None, "us", 77_111_110),
        Somebody("P-lead", "Tom Okafor", "lead", "head", "us", 66_222_220),
        Somebody("P-ann", "Ann Whitfield", "seat-1", "lead", "us", 55_333_330),
        Somebody("P-bo", "Bo Lindqvist", "seat-2", "lead", "us", 44_444_410),
        Somebody("P-other", "Yusuf Demir", "other-lead", "head", "kr", 33_555_550),
        Somebody("P-cho", "조하린", "seat-3", "other-lead", "kr", 22_666_660),
    )
}
#: sign-in name: roles, payee, pay groups
ACCOUNTS = {
    "ann": (["payee"], "P-ann", []),
    "bo": (["payee"], "P-bo", []),
    "lead": (["payee", "manager"], "P-lead", []),
    "head": (["payee", "manager"], "P-head", []),
    "admin": (["comp_admin"], None, ["us"]),
    "approver": (["approver"], None, []),
    "finance": (["finance"], None, []),
    "auditor": (["auditor"], None, []),
    "support": (["support"], None, []),
}


def found(app: Flask) -> None:
    """Fill the database of the application."""
    with app.app_context(), db.transaction() as session:
        known_no = next_known_no(session, NOW, "the beginning", "system")
        session.add(models.CompanyRow(id=1, name="Tiny Boats", time_zone="UTC"))
        session.add(models.RecordTypeRow(record_type="deal", title_field=None, label_en="Deals", label_ko="거래"))
        session.add(models.Calendar(calendar="month", label_en="Monthly", label_ko="매월"))
        session.flush()
        for group in ("us", "kr"):
            session.add(models.PayGroup(pay_group=group, calendar="month", label_en=group, label_ko=group))
        session.add_all(models.Payee(payee_id=payee) for payee in PEOPLE)
        session.flush()
        for each in PEOPLE.values():
            _hire(session, each, known_no)
        for name, (roles, payee, groups) in ACCOUNTS.items():
            create_account(
                session, actor="system", now=NOW, sign_in_name=name, password_hash=hasher().hash(PASSWORD),
                roles=roles, payee=payee, pay_groups=groups,
            )  # fmt: skip
        for period in PERIODS:
            for group in ("us", "kr"):
                calculate(
                    session, group, [month_of(each, period) for each in PEOPLE.values() if each.pay_group == group]
                )


def _hire(session, each: Somebody, known_no: int) -> None:
    since = date(2026, 1, 1)
    session.add(models.PayeeName(payee_id=each.payee, name=each.name))
    session.add(
        models.AssignmentRow(
            row_id=f"a:{each.payee}", known_no=known_no, first_day=since, payee_id=each.payee,
            position_id=each.position, plan="boats",
        )
    )  # fmt: skip
    session.add(
        models.PayGroupMemberRow(
            row_id=f"g:{each.payee}", known_no=known_no, first_day=since, payee_id=each.payee, pay_group=each.pay_group
        )
    )
    if each.reports_to:
        session.add(
            models.HierarchyRow(
                row_id=f"h:{each.position}", known_no=known_no, first_day=since, position_id=each.position,
                manager_position_id=each.reports_to,
            )
        )  # fmt: skip


def month_of(each: Somebody, period: str) -> PayeeResult:
    """Return a month of one deal at 10%, which makes the person's canary amount."""
    month = Month(f"a:{each.payee}", "USD")
    credit = credit_of(f"D-{each.payee}", f"Deal of {each.name}", date.fromisoformat(f"{period}-03"), each.credit)
    month.pays(
        "commission", credit, [operand("credit", each.credit, USD), operand("rate", Fraction(1, 10), "percent")],
        shape="each",
    )  # fmt: skip
    line = replace(month.lines[0], earned_period=period, line_id=f"{period}:{each.payee}")
    component = ComponentResult("commission", Words("Commission", "커미션"), "flat", line.amount, 1, None, ())
    part = AssignmentResult(
        assignment=f"a:{each.payee}", payee=each.payee, period=period, position=each.position, title="", plan="boats",
        plan_label=Words("Boats", "보트"), plan_version=1, plan_digest="0" * 64,
        span=span_of_days(date(2026, 1, 1), None), currency="USD", credits=(credit,), earlier=(), measures=(),
        components=(component,), lines=(line,), refusals=(), faults=(), total=line.amount,
    )  # fmt: skip
    return PayeeResult(each.payee, period, (part,))


def calculate(session, group: str, results: list[PayeeResult], state: str = "done") -> models.Run:
    """Write a run of one month as the engine leaves it."""
    from comp_rules.flow.records import RunResult
    from comp_rules.values.period import period_from_text

    period = results[0].period
    run = models.Run(
        pay_group=group, period=period, as_of=1, state=state, created_at=NOW, finished_at=NOW, actor="system"
    )
    session.add(run)
    session.flush()
    plans = tuple((part.plan, part.plan_version, part.plan_digest) for result in results for part in result.parts)
    rows_from_result(
        session, run,
        RunResult(
            period=period, span=period_from_text(period).span, as_of=1, engine="test", plans=plans[:1],
            payees=tuple(results), uncredited=(), faults=(),
        ),
    )  # fmt: skip
    return run


def token_in(page: TestResponse) -> str:
    """Return the form token that a page carries."""
    match = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert match, page.text
    return match.group(1)


def signed_in(app: Flask, name: str, password: str = PASSWORD) -> FlaskClient:
    """Return a browser that signed in through the form."""
    client = app.test_client()
    answer = sign_in(client, name, password)
    assert answer.status_code == 302, answer.text
    return client


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **values: str) -> TestResponse:
    """Send the form as a browser does."""
    token = token_in(client.get("/sign-in"))
    return client.post("/sign-in", data={"csrf_token": token, "name": name, "password": password, **values})


def press(client: FlaskClient, path: str, page: str = "/account", **values: str) -> TestResponse:
    """Send a form that stands on a page."""
    return client.post(path, data={"csrf_token": token_in(client.get(page)), **values})
