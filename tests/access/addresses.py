"""Every route with its names filled in: with what belongs to a person, and with what belongs to nobody.

In: an application and the canary company. Out: addresses. A route that nobody taught this file is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from tests.access.canary_company import NO_NUMBER, PERIODS, SPLIT, Company, Somebody, deals_of

#: further words of an address that change what is shown
QUERIES = {
    "account.sign_in": ["next=/people/{payee}/earnings/2026-02"],
    "earnings.month": ["q={payee}"],
    "earnings.person_month": ["q=harbour"],
    "plans.text": ["payee={payee}&period=2026-03"],
    "data.index": ["before=100"],
    "journal.index": ["kind=money&verify=1", "before=100000"],
}
#: what a form of a route sends, as if by somebody who means it
FORMS = {
    "account.sign_in": {"name": "{payee}", "password": "wrong wrong wrong"},
    "account.sign_out": {},
    "account.end_one": {},
    "account.end_all": {},
    "account.password": {"old": "no", "new": "another fine password", "again": "another fine password"},
    "account.language": {"language": "en"},
    "account.theme": {"theme": "dark"},
    "plans.begin": {"plan": "plan-of-{payee}", "copy_of": "carrier-us"},
    "plans.save": {"text": "language: 1\nplan: carrier-us\n", "opened": "", "based_on": "1"},
    "plans.ask": {},
    "plans.decide": {"decision": "sent_back", "note": "no", "digest": "0"},
    "periods.run": {},
}


class UnknownRoute(LookupError):
    """A route was added that the sweep cannot fill: teach it here what belongs to a person."""


@dataclass(frozen=True)
class Address:
    """A filled route, and the same with names that belong to nobody (None when it names nobody's)."""

    endpoint: str
    path: str
    twin: str | None


def addresses(app: Flask, company: Company, each: Somebody, tokens: dict[str, str], method: str) -> list[Address]:
    """Every route of a method with everything of one person. `tokens` are digests of open sessions by account."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                found += list(_filled(app, rule, company, each, tokens))
    return found


def _filled(app: Flask, rule: Rule, company: Company, each: Somebody, tokens: dict[str, str]) -> Iterator[Address]:
    names = sorted(rule.arguments)
    choices = [_choices(rule.endpoint, name, company, each, tokens) for name in names]
    for chosen in product(*choices):
        path = app.url_for(rule.endpoint, **{n: own for n, (own, _nobody) in zip(names, chosen, strict=True)})
        nobody = app.url_for(rule.endpoint, **{n: other for n, (_own, other) in zip(names, chosen, strict=True)})
        twin = nobody if any(own != other for own, other in chosen) else None
        yield Address(rule.endpoint, path, twin)
    for query in QUERIES.get(rule.endpoint, []):
        yield Address(rule.endpoint, f"{path}?{query.format(payee=each.payee)}", None)


def _choices(
    endpoint: str, name: str, company: Company, each: Somebody, tokens: dict[str, str]
) -> list[tuple[object, object]]:
    """The values of a name, each with one that belongs to nobody (the same where it is not a person's)."""
    versions = [1, 2] if each.group == "us" else [1]
    known: dict[str, list[tuple[object, object]]] = {
        "payee": [(each.payee, "Nob")],
        "period": [(period, period) for period in PERIODS[1:]],
        "record_type": [("deal", "deal")],
        "record_id": [(record, "D-none") for record in (deals_of(each)[1], deals_of(each)[-1], SPLIT)],
        "component": [("commission", "commission")],
        "pay_group": [(each.group, "xx")],
        "plan": [(each.plan, "carrier-xx")],
        "job": [(company.job_of[each.group], NO_NUMBER)],
        "token_hash": [(digest, "0" * 64) for digest in tokens.values()],
        "filename": [("tokens.css", "tokens.css")],
    }
    by_route: dict[tuple[str, str], list[tuple[object, object]]] = {
        ("plans.version", "number"): [(number, number) for number in versions],
        ("plans.decide", "number"): [(number, number) for number in versions],
        ("data.one", "number"): [(company.import_id, NO_NUMBER)],
        ("frame.font", "name"): [("DaylightSans-Regular.woff2", "DaylightSans-Regular.woff2")],
    }
    if (endpoint, name) in by_route:
        return by_route[endpoint, name]
    if name in known:
        return known[name]
    raise UnknownRoute(f"{endpoint}: what is a “{name}” of a person?")
