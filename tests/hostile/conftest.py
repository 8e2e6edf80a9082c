"""In: a database of a test. Out: the portal with the canary company, as the tests of access have it."""

from tests.access.conftest import app, browser_of, company, texts_checked_once

__all__ = ["app", "browser_of", "company", "texts_checked_once"]
