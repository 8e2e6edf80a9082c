"""Who may call what: every route declares its rule, and one check before each request holds to it.

In: a route's rule, the session of the request. Out: the viewer in `g.viewer`, or an answer that gives nothing away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.actions.sessions import find_viewer, touch_session
from portal.extensions import db, settings
from portal.models.accounts import ROLES
from portal.viewer import Viewer

#: `anyone` needs no account, `signed_in` any; the others are roles.
RULES = frozenset({"anyone", "signed_in", *ROLES})
View = TypeVar("View", bound=Callable[..., object])


class UndeclaredRoute(RuntimeError):
    """A route does not say who may call it; the application is not made."""


def allows(*rules: str) -> Callable[[View], View]:
    """Declare who may call a route: accounts with one of the roles, `signed_in`, or `anyone`.

    Raises ValueError for a rule that does not exist.
    """
    if not rules or not RULES.issuperset(rules):
        raise ValueError(f"a rule is one of {sorted(RULES)}, not {rules}")

    def declare(view: View) -> View:
        view.__dict__["allowed"] = frozenset(rules)
        return view

    return declare


def init_app(app: Flask) -> None:
    """Check every request of an application."""
    app.before_request(_check)


def require_rules(app: Flask) -> None:
    """Raise UndeclaredRoute with every route that does not say who may call it."""
    silent = sorted(str(rule) for rule in app.url_map.iter_rules() if not rules_of(app, rule.endpoint))
    if silent:
        raise UndeclaredRoute(f"these routes do not say who may call them: {', '.join(silent)}")


def rules_of(app: Flask, endpoint: str) -> frozenset[str]:
    """Return the rule of a route, empty when it has none."""
    rules: frozenset[str] = getattr(app.view_functions[endpoint], "allowed", frozenset())
    return rules


def viewer() -> Viewer:
    """Return who is looking. Raises NotFound when nobody is signed in, which a route's rule prevents."""
    found: Viewer | None = g.get("viewer")
    if found is None:
        abort(404)
    return found


def _check() -> ResponseReturnValue | None:
    from flask import current_app

    g.now = datetime.now(UTC)
    g.viewer = None
    if request.endpoint is None:
        # Nothing answers here. The viewer's language is still theirs.
        g.viewer = _find()
        return None
    rules = rules_of(current_app, request.endpoint)  # type: ignore[arg-type]
    if request.endpoint == "static" or request.endpoint == "frame.font":
        return None
    g.viewer = _find()
    if "anyone" in rules:
        return None
    if g.viewer is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted))
    if "signed_in" not in rules and not g.viewer.has(*rules):
        abort(404)
    return None


def _find() -> Viewer | None:
    token = session.get("token")
    if not token:
        return None
    config = settings()
    found = find_viewer(db.session, token, g.now, config)
    if found is None:
        session.pop("token")
        return None
    viewer, last_seen = found
    if (g.now - last_seen).total_seconds() > 60:
        with db.transaction() as writing:
            touch_session(writing, viewer.session, g.now)
    return viewer
