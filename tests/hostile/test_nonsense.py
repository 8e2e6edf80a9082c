"""In: thousands of requests with nonsense in every name, query and form, from a fixed seed. Out: no status 500.
Each is answered with a page that says what to do, whatever the database thinks of the text."""

from __future__ import annotations

import random
import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.access.addresses import FORMS
from tests.access.browsers import signed_in, token_of

REQUESTS = 1_000  # on each of two databases
NAMES = (
    "next q payee period before kind verify name text opened opened_text based_on plan copy_of digest note decision "
    "language theme old new again x"
).split()
PIECES = [
    "\0", "a\0b", "%", "%s%n%d", "{role}", "{0.__class__}", "{{7*7}}", "' or 1=1 --", '"', "\\", "../../etc/passwd",
    "<script>", "\ud7ff", "\u200b", "\u202e", "한글", "Ａ", "\uffff", "🜁", "\r\n\r\nX: y",
    "-1", "0", "1", "9" * 19, "9" * 30,
    "1e309", "NaN", "٣", "２０２６-０１", "2026-00", "2026-13", "0000-01", "9999-12", "99999-01", "2026-1", "-2026-01",
    "2026-03-05", "2026-Q1", "//[", "http://[", "//x", ";", "&", "a" * 3000, " ", "", "Ben", "2026-02", "2026-03", "us",
    "carrier-us", "deal", "D-split", "commission", "true", "null", "[]", "D-Ben-2026-02",
]  # fmt: skip
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?[^<>]+>")


def nonsense(dice: random.Random) -> str:
    return "".join(dice.choice(PIECES) for _ in range(dice.choice([1, 1, 1, 2])))


@pytest.mark.usefixtures("texts_checked_once")
def test_nonsense_is_answered_and_never_with_500(app: Any, company: Any) -> None:
    dice = random.Random("nonsense")
    browsers = [app.test_client(), *(signed_in(app, name) for name in ("ben", "ada", "admin-all", "auditor"))]
    tokens = {browser: token_of(browser) for browser in browsers}
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
    faults = []
    for number in range(REQUESTS):
        rule, browser = dice.choice(rules), dice.choice(browsers)
        if rule.endpoint in ("account.sign_out", "account.end_all", "account.end_one", "account.password"):
            continue
        path = _ARGUMENT.sub(lambda _found: quote(nonsense(dice), safe="/"), rule.rule)
        words = {dice.choice(NAMES): nonsense(dice) for _ in range(dice.randrange(3))}
        if "POST" in (rule.methods or ()) and dice.random() < 0.7:
            form = {
                name: nonsense(dice) if dice.random() < 0.7 else value for name, value in FORMS[rule.endpoint].items()
            }
            answer = browser.post(path, query_string=words, data={**form, "csrf_token": tokens[browser]})
        else:
            answer = browser.get(path, query_string=words)
        if answer.status_code >= 500:
            faults.append(f"{number}: {rule.endpoint} {path[:200]!r} {str(words)[:200]} gave {answer.status_code}")
        if b"Traceback" in answer.get_data():
            faults.append(f"{number}: {path!r} shows a traceback")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "-1", "18446744073709551616", "9223372036854775808"])
def test_numbers_beyond_the_database_are_no_page(app: Any, company: Any, browser_of: Any, number: str) -> None:
    browser = browser_of("admin-all")
    for path in (
        f"/data/imports/{number}",
        f"/periods/us/2026-03/jobs/{number}",
        f"/plans/carrier-us/versions/{number}",
    ):
        assert browser.get(path).status_code == 404, path
    for path in (f"/data/?before={number}", f"/journal/?before={number}"):
        assert browser.get(path).status_code in (200, 400), path


@pytest.mark.usefixtures("texts_checked_once")
def test_a_nul_character_is_no_name(app: Any, company: Any, browser_of: Any) -> None:
    browser, token = browser_of("admin-all"), token_of(browser_of("admin-all"))
    for path in ("/people/a%00b/earnings/2026-02", "/plans/a%00b/", "/periods/a%00b/2026-03", "/periods/us/%00"):
        assert browser.get(path).status_code in (400, 404), path
    token = token_of(browser)
    answer = browser.post("/plans/", data={"csrf_token": token, "plan": "new", "copy_of": "a\0b"})
    assert answer.status_code in (303, 400, 404, 422)
    stranger = app.test_client()
    answer = stranger.post("/sign-in", data={"csrf_token": token_of(stranger), "name": "a\0b", "password": "\0" * 20})
    assert answer.status_code in (400, 401)
