"""Written dates and times: named forms, and the civil date of the company that a moment falls on.

In: a text, the name of its form and the time zones. Out: a date, and the time of day when one was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comp_rules.facts.unreadable import Unreadable
from comp_rules.values.words import Words

_Y, _M, _D = r"(?P<year>\d{4})", r"(?P<month>\d{2})", r"(?P<day>\d{2})"
_M1, _D1 = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_TIME = r"(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
_OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2})"

#: Every form a column of dates may name. There is no form for two-digit years: nobody can tell 26/3/5 from 5/3/26.
DATE_FORMS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "YYYY-MM-DD": rf"{_Y}-{_M}-{_D}",
        "YYYY-MM-DD HH:MM:SS": rf"{_Y}-{_M}-{_D}[ T]{_TIME}",
        "YYYY-MM-DDTHH:MM:SSZ": rf"{_Y}-{_M}-{_D}[ T]{_TIME} ?{_OFFSET}",
        "YYYY/MM/DD": rf"{_Y}/{_M1}/{_D1}",
        "YYYY/MM/DD HH:MM:SS": rf"{_Y}/{_M1}/{_D1} {_TIME}",
        "YYYY.MM.DD": rf"{_Y}\. ?{_M1}\. ?{_D1}\.?",
        "YYYY년 M월 D일": rf"{_Y}년 ?{_M1}월 ?{_D1}일",
        "YYYYMMDD": rf"{_Y}{_M}{_D}",
        "DD/MM/YYYY": rf"{_D1}/{_M1}/{_Y}",
        "DD/MM/YYYY HH:MM:SS": rf"{_D1}/{_M1}/{_Y} {_TIME}",
        "DD.MM.YYYY": rf"{_D1}\.{_M1}\.{_Y}",
        "DD-MM-YYYY": rf"{_D1}-{_M1}-{_Y}",
        "MM/DD/YYYY": rf"{_M1}/{_D1}/{_Y}",
        "MM/DD/YYYY HH:MM:SS": rf"{_M1}/{_D1}/{_Y} {_TIME}",
    }.items()
}


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """How dates are written: the form's name, the zone of written times, and the zone whose civil date counts."""

    date_form: str = "YYYY-MM-DD"
    zone: str | None = None
    company_zone: str | None = None


def day_from_text(text: str, form: WrittenDay) -> date:
    """Return the civil date of the company that the text names. Raises Unreadable (see `instant_from_text`)."""
    return instant_from_text(text, form)[0]


def instant_from_text(text: str, form: WrittenDay) -> tuple[date, str]:
    """Return the company's civil date and time `HH:MM:SS`, which is empty when none is written.

    A written time moves from its zone (or its own offset) to the company's; without either it is taken as the
    company's own. Raises Unreadable for another form or a day that does not exist, ValueError for an unknown form
    or zone, which whoever built the form should have refused.
    """
    found = DATE_FORMS[form.date_form].fullmatch(text)
    if found is None:
        raise Unreadable(
            Words("“{text}” is not a date written as {form}.", "‘{text}’ 값은 날짜 형식에 맞지 않습니다. 형식: {form}"),
            Words(
                "Write it so, or name the column's form in the mapping.",
                "이 형식으로 적거나 매핑에 열의 형식을 적어 주세요.",
            ),
            text,
            form=form.date_form,
        )
    part = found.groupdict()
    try:
        time_of_day = time(int(part.get("hour") or 0), int(part.get("minute") or 0), int(part.get("second") or 0))
        moment = datetime.combine(date(int(part["year"]), int(part["month"]), int(part["day"])), time_of_day)
        moment = _in_company_zone(moment, part.get("offset"), form)
    except (ValueError, OverflowError):
        raise Unreadable(
            Words(
                "“{text}” names a day or time that does not exist.",
                "‘{text}’ 값은 존재하지 않는 날짜나 시각입니다.",
            ),
            Words(
                "Look whether day and month are in the order {form}.",
                "일과 월의 순서를 확인해 주세요. 형식: {form}",
            ),
            text,
            form=form.date_form,
        ) from None
    return moment.date(), f"{moment:%H:%M:%S}" if part.get("hour") else ""


def zone_exists(name: str) -> bool:
    """Say whether the time zone data base knows the name, such as Asia/Seoul."""
    try:
        _zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _in_company_zone(moment: datetime, offset: str | None, form: WrittenDay) -> datetime:
    if offset is not None:
        moment = moment.replace(tzinfo=_offset(offset))
    elif form.zone is not None:
        moment = moment.replace(tzinfo=_zone(form.zone))
    if moment.tzinfo is None or form.company_zone is None:
        return moment
    return moment.astimezone(_zone(form.company_zone))


def _offset(text: str) -> timezone:
    if text == "Z":
        return timezone.utc  # noqa: UP017 - one spelling beside the other offsets
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
