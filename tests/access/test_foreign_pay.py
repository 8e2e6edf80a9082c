"""In: every route, every role, everything of every other person. Out: nobody reads more than the table allows.
A page of somebody else answers exactly like one that does not exist; a look by office is in the journal."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.extensions import db
from portal.models import CompanyRow, JournalEntry, SignInSession
from tests.access.addresses import Address, UnknownRoute, addresses
from tests.access.browsers import shown, without_own_marks
from tests.access.canary_company import ACCOUNTS, MANAGERS_MAY_READ, MAY_READ, PEOPLE

#: at least so many requests are a sweep
FLOOR = 2_000
#: looks at the pay of these are journaled
BY_OFFICE = {"comp_admin", "auditor"}
#: where an own month is read
OWN_PAGES = ("/earnings/",)
#: drawing a document takes a second: these accounts draw one each, the others only what they may not see
DRAWN, DRAWS = {"earnings.pdf", "earnings.person_pdf"}, {"ben", "hal", "auditor"}
#: accounts that may see everybody open a few people; nothing of anybody else is left to find
FEW = dict.fromkeys(("admin-all", "approver", "finance", "auditor", "gil-auditor"), ("Ben", "Gil", "Hal"))


class Sweep:
    """Asks, looks at every answer, counts, and collects what is wrong."""

    def __init__(self, app: Any, company: Any, browser_of: Any) -> None:
        self.app, self.company, self.browser_of = app, company, browser_of
        self.asked = 0
        self.faults: list[str] = []
        self.open_to_strangers: set[str] = set()
        self.seen: Counter[str] = Counter()
        self.absent: dict[tuple[str | None, str, str], tuple[int, str]] = {}

    def as_account(self, name: str | None, allowed: frozenset[str]) -> None:
        browser = self.browser_of(name)
        tokens = self._foreign_sessions(name)
        done: set[str] = set()
        for payee in FEW.get(name or "", PEOPLE):
            for each in addresses(self.app, self.company, PEOPLE[payee], tokens, "GET"):
                may = payee in allowed or each.endpoint == "earnings.pdf"
                left_out = each.endpoint in DRAWN and may and (name not in DRAWS or each.endpoint in done)
                if each.path in done or left_out:
                    continue
                done |= {each.path, each.endpoint if may else ""}
                self._ask(browser, name, each, allowed)
                if payee not in allowed and payee in FEW["auditor"] and each.endpoint not in DRAWN:
                    self._ask(browser, name, each, allowed, head=True)

    def _ask(self, browser: Any, name: str | None, each: Address, allowed: frozenset[str], head: bool = False) -> None:
        before = self._entries() if self._is_office(name) else 0
        answer = browser.head(each.path) if head else browser.get(each.path)
        self.asked += 1
        self.seen[f"{name} {answer.status_code}"] += 1
        if name is None and answer.status_code == 200:
            self.open_to_strangers.add(each.endpoint)
        if answer.status_code >= 500:
            self.faults.append(f"{name}: {each.path} answered {answer.status_code}")
        self._look(name, each, allowed, answer, before)
        if answer.status_code == 404 and each.twin is not None:
            self._compare(browser, name, each, answer, head)

    def _look(self, name: str | None, each: Address, allowed: frozenset[str], answer: Any, before: int) -> None:
        found = self.company.canaries.whose(shown(answer))
        own = ACCOUNTS[name][1] if name else None
        # Files that were read are facts, not months: what is in them is no look at a person.
        is_file = each.endpoint.startswith("data.")
        if own and not each.path.startswith(OWN_PAGES) and not is_file:
            # Nobody's own pay is shown outside My earnings, whatever their office.
            self._note_foreign(name, each, {c: o for c, o in found.items() if c[0].isdigit()}, allowed - {own})
        self._note_foreign(name, each, found, allowed | {name or ""})
        amounts = {o for canary, owners in found.items() if canary[0].isdigit() and own not in owners for o in owners}
        if self._is_office(name) and amounts and not is_file and self._entries() == before:
            self.faults.append(f"{name}: {each.path} shows pay and is not journaled")

    def _note_foreign(self, name: str | None, each: Address, found: Any, allowed: frozenset[str]) -> None:
        foreign = {canary: sorted(owners) for canary, owners in found.items() if not owners & allowed}
        if foreign:
            self.faults.append(f"{name}: {each.path} shows {foreign}")

    def _compare(self, browser: Any, name: str | None, each: Address, answer: Any, head: bool) -> None:
        key = (name, each.twin or "", "HEAD" if head else "GET")
        if key not in self.absent:
            nothing = browser.head(each.twin) if head else browser.get(each.twin)
            self.asked += 1
            self.absent[key] = nothing.status_code, _plain(nothing)
        if self.absent[key] != (answer.status_code, _plain(answer)):
            self.faults.append(f"{name}: {each.path} does not answer like {each.twin}")

    def _is_office(self, name: str | None) -> bool:
        return name is not None and bool(BY_OFFICE & set(ACCOUNTS[name][0]))

    def _entries(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0

    def _foreign_sessions(self, name: str | None) -> dict[str, str]:
        """The digest of one open session of somebody else."""
        with self.app.app_context():
            others = select(SignInSession.token_hash).where(
                SignInSession.account_id != self.company.accounts.get(name or "", 0)
            )
            return {"another": db.session.scalar(others.limit(1)) or "1" * 64}


def _plain(answer: Any) -> str:
    head = sorted((name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Date"))
    return f"{head}\n{without_own_marks(answer)}"


@pytest.mark.usefixtures("texts_checked_once")
def test_nobody_reads_the_pay_of_others_by_any_route(app: Any, company: Any, browser_of: Any) -> None:
    sweep = Sweep(app, company, browser_of)
    for name, allowed in MAY_READ.items():
        sweep.as_account(name, allowed)
    with app.app_context(), db.transaction() as session:
        session.execute(update(CompanyRow).values(managers_see_pay=True))
    for name, allowed in MANAGERS_MAY_READ.items():
        sweep.as_account(name, allowed)
    assert not sweep.faults, "\n".join(dict.fromkeys(sweep.faults))
    assert sweep.asked >= FLOOR, sweep.asked
    assert sweep.seen["ben 200"] > 10
    assert sweep.seen["auditor 200"] > 50
    assert sweep.open_to_strangers <= {"account.sign_in", "static", "frame.font"}


def test_the_sweep_sees_what_it_looks_for(app: Any, company: Any, browser_of: Any) -> None:
    """Every person's numbers and words are found on their own page: a sweep that finds nothing proves nothing."""
    auditor = browser_of("auditor")
    for payee, each in PEOPLE.items():
        answer = auditor.get(f"/people/{payee}/earnings/2026-02")
        found = company.canaries.whose(shown(answer))
        assert each.secret in found
        assert sum(payee in owners for owners in found.values()) > 4
    own = browser_of("ben")
    for suffix in ("statement.pdf", "lines.csv", "lines.xlsx"):
        found = company.canaries.whose(shown(own.get(f"/earnings/2026-02/{suffix}")))
        assert sum("Ben" in owners for owners in found.values()) > 2, suffix


def test_a_route_that_the_sweep_does_not_know_stops_it(app: Any, company: Any) -> None:
    app.add_url_rule("/bonus/<bonus_of>", "bonus", lambda bonus_of: bonus_of)
    with pytest.raises(UnknownRoute, match="bonus_of"):
        addresses(app, company, PEOPLE["Ada"], {}, "GET")
