"""One view of a person's month for every document, so that page, PDF, workbook and CSV cannot disagree.

In: a result, what no result knows (names, state), a language. Out: the view, whose every number is in the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from comp_rules.flow.records import AssignmentResult, PayeeResult
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Language
from statements.components_from_result import component_key, components_from_result
from statements.deals_from_result import deals_from_result, money_of
from statements.formatting import MINUS, LocaleForm, form_for
from statements.measures_from_result import measures_from_result
from statements.not_counted_from_result import not_counted_from_result, not_paid_from_result
from statements.sentences_from_result import sentences_from_result
from statements.view import (
    Amount,
    Figure,
    MeasureView,
    PartView,
    RuleView,
    StatementContext,
    StatementView,
    StripItem,
)
from statements.waterfall_from_results import waterfall_from_results
from statements.words import texts_in

#: So many hex digits of the digest are printed as the check code.
_CODE_DIGITS = 16
#: stands where a sum would, of which nothing could be calculated
_NO_SUM = "–"


def view_from_result(result: PayeeResult, context: StatementContext, lang: Language) -> StatementView:
    """Return the view of a person's month in `lang`.

    Raises AssertionError when lines, components and totals of the result do not add up, ValueError for a period that
    is not a month.
    """
    form, text = form_for(lang), texts_in(lang)
    parts = tuple(_part(part, result.period, context, form) for part in result.parts)
    sentences = [sentence for part in result.parts for sentence in sentences_from_result(part, result.period, form)]
    return StatementView(
        lang=lang,
        company=context.company,
        document=text("document"),
        payee=result.payee,
        payee_name=context.payee_name,
        period=result.period,
        period_text=form.month(result.period),
        heading=text("heading", month=form.month(result.period)),
        state=context.state,
        state_text=text(context.state),
        state_note=text(f"{context.state}_note"),
        figures=tuple(_figure(currency, result, context, form) for currency in result.totals),
        notice=text("notice"),
        sentences=tuple(dict.fromkeys(sentences)),
        who=tuple(_who(result, context, parts, form)),
        parts=parts,
        plan_text=" · ".join(dict.fromkeys(_plan_text(part, form) for part in result.parts)),
        calculated_text=text("calculated", moment=form.moment(context.calculated_at), zone=context.zone),
        calculated_at=context.calculated_at,
        digest=context.digest,
        check_code=" ".join(context.digest[at : at + 4] for at in range(0, _CODE_DIGITS, 4)),
    )


def _part(part: AssignmentResult, period: str, context: StatementContext, form: LocaleForm) -> PartView:
    whole = period_from_text(period).span
    days = part.span.overlap(whole)
    components = components_from_result(part, form)
    reasons = {row.reason for row in components}
    faults = dict.fromkeys(form.dated(fault.say(form.lang)) for fault in part.faults)
    return PartView(
        key=part.assignment,
        plan=part.plan,
        plan_label=part.plan_label.say(form.lang),
        plan_version=part.plan_version,
        position=part.position,
        title=part.title,
        days="" if days == whole else form.span(days),
        currency=part.currency,
        measures=measures_from_result(part, period, form),
        components=components,
        deals=deals_from_result(part, context.names, form),
        total=money_of(f"total:{part.assignment}", part.total, part.currency, form),
        not_counted=not_counted_from_result(part, form),
        not_paid=not_paid_from_result(part, form),
        blocked=tuple(said for said in faults if said not in reasons),
        rules=tuple(_rules(part, context, form)),
    )


def _rules(part: AssignmentResult, context: StatementContext, form: LocaleForm) -> Iterable[RuleView]:
    for rule in context.rules:
        if rule.plan == part.plan:
            sentences = " ".join(sentence.say(form.lang) for sentence in rule.sentences)
            yield RuleView(f"rule:{part.assignment}:{rule.component}", rule.label.say(form.lang), sentences)


def _figure(currency: str, result: PayeeResult, context: StatementContext, form: LocaleForm) -> Figure:
    total = result.totals[currency]
    label = texts_in(form.lang)("heading", month=form.month(result.period))
    strip: list[StripItem] = []
    for part in result.parts:
        for component in part.components:
            if part.currency == currency and component.total is not None:
                amount = money_of(component_key(part, component.component), component.total, currency, form)
                strip.append(_term(component.label.say(form.lang), amount, not strip))
    earned = money_of(f"total:{currency}", total, currency, form)
    assert sum(item.amount.minor for item in strip) == total, f"the components do not add up to {earned.text}"
    if not strip and any(part.currency == currency and part.components for part in result.parts):
        # all of it is blocked: there is no sum, and 0 would be one
        earned = replace(earned, text=_NO_SUM)
    strip.append(StripItem("=" if strip else "", texts_in(form.lang)("earned"), earned, earned.text))
    previous = context.previous
    waterfall = waterfall_from_results(previous, result, currency, form) if previous else None
    return Figure(label, earned, tuple(strip), waterfall)


def _term(label: str, amount: Amount, is_first: bool) -> StripItem:
    """Return a term with the sign that stands before it; the first keeps its own."""
    if is_first:
        return StripItem("", label, amount, amount.text)
    return StripItem(MINUS if amount.negative else "+", label, amount, amount.text.removeprefix(MINUS))


def _who(
    result: PayeeResult, context: StatementContext, parts: tuple[PartView, ...], form: LocaleForm
) -> Iterable[tuple[str, str]]:
    text = texts_in(form.lang)
    yield text("prepared_for"), context.payee_name
    title = context.title.say(form.lang) if context.title else next((p.title for p in result.parts if p.title), "")
    if title:
        yield "", title
    yield text("id"), result.payee
    yield text("earned_month"), form.month(result.period)
    for part, view in zip(result.parts, parts, strict=True):
        yield text("plan"), _plan_text(part, form)
        if view.days:
            yield text("days"), view.days
        yield from ((text("quota"), _quota(measure)) for measure in view.measures if measure.quota)
    if context.manager_name:
        yield text("manager"), f"{context.manager_name} 님" if form.lang == "ko" else context.manager_name


def _quota(measure: MeasureView) -> str:
    return f"{measure.quota} ({measure.label})"


def _plan_text(part: AssignmentResult, form: LocaleForm) -> str:
    text, label = texts_in(form.lang), part.plan_label.say(form.lang)
    if not part.plan_version:
        return text("plan_draft", plan=label)
    return text("plan_version", plan=label, version=part.plan_version)
