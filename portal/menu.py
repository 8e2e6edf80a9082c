"""The words in the head of every page: which pages there are for which role.

In: the viewer. Out: the entries that lead somewhere for them. A page folder adds its entry to `ENTRIES`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request

from portal.language import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu word: the route it opens, its label (in English, a key of the catalogue), the roles that have it."""

    endpoint: str
    label: str
    roles: frozenset[str]


def entry(endpoint: str, label: str, *roles: str) -> Entry:
    """Return an entry for accounts with one of the roles."""
    return Entry(endpoint, label, frozenset(roles))


def N_(text: str) -> str:  # noqa: N802 (the customary mark of a text that is translated later)
    """Mark a text for the catalogue; it is translated when it is shown."""
    return text


#: In the order shown. An entry whose route does not exist yet is left out.
ENTRIES = (
    entry("earnings.newest", N_("My earnings"), "payee"),
    entry("earnings.newest_not_counted", N_("Not counted"), "payee"),
    entry("team.newest", N_("My team"), "manager"),
    entry("periods.index", N_("Months"), "comp_admin", "approver", "finance", "auditor"),
    entry("plans.index", N_("Plans"), "comp_admin", "approver", "auditor"),
    entry("people.index", N_("People"), "comp_admin", "auditor"),
    entry("data.index", N_("Data"), "comp_admin", "auditor"),
    entry("journal.index", N_("Journal"), "comp_admin", "auditor"),
)


def entries() -> list[dict[str, object]]:
    """Return the viewer's menu: endpoint, label in their language, whether it is the page they are on."""
    viewer = g.get("viewer")
    if viewer is None:
        return []
    shown = [each for each in ENTRIES if viewer.has(*each.roles) and each.endpoint in current_app.view_functions]
    return [{"endpoint": each.endpoint, "label": _(each.label), "current": _is_current(each, shown)} for each in shown]


def home() -> str:
    """Return the route that an account starts on: the first of its menu, or its account page."""
    return next((str(each["endpoint"]) for each in entries()), "account.index")


def _is_current(each: Entry, shown: list[Entry]) -> bool:
    # A page marks itself by `g.menu`; others belong to the first entry of their folder.
    marked = g.get("menu")
    if marked is not None:
        return bool(marked == each.endpoint)
    folder = (request.endpoint or "").partition(".")[0]
    return each == next((one for one in shown if one.endpoint.startswith(f"{folder}.")), None)
