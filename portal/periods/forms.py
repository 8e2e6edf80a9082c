"""The form of a month: the button that asks for it to be calculated.

In: the token of the page. Out: nothing, or an answer that changes nothing.
"""

from __future__ import annotations

from portal.forms import ButtonForm


class RunForm(ButtonForm):
    """The month of the address is to be calculated."""
