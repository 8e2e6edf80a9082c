"""Signing in and out, and everything an account may choose for itself.

In: requests. Out: pages and redirects; the cookie of a browser holds a token, the database its digest.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access import allows, viewer
from portal.account.browser_from_user_agent import browser_from_user_agent
from portal.account.forms import ChangePasswordForm, EndSessionForm, LanguageForm, SignInForm, ThemeForm
from portal.actions.password import matches, set_password
from portal.actions.preferences import choose_language, choose_theme
from portal.actions.sessions import end_all_sessions, end_session, sessions_of
from portal.actions.sign_in import MustWait, note_attempt, proven_account
from portal.actions.sign_in import sign_in as open_signed_in
from portal.extensions import db, hasher, settings
from portal.language import gettext as _
from portal.models import Account

account = Blueprint("account", __name__, template_folder="templates")


@account.route("/sign-in", methods=["GET", "POST"])
@allows("anyone")
def sign_in() -> ResponseReturnValue:
    """Show the form; with a name and password, open a session and go on to the page that was wanted."""
    form = SignInForm()
    wanted = form.next.data = _own_path(form.next.data or request.args.get("next", ""))
    if request.method == "GET":
        return redirect(wanted) if g.viewer else render_template("account/sign_in.html", form=form)
    if not form.validate():
        return render_template("account/sign_in.html", form=form), 401
    name, password = form.name.data, form.password.data
    try:
        with db.transaction() as writing:
            attempt = note_attempt(writing, name, request.remote_addr or "", g.now)
    except MustWait as brake:
        minutes = -(-brake.seconds // 60)
        text = _("Too many attempts have failed. Try again in %(minutes)s min.", minutes=minutes)
        page = render_template("account/sign_in.html", form=form, fault=text)
        return page, 429, {"Retry-After": str(brake.seconds)}
    proven = proven_account(db.session, name, password, hasher(), settings().is_production)
    if proven is None:
        text = _("This name and password do not belong together.")
        return render_template("account/sign_in.html", form=form, fault=text), 401
    with db.transaction() as writing:
        token = open_signed_in(
            writing, account=proven[0], attempt=attempt, newer_hash=proven[1], now=g.now,
            browser=request.user_agent.string,
        )  # fmt: skip
    # A new token in a cleared session: what a stranger may have planted in this browser before is worth nothing.
    session.clear()
    session["token"] = token
    return redirect(wanted)


@account.post("/sign-out")
@allows("signed_in")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    EndSessionForm().require()
    who = viewer()
    with db.transaction() as writing:
        end_session(writing, who.account, who.session, g.now)
    session.clear()
    session["language"] = who.language
    return redirect(url_for("account.sign_in"))


@account.get("/account")
@allows("signed_in")
def index() -> ResponseReturnValue:
    """Show who is signed in, where, and what they chose."""
    return _index_page(ThemeForm(theme=viewer().theme))


@account.post("/account/sessions/<token_hash>/end")
@allows("signed_in")
def end_one(token_hash: str) -> ResponseReturnValue:
    """End one session of the viewer's own."""
    EndSessionForm().require()
    who = viewer()
    with db.transaction() as writing:
        if not end_session(writing, who.account, token_hash, g.now):
            abort(404)
    if token_hash == who.session:
        session.clear()
        return redirect(url_for("account.sign_in"))
    flash(_("The session is ended."))
    return redirect(url_for("account.index"))


@account.post("/account/sessions/end-all")
@allows("signed_in")
def end_all() -> ResponseReturnValue:
    """End every session of the viewer, this one as well."""
    EndSessionForm().require()
    with db.transaction() as writing:
        end_all_sessions(writing, viewer().account, g.now)
    session.clear()
    return redirect(url_for("account.sign_in"))


@account.route("/account/password", methods=["GET", "POST"])
@allows("signed_in")
def password() -> ResponseReturnValue:
    """Change the password; every other session of the account ends."""
    who = viewer()

    def is_current(password: str) -> bool:
        return matches(hasher(), db.session.get_one(Account, who.account), password)

    form = ChangePasswordForm(who.sign_in_name, is_current)
    if request.method == "GET":
        return render_template("account/password.html", form=form)
    if not form.validate():
        return render_template("account/password.html", form=form), 422
    new_hash = hasher().hash(form.new.data)
    with db.transaction() as writing:
        row = writing.get_one(Account, who.account)
        set_password(
            writing, account=row, password_hash=new_hash, actor=who.account, now=g.now, keep=who.session
        )  # fmt: skip
    flash(_("Your password is changed. Every other session is ended."))
    return redirect(url_for("account.index"))


@account.post("/language")
@allows("anyone")
def language() -> ResponseReturnValue:
    """Keep the chosen language: on the account, before signing in in this browser."""
    form = LanguageForm()
    if not form.validate():
        abort(400)
    chosen = session["language"] = form.language.data
    if g.viewer:
        with db.transaction() as writing:
            choose_language(writing, g.viewer.account, chosen)
    return redirect(_own_path(form.next.data or ""))


@account.post("/account/theme")
@allows("signed_in")
def theme() -> ResponseReturnValue:
    """Keep the chosen theme on the account."""
    form = ThemeForm()
    if not form.validate():
        return _index_page(form), 400
    with db.transaction() as writing:
        choose_theme(writing, viewer().account, form.theme.data)
    return redirect(url_for("account.index"))


def _index_page(form: ThemeForm) -> str:
    open_sessions = sessions_of(db.session, viewer().account, g.now, settings())
    return render_template("account/index.html", sessions=open_sessions, form=form, named=browser_from_user_agent)


def _own_path(wanted: str) -> str:
    """Return a path of this portal to go on to; the start for anything that could lead elsewhere."""
    try:
        parts = urlsplit(wanted)
    except ValueError:  # such as an open bracket where a host would be
        return url_for("frame.start")
    leads_elsewhere = parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//")
    if leads_elsewhere or "\\" in wanted or any(ord(sign) < 33 for sign in wanted):
        return url_for("frame.start")
    return wanted
