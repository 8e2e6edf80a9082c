"""The plans of the demo company: two versions of each, approved by two people, and a draft with mistakes in it.

In: plans/*.yaml, written for 2025, 2026 and 2027, and a timeline. Out: their texts for the years of the timeline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from portal.demo.timeline import Timeline

FOLDER = Path(__file__).with_name("plans")
_WRITTEN_FOR = {1: 2025, 2: 2026, 3: 2027}
_YEAR = re.compile(r"(?<!\d)202[4567](?!\d)")


@dataclass(frozen=True, slots=True)
class PlanText:
    """A version of a plan. Both days are included; author and approver are sign-in names of two comp admins."""

    plan: str
    version_no: int
    text: str
    first_day: date
    last_day: date
    author: str
    approver: str
    requested_at: datetime
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft of next year's plan, with the mistakes that the plan page points at."""

    plan: str
    text: str
    author: str
    saved_at: datetime
    based_on: int


def plan_texts(timeline: Timeline) -> tuple[PlanText, ...]:
    """Return the versions of every plan in order of name and version; the first ends with last year."""
    paths = sorted(FOLDER.glob("*.v[12].yaml"))
    return tuple(_plan_text(path, timeline) for path in paths)


def draft_text(timeline: Timeline) -> DraftText:
    """Return the draft of the American account executives' plan for next year."""
    text = _for_years((FOLDER / "account-executive-us.draft.yaml").read_text(encoding="utf-8"), timeline)
    return DraftText("account-executive-us", text, "julia.sandoval", timeline.now - timedelta(hours=3), 2)


def _plan_text(path: Path, timeline: Timeline) -> PlanText:
    plan, version = path.name.removesuffix(".yaml").rsplit(".v", 1)
    text = _for_years(path.read_text(encoding="utf-8"), timeline)
    first_year = timeline.first_day.year if version == "1" else timeline.this_year
    last_year = timeline.this_year - 1 if version == "1" else timeline.this_year
    # Fifteen months can touch three years; the first version then covers two.
    text = re.sub(r"(effective: \{first_day: )\d{4}", rf"\g<1>{first_year}", text, count=1)
    decided = timeline.imports[0] if version == "1" else _first_import_of_the_year(timeline)
    korean = plan.endswith("kr") or plan == "partner"
    author, approver = ("song.mikyung", "julia.sandoval") if korean else ("julia.sandoval", "song.mikyung")
    return PlanText(
        plan, int(version), text, date(first_year, 1, 1), date(last_year, 12, 31), author, approver,
        decided - timedelta(hours=94), decided - timedelta(hours=67),
    )  # fmt: skip


def _first_import_of_the_year(timeline: Timeline) -> datetime:
    return next(moment for moment in timeline.imports if moment.year == timeline.this_year)


def _for_years(text: str, timeline: Timeline) -> str:
    """Move the years that the files are written for to those of the timeline."""
    shift = timeline.this_year - _WRITTEN_FOR[2]
    return _YEAR.sub(lambda found: str(int(found.group()) + shift), text)
