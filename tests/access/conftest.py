"""In: a database of a test. Out: the portal on it with the canary company, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from portal import create_app
from portal.actions.check_plan import CheckedPlan, check_plan
from portal.bridge.facts_from_rows import company_from_rows
from portal.extensions import db
from portal.plans import routes as plan_routes
from tests.access.browsers import signed_in
from tests.access.canary_company import Company, found


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The portal; its errors are answered with pages, as for everybody."""
    app = create_app(Config.for_tests(database_url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def company(app: Flask) -> Company:
    return found(app)


@pytest.fixture
def browser_of(app: Flask, company: Company) -> Callable[[str | None], FlaskClient]:
    """A function that signs an account in; None is somebody who is not signed in."""
    return lambda name: app.test_client() if name is None else signed_in(app, name)


@pytest.fixture
def texts_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of a plan checks its text in a process of its own; here the same text is checked once."""

    @cache
    def once(text: str, plan: str) -> CheckedPlan:
        return check_plan(text, plan, company_from_rows(db.session))

    monkeypatch.setattr(plan_routes, "check_plan", lambda text, plan, *_beside: once(text, plan))
