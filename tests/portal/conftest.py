"""In: a database of a test. Out: the portal on it, with the small company inside."""

import pytest

from config import Config
from portal import create_app
from portal.extensions import db
from tests.portal import kite_company, small_company


@pytest.fixture
def app(database_url):
    """The portal with the small company; its errors are answered with pages, as for everybody."""
    app = create_app(Config.for_tests(database_url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    small_company.found(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser_of(app):
    """A function that signs someone of the small company in and returns their browser."""
    return lambda name: small_company.signed_in(app, name)


@pytest.fixture
def kites(database_url):
    """The portal with the company that really calculates."""
    app = create_app(Config.for_tests(database_url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    kite_company.found(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def kites_of(kites):
    """A function that signs someone of that company in and returns their browser."""
    return lambda name: small_company.signed_in(kites, name)
