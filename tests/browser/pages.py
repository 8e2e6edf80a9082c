"""In: nothing. Out: every page of the portal that can be opened, with who opens it and where there is something to see.
What is no page (files, fonts, ways to another page) is named too: a new route is in neither list, and a test fails."""

from dataclasses import dataclass

from tests.browser.further_states import FAILED, GOES_ON, WAITING


@dataclass(frozen=True)
class Visited:
    """A page: the route that answers, who opens it, where, and with which status."""

    endpoint: str
    who: str | None
    path: str
    status: int = 200


REP, SEOUL, MANAGER, ADMIN, SECOND = "maya.okafor", "seo.jiwoo", "marcus.bell", "julia.sandoval", "song.mikyung"
PERSON = "/people/E1011/earnings/2026-10"
PLAN = "/plans/account-executive-us"

PAGES = (
    Visited("account.sign_in", None, "/sign-in"),
    Visited("error", None, "/fonts/none", 404),
    Visited("account.index", REP, "/account"),
    Visited("account.password", REP, "/account/password"),
    Visited("earnings.month", REP, "/earnings/2026-10"),
    Visited("earnings.month", REP, "/earnings/2026-10?q=nothing+like+it"),
    Visited("earnings.deal", REP, "/earnings/2026-10/deals/deal/D-20986"),
    Visited("earnings.component", REP, "/earnings/2026-10/components/commission"),
    Visited("earnings.component", REP, "/earnings/2026-10/components/multi_year"),
    Visited("earnings.not_counted", REP, "/earnings/2026-10/not-counted"),
    Visited("error", REP, "/nothing", 404),
    Visited("earnings.month", SEOUL, "/earnings/2026-10"),
    Visited("earnings.deal", SEOUL, "/earnings/2026-10/deals/deal/D-20948"),
    Visited("earnings.month", "emily.tran", "/earnings/2026-08"),
    Visited("earnings.month", "camila.duarte", "/earnings/2026-11"),
    Visited("earnings.component", "camila.duarte", "/earnings/2026-11/components/sql_pay"),
    Visited("earnings.month", "kwame.mensah", "/earnings/2026-11"),
    Visited("team.month", MANAGER, "/team/2026-10"),
    Visited("earnings.person_month", ADMIN, PERSON),
    Visited("earnings.person_deal", ADMIN, f"{PERSON}/deals/deal/D-20986"),
    Visited("earnings.person_component", ADMIN, f"{PERSON}/components/commission"),
    Visited("earnings.person_not_counted", ADMIN, f"{PERSON}/not-counted"),
    Visited("periods.index", ADMIN, "/periods/"),
    Visited("periods.month", ADMIN, "/periods/us/2026-11"),
    Visited("periods.month", ADMIN, "/periods/{}/{}".format(*FAILED)),
    Visited("periods.progress", ADMIN, "/periods/{}/{}/jobs/1".format(*GOES_ON)),
    Visited("periods.progress", ADMIN, "/periods/{}/{}/jobs/2".format(*FAILED)),
    Visited("periods.register", ADMIN, "/periods/us/2026-10/register"),
    Visited("plans.index", ADMIN, "/plans/"),
    Visited("plans.plan", ADMIN, f"{PLAN}/"),
    Visited("plans.text", ADMIN, f"{PLAN}/text"),
    Visited("plans.text", ADMIN, "/plans/sdr/text?payee=E1043&period=2026-10"),
    Visited("plans.version", ADMIN, f"{PLAN}/versions/2"),
    Visited("plans.version", ADMIN, f"/plans/{WAITING}/versions/3"),
    Visited("plans.version", SECOND, f"/plans/{WAITING}/versions/3"),
    Visited("data.index", ADMIN, "/data/"),
    Visited("data.one", ADMIN, "/data/imports/1"),
    Visited("journal.index", ADMIN, "/journal/?verify=1"),
    Visited("journal.index", ADMIN, "/journal/?kind=plans"),
)
#: routes that answer with a file or lead to another page
NO_PAGES = {
    "static", "frame.font", "frame.start", "earnings.newest", "earnings.newest_not_counted", "team.newest",
    "earnings.pdf", "earnings.csv", "earnings.workbook", "earnings.person_pdf", "earnings.person_csv",
    "earnings.person_workbook", "periods.register_csv", "periods.register_workbook",
}  # fmt: skip


def pages_of(who: str | None) -> list[Visited]:
    """The pages that somebody opens."""
    return [page for page in PAGES if page.who == who]


PEOPLE = list(dict.fromkeys(page.who for page in PAGES))
