"""One number everywhere: for five people and three months, and a month of each further plan, the page, each opened
amount, the PDF, the CSV, the stored trace and the shell's `--json` say the same, and no page prints an amount that the
trace does not hold or add up to."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from flask import Flask
from sqlalchemy import select, update

from comp_rules.facts.csv_from_facts import write_facts
from comp_rules.flow.trace import json_from_payee
from comp_rules.shell import main
from comp_rules.values.money import Money as Amount
from comp_rules.values.money import minor_digits, rounded_ratio
from config import Config
from portal import create_app
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.result_from_rows import payee_result_from_rows
from portal.database import make_session_factory
from portal.demo.accounts import PASSWORD
from portal.demo.company import seed
from portal.extensions import db
from portal.migrating import upgrade
from portal.models import Account, PlanVersion, Run
from tests.portal.small_company import signed_in

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PEOPLE = ["maya.okafor", "seo.jiwoo", "emily.tran", "aisha.rahman", "isabel.romero"]
MONTHS = ["2026-09", "2026-10", "2026-11"]
#: One month of each further plan, with a window that ends in it.
WHOLE_PLANS = [
    ("marcus.bell", "2026-09"),
    ("rafael.ortiz", "2026-09"),
    ("nora.feldman", "2026-09"),
    ("kang.minseok", "2026-10"),
    ("eleanor.whitfield", "2026-06"),
]
AMOUNT, CURRENCY = 13, 14  # columns of the CSV
SIGNS = {"CA$": "CAD", "US$": "USD", "$": "USD", "€": "EUR", "₩": "KRW"}
MONEY = re.compile(r"(?P<sign>CA\$|US\$|\$|€|₩)(?P<signed>[\d,]+(?:\.\d+)?)|(?P<won>[\d,]+(?:\.\d+)?)원(?!본)")

Money = tuple[Fraction, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    upgrade(url)
    app = create_app(Config.for_tests(url))
    with app.app_context(), make_session_factory(db.engine)() as session:
        seed(session, NOW)
        session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def folder(demo: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts of the database as CSV, and the plans in force as files."""
    path = tmp_path_factory.mktemp("facts")
    with demo.app_context():
        write_facts(facts_from_rows(db.session), path / "facts")
    return path


def trace_of(demo: Flask, name: str, month: str) -> Any:
    """The newest stored trace of a person's month, as JSON data; None when there is none."""
    with demo.app_context():
        payee = db.session.scalar(select(Account.payee_id).where(Account.sign_in_name == name))
        assert payee is not None
        for run in db.session.scalars(select(Run.id).where(Run.period == month).order_by(Run.id.desc())):
            result = payee_result_from_rows(db.session, run, payee)
            if result is not None:
                return json.loads(json.dumps(json_from_payee(result)))
    return None


def money_in(text: str) -> set[Money]:
    """Every amount of money in a text, without its sign, in minor units."""
    found = set()
    for match in MONEY.finditer(text):
        currency = SIGNS[match["sign"]] if match["sign"] else "KRW"
        major = Fraction((match["signed"] or match["won"]).replace(",", ""))
        found.add((major * 10 ** minor_digits(currency), currency))
    return found


def two_values(line: Any) -> Iterator[int]:
    """What a line was worth now and before, each rounded; of a line of one value only that."""
    now = [o for o in line["operands"] if o["in_amount"] and not o["before"]]
    replaced = {o["role"]: o for o in line["operands"] if o["in_amount"] and o["before"]}
    for operands in (now, [replaced.get(o["role"], o) for o in now], list(replaced.values())):
        value = Fraction(1)
        for operand in operands:
            factor = Fraction(operand["value"])
            value = value / factor if operand["divide"] and factor else value * factor
        yield rounded_ratio(value)


def unit_money(value: str | None, unit: str) -> Iterator[Money]:
    kind, _, currency = unit.partition(":")
    if kind in ("money", "money_each") and value is not None:
        yield abs(Fraction(value)), currency


def held_by(trace: Any, before: Any) -> set[Money]:
    """Every amount that the trace holds, and the sums and differences that a page may print of them."""
    held: set[Money] = {(Fraction(0), "USD"), (Fraction(0), "KRW")}
    for part in trace["parts"]:
        currency = part["currency"]

        def add(value: Fraction | int, currency: str = currency, held: set[Money] = held) -> None:
            held.add((abs(Fraction(value)), currency))

        amounts = [line["amount"] for line in part["lines"]]
        for total in accumulate(amounts):
            add(total)
        for line in part["lines"]:
            add(line["amount"])
            add(Fraction(line["exact"]))
            for value in two_values(line):
                add(value)
            for operand in line["operands"]:
                held |= set(unit_money(operand["value"], operand["unit"]))
        for credit in part["credits"] + part["earlier"]:
            held |= set(unit_money(credit["original"], credit["original_unit"]))
            held |= set(unit_money(credit["converted"], credit["unit"])) | set(
                unit_money(credit["amount"], credit["unit"])
            )
        for refusal in part["refusals"]:
            held |= set(unit_money(refusal["original"], refusal["original_unit"]))
        for group in ("record", "component", "credit_id"):
            for key in {json.dumps(line[group]) for line in part["lines"]}:
                of = [line for line in part["lines"] if json.dumps(line[group]) == key]
                add(sum(line["amount"] for line in of))
                for tier in {line["tier"] for line in of}:
                    add(sum(line["amount"] for line in of if line["tier"] == tier))
                for state in {line["state"] for line in of} if group == "component" else ():
                    add(sum(line["amount"] for line in of if line["state"] == state))
        add_measures(part, add)
        add_credits(part, add)
        for component in part["components"]:
            for operand in component["reason_operands"]:
                held |= set(unit_money(operand["value"], operand["unit"]))
            then = components(before).get(component["component"], 0)
            add((component["total"] or 0) - then)
            for tier in component["tiers"]:
                if tier["rate"] is not None and tier["rate_unit"].startswith("money"):
                    add(Fraction(tier["rate"]))
    for name, total in components(before).items():
        for currency in ("USD", "KRW"):
            held.add((Fraction(abs(total)), currency))
            held.add((Fraction(abs(total - components(trace).get(name, 0))), currency))
    for result in (trace, before):
        for currency in {part["currency"] for part in (result or {"parts": []})["parts"]}:
            total = sum(part["total"] for part in result["parts"] if part["currency"] == currency)
            held.add((Fraction(abs(total)), currency))
    return held | {(cut(value, currency), currency) for value, currency in held}


def cut(value: Fraction, currency: str) -> Fraction:
    """A value as it is printed: three digits beyond its currency's when no decimal ends, and never rounded."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return value if rest == 1 else Fraction(value.numerator * 1000 // value.denominator, 1000)


def received(demo: Flask, trace: Any) -> set[Money]:
    """The amounts of every version of the records as they were received, and those written in the plans."""
    with demo.app_context():
        records = facts_from_rows(db.session, payees=named_by(trace)).records
    values = [value.data for version in records for value in version.fields.values()]
    held = {(Fraction(abs(data.minor)), data.currency) for data in values if isinstance(data, Amount)}
    for part in trace["parts"]:
        text = version_of(demo, part).text
        for number, currency in re.findall(r"(\d+(?:\.\d+)?) (USD|KRW)", text):
            held.add((Fraction(number) * 10 ** minor_digits(currency), currency))
    return held


def named_by(trace: Any) -> set[str]:
    """The person, and whoever else was credited for the same records: what a manager is credited names only reps."""
    credits = [credit for part in trace["parts"] for credit in part["credits"] + part["earlier"]]
    return {trace["payee"]} | {source["payee"] for credit in credits for source in credit["sources"]}


def version_of(demo: Flask, part: Any) -> PlanVersion:
    with demo.app_context():
        of_part = (PlanVersion.plan == part["plan"], PlanVersion.version_no == part["plan_version"])
        return db.session.scalars(select(PlanVersion).where(*of_part)).one()


def components(trace: Any) -> dict[str, int]:
    return {c["component"]: c["total"] or 0 for part in (trace or {"parts": []})["parts"] for c in part["components"]}


def add_credits(part: Any, add: Any) -> None:
    """Sums of the month's credits: all, by rule, without reversals; and those that came before and after each deal."""
    for rule in {credit["rule"] for credit in part["credits"]} | {None}:
        of = [credit for credit in part["credits"] if rule in (None, credit["rule"])]
        add(sum(Fraction(credit["amount"]) for credit in of))
        add(sum(Fraction(credit["amount"]) for credit in of if not credit["reverses"]))
    for rule in {credit["rule"] for credit in part["credits"]}:
        every = [Fraction(c["amount"]) for c in part["earlier"] + part["credits"] if c["rule"] == rule]
        for total in accumulate(every):
            add(total)
            add(sum(every) - total)
    for component in {line["component"] for line in part["lines"]}:
        paid = {line["credit_id"] for line in part["lines"] if line["component"] == component}
        add(sum(Fraction(credit["amount"]) for credit in part["credits"] if credit["credit_id"] in paid))
        every_paid = [c for c in part["earlier"] + part["credits"] if c["credit_id"] in paid]
        add(sum(Fraction(credit["amount"]) for credit in every_paid))


def add_measures(part: Any, add: Any) -> None:
    """Totals, quotas, distances to each tier, and what a further thousand (or a further one) pays in each tier."""
    for measure in part["measures"]:
        total = Fraction(measure["total"])
        for value in (total, Fraction(measure["opened"]), total - Fraction(measure["opened"])):
            add(value)
        if measure["quota"]:
            add(Fraction(measure["quota"]["stated"]) * measure["quota"]["days_worked"] / measure["quota"]["days"])
            for key in ("stated", "prorated"):
                add(Fraction(measure["quota"][key]))
                add(Fraction(measure["quota"][key]) - total)
        for component in part["components"]:
            for tier in component["tiers"]:
                if tier["start"] is not None:
                    add(Fraction(tier["start"]))
                    add(Fraction(tier["start"]) - total)
                if tier["rate"] is not None:
                    add_further(part, tier, add)


def add_further(part: Any, tier: Any, add: Any) -> None:
    """`Each further $1,000.00 of credit pays ...`: the thousand itself and its pay at a tier's rate."""
    thousand = 1000 * 10 ** minor_digits(part["currency"])
    for further in (thousand, thousand * 1000):
        add(further)
        rate = Fraction(tier["rate"])
        for line in part["lines"]:
            factors = {operand["role"]: Fraction(operand["value"]) for operand in line["operands"]}
            if "target" in factors and "quota" in factors:
                exact = further * rate * factors["target"] * factors.get("share", 1) / factors["quota"]
                add(rounded_ratio(exact))
        add(rounded_ratio(further * rate))


@pytest.mark.parametrize(("name", "month"), [*((name, month) for name in PEOPLE for month in MONTHS), *WHOLE_PLANS])
def test_every_surface_says_the_same(demo: Flask, folder: Path, name: str, month: str) -> None:
    trace = trace_of(demo, name, month)
    assert trace is not None
    year, number = map(int, month.split("-"))
    before = trace_of(demo, name, f"{year}-{number - 1:02d}")
    held = held_by(trace, before) | received(demo, trace)
    client = signed_in(demo, name, PASSWORD)
    for lang in ("en", "ko"):
        with demo.app_context(), make_session_factory(db.engine).begin() as session:
            session.execute(update(Account).where(Account.sign_in_name == name).values(language=lang))
        pages = pages_of(client, month)
        for path, html in pages.items():
            text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", html)).replace("&nbsp;", " ")
            strange = money_in(text) - held
            assert not strange, (path, lang, strange)
        check_page(pages[f"/earnings/{month}"], trace)
        check_pdf(client.get(f"/earnings/{month}/statement.pdf").data, trace, held)
    check_csv(client.get(f"/earnings/{month}/lines.csv").data, trace)
    check_shell(demo, folder, trace, month)


def pages_of(client: Any, month: str) -> dict[str, str]:
    """The month, and every page that an amount on it opens."""
    start = f"/earnings/{month}"
    pages = {start: client.get(start).text, f"{start}/not-counted": client.get(f"{start}/not-counted").text}
    for path in sorted(set(re.findall(rf'href="({start}/(?:deals|components)/[^"#?]+)"', pages[start]))):
        answer = client.get(path)
        assert answer.status_code == 200, path
        pages[path] = answer.text
    assert len(pages) > 2
    return pages


def lines_of(trace: Any) -> list[Any]:
    return [line for part in trace["parts"] for line in part["lines"]]


def check_page(html: str, trace: Any) -> None:
    keyed = {key: money_in(text) for key, text in re.findall(r'data-key="([^"]+)"[^>]*>([^<]+)<', html)}
    for part in trace["parts"]:
        for component in part["components"]:
            if component["total"] is not None:
                key = f"component:{part['assignment']}:{component['component']}"
                assert keyed[key] == {(Fraction(abs(component["total"])), part["currency"])}
    for currency in {part["currency"] for part in trace["parts"]}:
        total = sum(part["total"] for part in trace["parts"] if part["currency"] == currency)
        assert keyed[f"total:{currency}"] == {(Fraction(abs(total)), currency)}
    shown = money_in(re.sub(r"<[^>]+>", " ", html))
    assert {(Fraction(abs(line["amount"])), line["currency"]) for line in lines_of(trace)} <= shown


def check_pdf(pdf: bytes, trace: Any, held: set[Money]) -> None:
    with pymupdf.open(stream=pdf) as document:
        text = " ".join(page.get_text() for page in document).replace("\u2060", "").replace("\u00a0", " ")
    shown = money_in(text)
    assert {(Fraction(abs(line["amount"])), line["currency"]) for line in lines_of(trace)} <= shown
    assert not shown - held, shown - held
    for number in range(1, len(trace["parts"][0]["lines"]) + 1):
        assert f"L-{number:03d}" in text


def check_csv(data: bytes, trace: Any) -> None:
    _, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    amounts = [Fraction(row[AMOUNT]) * 10 ** minor_digits(row[CURRENCY]) for row in rows]
    assert amounts == [line["amount"] for line in lines_of(trace)]


def plan_files(demo: Flask, folder: Path, trace: Any) -> list[str]:
    """The plans of the person as files, with those of the same year that they may be made of."""
    versions = {part["plan_version"] for part in trace["parts"]}
    with demo.app_context():
        rows = db.session.scalars(select(PlanVersion).where(PlanVersion.version_no.in_(versions))).all()
        texts = {f"{row.plan}-{row.version_no}.yaml": row.text for row in rows}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in sorted(texts)]


def check_shell(demo: Flask, folder: Path, trace: Any, month: str) -> None:
    """The shell, from CSV files and plan texts alone, prints the trace that the portal stored."""
    plans = plan_files(demo, folder, trace)
    output = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", output)
        main(
            [
                "calculate",
                *plans,
                "--facts",
                str(folder / "facts"),
                "--period",
                month,
                "--payee",
                trace["payee"],
                "--json",
            ]
        )
    (payee,) = json.loads(output.getvalue())["payees"]
    stored = {key: value for key, value in trace.items() if key not in ("format", "version")}
    for part in [*payee["parts"], *stored["parts"]]:
        part.pop("plan_version")
    assert payee == stored
