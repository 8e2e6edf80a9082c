"""The lines of a month, each explained, under the deal that made them.

In: one part of a person's month. Out: deals with facts in words, lines with their arithmetic and running total.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from comp_rules.explain.lines_from_trace import ExplainedLine, explained_lines
from comp_rules.flow.records import AssignmentResult, Credit, Line
from comp_rules.kinds.caps import cap_scope, is_of_cap
from statements.formatting import LocaleForm
from statements.tiers import quantity
from statements.view import Amount, DealView, LineView
from statements.words import texts_in
from statements.worth_from_line import worth_from_line

#: Of more people than this an indirect credit says how many.
_MOST_PEOPLE = 3


def deals_from_result(part: AssignmentResult, names: Mapping[str, str], form: LocaleForm) -> tuple[DealView, ...]:
    """Return the lines grouped by record, in the order of each one's first line; `names` are of split partners."""
    credits = {credit.credit_id: credit for credit in (*part.earlier, *part.credits)}
    grouped: dict[str, list[ExplainedLine]] = {}
    for explained in sorted(explained_lines(part, form.lang, form), key=lambda explained: explained.line.number):
        grouped.setdefault(_group(explained.line), []).append(explained)
    deals, running = [], 0
    for key, of_deal in grouped.items():
        views = []
        for explained in of_deal:
            running += explained.line.amount
            views.append(_line(explained, running, credits.get(explained.line.credit_id or ""), part, form))
        deals.append(_deal(key, [explained.line for explained in of_deal], tuple(views), credits, part, names, form))
    assert running == part.total, f"the lines of {part.assignment} do not add up to its total"
    return tuple(deals)


def money_of(key: str, minor: int, currency: str, form: LocaleForm) -> Amount:
    """Return an amount under its key, printed."""
    return Amount(key, minor, currency, form.amount(minor, currency))


def _group(line: Line) -> str:
    if line.record is None:
        return f"component:{line.component}"
    return f"deal:{line.record.record_type}:{line.record.record_id}"


def _line(
    explained: ExplainedLine, running: int, credit: Credit | None, part: AssignmentResult, form: LocaleForm
) -> LineView:
    line = explained.line
    worth = worth_from_line(line)
    return LineView(
        key=f"line:{line.line_id}",
        number=f"L-{line.number:03d}",
        component=line.component,
        label=_label(line, part, form),
        sentence=explained.sentence,
        calculation=explained.calculation,
        formula=explained.formula,
        rule=line.rule_path,
        day=line.day,
        amount=money_of(f"line:{line.line_id}", line.amount, line.currency, form),
        running=money_of(f"running:{line.line_id}", running, line.currency, form),
        credit=credit.amount if credit else None,
        credit_unit=credit.unit if credit else "",
        share=credit.share if credit else None,
        state=line.state,
        now=form.amount(worth.now, line.currency) if worth.before is not None else "",
        before=form.amount(worth.before, line.currency) if worth.before is not None else "",
        rounding=_rounding(line, form),
    )


def _label(line: Line, part: AssignmentResult, form: LocaleForm) -> str:
    """Name what a line is of: its component, the item of a scorecard, or the cap that made it."""
    label = next((c.label.say(form.lang) for c in part.components if c.component == line.component), line.component)
    if is_of_cap(line):
        scope = cap_scope(line.shape).say(form.lang)
        return f"{label}, {scope}"
    if line.item:
        measure = next((m.label.say(form.lang) for m in part.measures if m.measure == line.measure), "")
        return f"{label}: {measure}" if measure else label
    return label


def _rounding(line: Line, form: LocaleForm) -> str:
    """Say how a line was rounded where the plan rounds to another unit or in another way."""
    if (line.round_to, line.rounding) == (1, "half_away") or is_of_cap(line):
        return ""
    return texts_in(form.lang)(f"rounded_{line.rounding}", unit=form.amount(line.round_to, line.currency))


def _deal(
    key: str,
    lines: list[Line],
    views: tuple[LineView, ...],
    credits: Mapping[str, Credit],
    part: AssignmentResult,
    names: Mapping[str, str],
    form: LocaleForm,
) -> DealView:
    key = f"{part.assignment}:{key}"
    total = money_of(f"total:{key}", sum(line.amount for line in lines), part.currency, form)
    record = lines[0].record
    if record is None:
        name = lines[0].component
        title = next((c.label.say(form.lang) for c in part.components if c.component == name), name)
        return DealView(key, "", "", title, None, (), "", "", total, views)
    ids = dict.fromkeys(line.credit_id for line in lines if line.credit_id)
    own = [credits[credit_id] for credit_id in ids if credit_id in credits]
    return DealView(
        key=key,
        record_type=record.record_type,
        record_id=record.record_id,
        title=record.title,
        day=own[0].day if own else lines[0].day,
        facts=_facts(record.record_id, record.title, own, part.payee, names, form),
        credit=", ".join(dict.fromkeys(quantity(credit.amount, credit.unit, form) for credit in own)),
        share=", ".join(dict.fromkeys(form.percent(credit.share) for credit in own)),
        total=total,
        lines=views,
        is_reversal=any(credit.reverses for credit in own),
    )


def _facts(
    record_id: str, title: str, credits: list[Credit], payee: str, names: Mapping[str, str], form: LocaleForm
) -> tuple[str, ...]:
    korean = form.lang == "ko"
    facts = [record_id] if record_id != title else []
    if not credits:
        return tuple(facts)
    first = credits[0]
    facts.append(first.day.isoformat())
    if first.reverses:
        facts.append(f"실적 취소: {first.reverses}" if korean else f"reversal of {first.reverses}")
    facts.append(_amount_fact(first, form))
    partners = [names.get(other, other) for other, _ in first.split if other != payee]
    if first.basis == "split" and partners:
        shown = form.listed([f"{name} 님" for name in partners] if korean else partners)
        facts.append(f"실적 배분: {shown}" if korean else f"split with {shown}")
    if first.sources:
        facts.append(_through(first, names, form))
    if first.original_text:
        facts.append(f"원본 {first.original_text}" if korean else f"in the source {first.original_text}")
    return tuple(facts)


def _through(credit: Credit, names: Mapping[str, str], form: LocaleForm) -> str:
    """Name the people through whose credits an indirect one comes."""
    korean = form.lang == "ko"
    people = [names.get(payee, payee) for payee in dict.fromkeys(source.payee for source in credit.sources)]
    if len(people) > _MOST_PEOPLE:
        return f"{len(people)}명의 인정 실적에서" if korean else f"through the credits of {len(people)} people"
    shown = form.listed([f"{name} 님" for name in people] if korean else people)
    return f"실적 출처: {shown}" if korean else f"through {shown}"


def _amount_fact(credit: Credit, form: LocaleForm) -> str:
    """Say how the record's amount became the credit: currency first, then share."""
    korean = form.lang == "ko"
    steps = quantity(credit.original, credit.original_unit, form)
    if credit.fx is not None:
        rate = _exchange(credit.fx.rate, credit.fx.one, credit.fx.currency, credit.original_unit, form)
        steps += f" {rate} = {quantity(credit.converted, credit.unit, form)}"
    if credit.share == Fraction(1):
        return f"인정 실적 {steps}" if korean else f"your credit {steps}"
    share, amount = form.percent(credit.share), quantity(credit.amount, credit.unit, form)
    if korean:
        return f"{steps} 중 인정 비율 {share} = {amount}"
    return f"{steps}, your credit {share} = {amount}"


def _exchange(rate: Fraction, one: str, currency: str, original_unit: str, form: LocaleForm) -> str:
    """Print the rate as it is stated, multiplied when it is per unit of the record's currency, divided otherwise."""
    multiplies = original_unit.endswith(one)
    return f"{'×' if multiplies else '÷'} {form.count(rate)} ({one}/{currency})"
