"""Which pay groups a viewer may look into, and whose pay in them is the viewer's own.

In: a viewer. Out: pay groups with their labels; anything else answers like a page that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comp_rules.values.period import Period, period_from_text
from comp_rules.values.words import Words
from portal.bridge.months_from_rows import months_from_rows
from portal.formatting import today
from portal.models import PayGroup
from portal.viewer import Viewer

#: Who may read months and registers; only a comp admin acts on them.
READERS = ("comp_admin", "approver", "finance", "auditor")


@dataclass(frozen=True, slots=True)
class Month:
    """A period of a pay group that the viewer may look at."""

    pay_group: str
    label: Words
    period: Period
    state: str


def visible_pay_groups(session: Session, viewer: Viewer) -> dict[str, Words]:
    """Return the pay groups of the viewer by name, in order: those a comp admin serves, all for other offices."""
    groups = session.scalars(select(PayGroup)).all()
    everything = viewer.has("approver", "finance", "auditor")
    return {
        group.pay_group: Words(group.label_en, group.label_ko)
        for group in sorted(groups, key=lambda group: group.pay_group)
        if everything or (viewer.has("comp_admin") and group.pay_group in viewer.pay_groups)
    }


def serves_everybody(session: Session, viewer: Viewer) -> bool:
    """Say whether the viewer may look into every pay group that there is."""
    return len(visible_pay_groups(session, viewer)) == session.scalar(select(func.count()).select_from(PayGroup))


def month_or_404(session: Session, viewer: Viewer, pay_group: str, period: str) -> Month:
    """Return the month; NotFound for one that does not exist and for a pay group of somebody else alike."""
    groups = visible_pay_groups(session, viewer)
    months = months_from_rows(session, [pay_group], today()) if pay_group in groups else {}
    state = months.get((pay_group, period))
    if state is None:
        abort(404)
    return Month(pay_group, groups[pay_group], period_from_text(period), state)


def may_calculate(viewer: Viewer, pay_group: str) -> bool:
    """Say whether the viewer is a comp admin who serves the pay group."""
    return viewer.has("comp_admin") and pay_group in viewer.pay_groups
