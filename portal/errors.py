"""What a person reads when something does not work: calm pages in both languages that need no database.

In: an HTTP error. Out: a page. A page that may not be seen answers exactly like one that does not exist.
"""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, TooManyRequests

from portal.language import gettext as _


def init_app(app: Flask) -> None:
    """Answer every error of an application with a page."""
    app.register_error_handler(HTTPException, _answer)


def _answer(error: HTTPException) -> ResponseReturnValue:
    code = error.code or InternalServerError.code
    if code < 400:
        return error
    if code == 403:
        code = NotFound.code
    title, text = _words(code, isinstance(error, CSRFError))
    page = render_template("error.html", title=title, text=text)
    headers = {"Allow": ", ".join(sorted(error.valid_methods))} if getattr(error, "valid_methods", None) else {}
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return page, code, headers


def _words(code: int, form_expired: bool) -> tuple[str, str]:
    if code == 404:
        return _("There is no such page"), _("The address may be mistyped, or the page is not for this account.")
    if form_expired:
        return _("This form is too old"), _("Go back, reload the page and send it again. Nothing was changed.")
    if code == 405:
        return _("This page cannot be used that way"), _("Open it from the menu. Nothing was changed.")
    if code == 413:
        return _("This is too large"), _("Send a smaller file, or split it. Nothing was changed.")
    if code == 429:
        return _("Please wait a little"), _("There were too many attempts. Try again in a few minutes.")
    if code < 500:
        return _("This could not be read"), _("Go back, check what you entered and send it again. Nothing was changed.")
    return (
        _("Something went wrong on our side"),
        _("It is written down for those who look after Daylight. Try again in a few minutes."),
    )
