"""In: the portal with every route. Out: each says who may call it, and nobody sees the pay of others by any of them."""

import pytest

from config import Config
from portal import create_app
from portal.access import UndeclaredRoute, allows, require_rules, rules_of
from portal.extensions import db
from tests.portal.small_company import ACCOUNTS, PEOPLE

#: Whose canaries a role may read by the table of who may see what; a payee's own comes on top.
MAY_READ = {
    "ann": {"P-ann"},
    "lead": {"P-lead"},
    "head": {"P-head"},
    "admin": {"P-head", "P-lead", "P-ann", "P-bo"},
    "approver": set(PEOPLE),
    "finance": set(PEOPLE),
    "auditor": set(PEOPLE),
    "support": set(),
}


#: Documents whose bytes hide their words; that they answer 404 to others is asked below.
PACKED = ("pdf", "workbook")


def addresses(app, payee):
    """Every route that is asked for with GET, its names filled in with what belongs to a person."""
    values = {
        "payee": payee, "period": "2026-10", "record_type": "deal", "record_id": f"D-{payee}",
        "component": "commission", "pay_group": PEOPLE[payee].pay_group, "filename": "tokens.css",
        "name": "DaylightSans-Regular.woff2",
    }  # fmt: skip
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods:
                filled = {name: values.get(name, "1") for name in rule.arguments}
                yield rule.endpoint, app.url_for(rule.endpoint, **filled)


def shown(answer):
    return answer.get_data().decode("utf-8", "replace")


def forms_of(somebody):
    minor = somebody.credit // 10
    return (somebody.canary, f"{minor // 100}.{minor % 100:02d}", str(minor))


@pytest.mark.parametrize("name", sorted(MAY_READ))
def test_no_route_shows_the_pay_of_others(app, browser_of, name):
    browser = browser_of(name)
    asked = 0
    for payee in PEOPLE:
        for endpoint, address in addresses(app, payee):
            if endpoint.endswith(PACKED):
                continue
            answer = browser.get(address, follow_redirects=True)
            asked += 1
            assert answer.status_code < 500, address
            body = shown(answer)
            for other, somebody in PEOPLE.items():
                if other not in MAY_READ[name]:
                    assert not any(form in body for form in forms_of(somebody)), (address, other)
    assert asked > len(PEOPLE) * 10


@pytest.mark.parametrize("name", sorted(ACCOUNTS))
def test_the_pages_of_a_person_answer_as_the_table_says(app, browser_of, name):
    browser = browser_of(name)
    roles, _own, _groups = ACCOUNTS[name]
    # An own month is read under My earnings and nowhere else.
    readable = MAY_READ[name] if set(roles) & {"comp_admin", "approver", "finance", "auditor"} else set()
    for payee in PEOPLE:
        for endpoint, address in addresses(app, payee):
            if endpoint.startswith("earnings.person_") and "not_counted" not in endpoint:
                if payee not in readable:
                    assert browser.get(address).status_code == 404, address
                elif not endpoint.endswith(PACKED):
                    assert browser.get(address).status_code == 200, address


def test_a_person_who_may_not_be_seen_answers_like_nobody(browser_of):
    browser = browser_of("admin")
    for path in ("", "/deals/deal/D-P-cho", "/components/commission", "/statement.pdf", "/lines.csv"):
        foreign = browser.get(f"/people/P-cho/earnings/2026-10{path}")
        nobody = browser.get(f"/people/P-nobody/earnings/2026-10{path}")
        nowhere = browser.get("/there/is/no/such/page")
        assert foreign.status_code == 404
        assert (foreign.status_code, foreign.data) == (nobody.status_code, nobody.data)
        assert (foreign.status_code, foreign.data) == (nowhere.status_code, nowhere.data)
        assert sorted(foreign.headers) == sorted(nowhere.headers)


def test_a_role_that_a_route_does_not_name_finds_no_such_page(browser_of):
    assert browser_of("support").get("/earnings/").status_code == 404
    assert browser_of("ann").get("/team/").status_code == 404


def test_without_signing_in_every_page_leads_to_the_form(app):
    browser = app.test_client()
    for endpoint, address in addresses(app, "P-ann"):
        if "anyone" not in rules_of(app, endpoint):
            answer = browser.get(address)
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in"), address


def test_a_route_that_says_nothing_stops_the_application(app):
    app.view_functions["forgotten"] = lambda: "everything"
    app.url_map.add(app.url_rule_class("/forgotten", endpoint="forgotten"))
    with pytest.raises(UndeclaredRoute, match="/forgotten"):
        require_rules(app)


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="not"):
        allows("everyone")


def test_forms_need_their_token(browser_of):
    assert browser_of("ann").post("/sign-out").status_code == 400


def test_every_answer_carries_its_headers(app, browser_of):
    browser = browser_of("ann")
    for path in ("/earnings/2026-10", "/no/such/page", "/sign-in", "/earnings/2026-10/statement.pdf"):
        headers = browser.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'"), path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store", path
    assert "max-age" in browser.get("/static/tokens.css").headers["Cache-Control"]


def test_in_production_the_cookie_is_bound_to_the_host_and_https(database_url):
    config = Config(mode="production", database_url=database_url, secret_key="k" * 40)
    app = create_app(config)
    answer = app.test_client().get("/sign-in", base_url="https://pay.example")
    with app.app_context():
        db.engine.dispose()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-daylight=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
