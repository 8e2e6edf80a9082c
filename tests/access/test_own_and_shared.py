"""In: people of the canary company who share a record, lead a team, or look after pay. Out: what each sees of others.
Looks by office are in the journal; an own month is under My earnings only; small groups have no average."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import AccountPayGroup, AccountRole, CompanyRow, JournalEntry
from portal.team.queries import average_of
from tests.access.browsers import shown
from tests.access.canary_company import PEOPLE


def journal(app: Any) -> list[tuple[str, str, str, Any]]:
    with app.app_context():
        rows = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq))
        return [(row.action, row.actor, row.subject_id, row.after) for row in rows]


def test_a_split_partner_is_a_name_and_a_share(app: Any, company: Any, browser_of: Any) -> None:
    browser = browser_of("ben")
    page = browser.get("/earnings/2026-02/deals/deal/D-split")
    assert page.status_code == 200
    assert "Cid Laurent" in page.text
    assert "40%" in page.text
    mine = company.canaries.whose(shown(page))
    assert all("Ben" in owners for owners in mine.values())
    month = browser.get("/earnings/2026-02").text
    assert month.count("Cid") == 1, "in the row of the record, and nowhere else"
    for address in ("2026-03", "2026-02/not-counted", "2026-02/deals/deal/D-Ben-2026-02"):
        assert "Cid" not in shown(browser.get(f"/earnings/{address}")), address


def test_what_a_look_by_office_leaves_behind(app: Any, company: Any, browser_of: Any) -> None:
    pages = ["", "/components/commission", "/not-counted", "/lines.csv", "/lines.xlsx", "/deals/deal/D-Ben-2026-02"]
    for name in ("admin-us", "auditor"):
        browser = browser_of(name)
        for page in pages:
            before = journal(app)
            assert browser.get(f"/people/Ben/earnings/2026-02{page}").status_code == 200
            (entry,) = journal(app)[len(before) :]
            assert entry[:3] == ("pay_looked_at", str(company.accounts[name]), "Ben")
            assert entry[3]["period"] == "2026-02"
        before = journal(app)
        assert browser.get("/people/Nob/earnings/2026-02").status_code == 404
        assert journal(app) == before


def test_a_draft_tried_on_a_person_is_a_look(app: Any, company: Any, browser_of: Any) -> None:
    browser = browser_of("admin-us")
    before = journal(app)
    page = browser.get("/plans/carrier-us/text?payee=Cid&period=2026-03")
    found = company.canaries.whose(shown(page))
    assert {"Cid"} in found.values()
    (entry,) = journal(app)[len(before) :]
    assert entry[:3] == ("pay_looked_at", str(company.accounts["admin-us"]), "Cid")
    assert entry[3] == {"period": "2026-03", "plan": "carrier-us"}


def test_a_comp_admin_reads_an_own_month_under_my_earnings_only(app: Any, company: Any, browser_of: Any) -> None:
    browser = browser_of("hal")
    assert browser.get("/earnings/2026-02").status_code == 200
    own, nobody = (browser.get(f"/people/{payee}/earnings/2026-02") for payee in ("Hal", "Nob"))
    assert (own.status_code, own.text) == (404, nobody.text)
    for page in ("/periods/us/2026-02/register", "/periods/us/2026-02", "/plans/carrier-us/text"):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert PEOPLE["Hal"].secret not in shown(answer)
        assert "Hal Ferreira" not in answer.text.partition('id="content"')[2], page


def test_an_office_does_not_reach_its_holder(app: Any, company: Any, browser_of: Any) -> None:
    """Gil audits everybody but himself, and has no own pages without the role of a payee."""
    browser = browser_of("gil-auditor")
    assert browser.get("/people/Fin/earnings/2026-02").status_code == 200
    assert browser.get("/people/Gil/earnings/2026-02").status_code == 404
    assert browser.get("/earnings/2026-02").status_code == 404


def test_a_change_of_role_holds_at_once(app: Any, company: Any, browser_of: Any) -> None:
    browser = browser_of("admin-us")
    address = "/people/Ben/earnings/2026-02"
    assert browser.get(address).status_code == 200
    account = company.accounts["admin-us"]
    with app.app_context(), db.transaction() as session:
        group = session.get_one(AccountPayGroup, (account, "us"))
        session.delete(group)
    assert browser.get(address).status_code == 404
    with app.app_context(), db.transaction() as session:
        session.add(AccountPayGroup(account_id=account, pay_group="us"))
    assert browser.get(address).status_code == 200
    with app.app_context(), db.transaction() as session:
        session.execute(update(AccountRole).where(AccountRole.account_id == account).values(role="support"))
    assert browser.get(address).status_code == 404
    assert browser.get("/periods/").status_code == 404


def test_a_manager_sees_todays_team_and_no_former_one(app: Any, company: Any, browser_of: Any) -> None:
    """Joo led the team in January and Eun led Dee: nothing of that time is theirs to read, with the switch either."""
    for switch in (False, True):
        with app.app_context(), db.transaction() as session:
            session.execute(update(CompanyRow).values(managers_see_pay=switch))
        for name, sees, not_any_more in (("eun", "한핀", "Dee Marsh"), ("ada", "Ben Whitfield", "한핀")):
            for period in ("2026-01", "2026-02", "2026-03"):
                page = browser_of(name).get(f"/team/{period}").text
                assert not_any_more not in page, (name, period)
            assert sees in page
        for period in ("2026-01", "2026-02"):
            joo = browser_of("joo").get(f"/team/{period}").text
            assert not any(each.name in joo for each in PEOPLE.values() if each.payee != "Joo")
    # Ben was in the team in January, whoever led it; Dee was not.
    ada = browser_of("ada")
    assert ada.get("/people/Ben/earnings/2026-01").status_code == 200
    assert ada.get("/people/Dee/earnings/2026-02").status_code == 200
    assert ada.get("/people/Dee/earnings/2026-01").status_code == 404
    assert "Dee Marsh" not in ada.get("/team/2026-01").text


@pytest.mark.parametrize(("people", "shown_"), [(0, False), (4, False), (5, True)])
def test_an_average_needs_five_people(people: int, shown_: bool) -> None:
    from portal.team.queries import Member, Standing

    standing = (Standing("Won", "50%", Fraction(1, 2)),)
    members = [Member(str(n), str(n), "", "", standing, (), ()) for n in range(people)]
    assert (average_of(members) is not None) == shown_


def test_a_team_of_three_has_no_average(app: Any, company: Any, browser_of: Any) -> None:
    page = browser_of("ada").get("/team/2026-02").text
    assert "Ben Whitfield" in page
    assert "verage" not in page


def test_a_comp_admin_of_one_pay_group_reads_no_rows_of_files_with_everybody_in_them(
    app: Any, company: Any, browser_of: Any
) -> None:
    address = f"/data/imports/{company.import_id}"
    assert "?" in browser_of("admin-all").get(address).text.partition("quotas.csv")[2]
    for name in ("admin-us", "admin-none"):
        page = browser_of(name).get(address)
        assert page.status_code == 200
        assert company.canaries.whose(shown(page)) == {}


def test_records_of_other_pay_groups_are_counted_and_not_named(app: Any, company: Any, browser_of: Any) -> None:
    page = browser_of("admin-us").get("/periods/us/2026-03").text
    assert PEOPLE["Ben"].secret in page
    assert PEOPLE["Fin"].secret not in page
    assert "It bears names of other pay groups only." in page
    assert PEOPLE["Fin"].secret in browser_of("admin-all").get("/periods/us/2026-03").text
