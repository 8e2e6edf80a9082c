"""The form of the lines of a month: a text that narrows them.

In: the address. Out: the text to look for, or that it is too long to be looked for.
"""

from __future__ import annotations

from wtforms.fields import SearchField

from portal.forms import AtMost, QueryForm
from portal.menu import N_

#: The longest text that is looked for, in characters.
LONGEST_SEARCH = 200


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class FilterForm(QueryForm):
    """Part of a deal's name or number, or of a component's name."""

    q = SearchField(N_("Find a record"), [AtMost(LONGEST_SEARCH)], [_stripped])

    def searched(self) -> str:
        """Return the text that narrows the lines; all of them are shown while it is empty or too long."""
        text: str = self.q.data
        return text if self.validate() else ""
