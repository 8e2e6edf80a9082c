"""What no database can be asked about is no request: numbers beyond its columns, and the character NUL.

In: an application. Out: the same application, which answers such an address or form before any page sees it.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

#: The largest number that a column of either database holds.
LARGEST = 2**63 - 1
#: Fields whose page says itself that NUL cannot be kept, beside the text that it shows.
_SAID_BY_THE_PAGE = frozenset({"text", "opened_text"})


class NumberConverter(IntegerConverter):
    """A number in an address; one that no row can have makes it the address of nothing."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        """Bound the number unless the route does so itself."""
        options.setdefault("max", LARGEST)
        super().__init__(map, *args, **options)


def init_app(app: Flask) -> None:
    """Bound the numbers of addresses and refuse NUL; comes before the routes, which are made with the converters."""
    app.url_map.converters["int"] = NumberConverter
    app.before_request(_refuse_nul)


def whole_number(text: str) -> int:
    """Return a number of an address or a form. Raises ValueError for what is none, or larger than any row's."""
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no row has this number: {text[:40]}")
    return number


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)
    words = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any("\0" in name + value for name, value in words if name not in _SAID_BY_THE_PAGE):
        abort(400)
