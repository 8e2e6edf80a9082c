"""The pages of data: what was imported and what became of every row. They only read.

In: requests. Out: pages.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import allows, viewer
from portal.data import queries
from portal.extensions import db
from portal.models import Import
from portal.pay_groups import serves_everybody
from portal.unreadable import whole_number

data = Blueprint("data", __name__, template_folder="templates", url_prefix="/data")
READERS = ("comp_admin", "auditor")


@data.get("/")
@allows(*READERS)
def index() -> ResponseReturnValue:
    """List the imports, the newest first."""
    rows, older = queries.imports(db.session, request.args.get("before", type=whole_number))
    return render_template("data/index.html", imports=rows, older=rows[-1].id if older else None)


@data.get("/imports/<int:number>")
@allows(*READERS)
def one(number: int) -> ResponseReturnValue:
    """Show an import: counts that foot, control sums, the rows that were not taken over and why."""
    row = db.session.get(Import, number)
    if row is None:
        abort(404)
    rejected, faults = queries.rejected(db.session, number)
    # A file holds amounts of everybody: those who serve some pay groups read how many rows became what.
    shows_rows = serves_everybody(db.session, viewer())
    return render_template("data/import.html", row=row, rejected=rejected, faults=faults, shows_rows=shows_rows)
