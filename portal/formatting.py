"""Numbers, days and moments of a request, printed by `statements.formatting` in the reader's language and zone.

In: exact values. Out: text; nothing is computed or rounded here.
"""

from __future__ import annotations

from datetime import date, datetime, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, g
from sqlalchemy import select

from portal.extensions import db
from portal.language import current_language
from portal.models import CompanyRow
from statements.formatting import LocaleForm, form_for


def init_app(app: Flask) -> None:
    """Give the templates of an application the printers of moments, days, months, money and numbers."""
    app.jinja_env.globals.update(
        moment=moment_text,
        day=lambda day: form().day(day),
        month=lambda period: form().month(period),
        money=lambda minor, currency: form().amount(minor, currency),
        signed=lambda minor, currency: form().change(minor, currency),
        attained=lambda ratio: form().attainment(ratio),
        dated=lambda sentence: form().dated(sentence),
        counted=lambda number: form().count(Fraction(number)),
    )


def form() -> LocaleForm:
    """Return the printer of the reader's language."""
    return form_for(current_language())


def company_zone() -> ZoneInfo | timezone:
    """Return the zone that decides the company's civil dates; UTC while there is no company."""
    if "zone" not in g:
        name = db.session.scalar(select(CompanyRow.time_zone))
        try:
            g.zone = ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            g.zone = ZoneInfo("UTC")
    zone: ZoneInfo = g.zone
    return zone


def today() -> date:
    """Return the company's civil date of this request."""
    day: date = g.now.astimezone(company_zone()).date()
    return day


def moment_text(moment: datetime) -> str:
    """Print a moment in the company's zone."""
    return form().moment(moment.astimezone(company_zone()))
