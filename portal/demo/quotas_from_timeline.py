"""The sheet of quotas that a visitor imports: the quota that never arrived, among three that did.

In: a timeline. Out: the text of a CSV file, as `portal/mappings/demo/quotas.yaml` reads it.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from comp_rules.values.period import quarter_of
from portal.demo.people_from_seed import MARKETING_QUOTA
from portal.demo.roster import roster
from portal.demo.timeline import Timeline


def quotas_from_timeline(timeline: Timeline) -> str:
    """Return the marketers' quotas of the quarter that holds the open month; dates as an American sheet has them."""
    quarter = quarter_of(timeline.today, 1)
    first, last = (f"{day:%m/%d/%Y}" for day in (quarter.first, quarter.after - timedelta(days=1)))
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(["Employee", "Name", "Leads", "From", "To"])
    for member in roster(timeline):
        if member.posts[-1].plan == "demand-generation":
            rows.writerow([member.payee, member.name, MARKETING_QUOTA, first, last])
    return sheet.getvalue()
