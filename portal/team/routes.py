"""A manager's team in a month.

In: requests of managers. Out: a page; its people are those below the viewer today.
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from comp_rules.values.period import period_from_text
from portal.access import allows, viewer
from portal.extensions import db
from portal.formatting import form, today
from portal.scope import subtree
from portal.team.bars import attainment_bar
from portal.team.queries import average_of, calculated_months, scale_of, team_of

team = Blueprint("team", __name__, template_folder="templates")


@team.get("/team/")
@allows("manager")
def newest() -> ResponseReturnValue:
    """Lead to the newest calculated month; before the first one, say so."""
    periods = calculated_months(db.session)
    if not periods:
        return render_template("team/nothing_yet.html")
    return redirect(url_for("team.month", period=periods[-1]))


@team.get("/team/<period>")
@allows("manager")
def month(period: str) -> ResponseReturnValue:
    """Show how far everyone below the viewer is."""
    periods = calculated_months(db.session)
    if period not in periods:
        abort(404)
    seats = subtree(db.session, viewer(), today())
    members, missing = team_of(db.session, seats, period, form())
    average = average_of(members)
    return render_template(
        "team/month.html",
        period=period,
        period_text=form().month(period_from_text(period).name),
        older=_turn([each for each in periods if each < period][-1:]),
        newer=_turn([each for each in periods if each > period][:1]),
        members=members,
        missing=missing,
        scale=scale_of(members),
        bar=attainment_bar,
        average=form().attainment(average) if average is not None else None,
        shows_pay=any(member.earned for member in members),
    )


def _turn(periods: list[str]) -> tuple[str, str] | None:
    return (url_for("team.month", period=periods[0]), form().month_name(periods[0])) if periods else None
