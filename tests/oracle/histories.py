"""Random plans and facts for each way of paying, aimed at where rules change: on a line, one unit beside it, and back.

In: a seeded random source. Out: a plan with one example, as plain data in the words of the language.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.oracle.literals import Plain, minor

Maker = Callable[[Random, "Facts"], Plain]
CURRENCIES = ("USD", "KRW", "KWD")
#: where running totals are made to land, as parts of the quota
LANDINGS = ("0", "1/4", "1/2", "99/100", "1", "1", "5/4", "3/2", "7/4")


class Facts:
    """The given rows of one history, drawn as they are asked for."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.currency = random.choice(CURRENCIES)
        self.unit = minor(self.currency)
        self.quota = random.choice((1, 3, 100, 999, 100_000, 123_457, 3_000_000_000)) * self.unit
        self.given: Plain = {"people": [], "records": [], "quotas": [], "inputs": [], "openings": [], "personal": []}

    def money(self, minor_units: int) -> str:
        """Write an amount."""
        sign, size = ("-" if minor_units < 0 else ""), abs(minor_units)
        whole, rest = divmod(size, self.unit)
        digits = len(str(self.unit)) - 1
        return f"{sign}{whole}.{rest:0{digits}d} {self.currency}" if digits else f"{sign}{whole} {self.currency}"

    def person(self, name: str) -> None:
        """Add a person with a target, sometimes only for a part of the year."""
        row: Plain = {"person": name, "target": self.money(self.random.choice((12, 80_000, 99_999, 7)) * self.unit + 1)}
        row["hire"] = "2025-08-31"
        if self.random.random() < 0.3:
            row["first_day"] = f"2026-{self.random.randint(1, 3):02d}-{self.random.choice((1, 2, 15, 28)):02d}"
        if self.random.random() < 0.2:
            row["last_day"] = f"2026-{self.random.randint(5, 7):02d}-{self.random.choice((1, 15, 30)):02d}"
        self.given["people"].append(row)

    def quota_row(self, person: str, name: str = "goal", factor: int = 1) -> None:
        """Add the quota of a person; sometimes it changes in the year."""
        value = self.money(self.quota * factor)
        rows: list[Plain] = [{"person": person, "quota": name, "value": value}]
        if self.random.random() < 0.2:
            rows = [
                {"person": person, "quota": name, "value": value, "last_day": "2026-04-30"},
                {"person": person, "quota": name, "value": self.money(self.quota * 2 + 1), "first_day": "2026-05-01"},
            ]
        if self.random.random() > 0.03:
            self.given["quotas"] += rows

    def deals(self, people: list[str], count: int) -> None:
        """Add deals whose running totals land on the lines of the first person's quota and beside them."""
        running = dict.fromkeys(people, 0)
        for number, day in enumerate(sorted(self.random.randint(1, 180) for _ in range(count)), start=1):
            who = self.random.choice(people)
            top, _, under = self.random.choice(LANDINGS).partition("/")
            goal = self.quota * int(top) // int(under or 1) + self.random.choice((0, 0, 1, -1))
            amount = goal - running[who] if self.random.random() < 0.7 else self.random.randint(1, self.quota)
            running[who] += amount
            month, dom = divmod(day - 1, 30)
            row = {
                "deal": f"D{number:02d}",
                "stage": "won",
                "close_date": f"2026-{month + 1:02d}-{min(dom + 1, 28):02d}",
            }
            row |= {"amount": self.money(amount), "product": self.random.choice(("core", "extra", "other"))}
            row |= {
                "margin": f"{self.random.choice((-5, 0, 10, 20, 25))}%",
                "started": f"2025-{self.random.randint(4, 12):02d}-15",
            }
            self.given["records"].append({**row, "owner": who})


def history(kind: str, seed: int) -> Plain:
    """Return a whole plan with the component `pay` of the kind and an example without expectations."""
    random = Random(f"{kind} {seed}")
    facts = Facts(random)
    component = MAKERS[kind](random, facts)
    people = ["ann", "bo"][: random.randint(1, 2)]
    for name in people:
        facts.person(name)
        facts.quota_row(name)
        for month in range(1, 7):
            if random.random() < 0.9:
                value = f"{random.choice((0, 79, 80, 100, 119, 120, 150))}%"
                facts.given["inputs"].append(
                    {"person": name, "input": "score", "value": value, "last_day": f"2026-{month:02d}-28"}
                )
    facts.deals(people, random.randint(1, 12))
    given = {name: rows for name, rows in facts.given.items() if rows}
    row = {"person": "ann", "period": "2026-01", "component": "pay", "total": facts.money(0)}
    window = random.choice(("month", "quarter_to_date", "year_to_date", "year_to_date"))
    if component.get("paid") == "quarterly_to_date" and window == "month":
        window = "quarter_to_date"
    return {
        "language": "1",
        "plan": "tried-2026",
        "label": {"en": "Tried", "ko": "시험"},
        "effective": {"first_day": "2026-01-01", "last_day": "2026-12-31"},
        "currency": facts.currency,
        "calendar": {"calculate": "month", "year_starts": "January"},
        "proration": {
            "basis": "calendar_days",
            "scales": random.choice(([], ["quota", "target"])),
            "leave": "active",
        },
        "tables": {"by_product": _table(random)},
        "credit": {
            "sales": {
                "label": {"en": "Sales", "ko": "매출"},
                "records": "deal",
                "when": {"stage": "won"},
                "date": "close_date",
                "amount": "amount",
                "to": "owner",
            }
        },
        "measure": {
            "total": {"label": {"en": "Total", "ko": "합계"}, "sum": "sales", "over": window, "quota": "goal"},
            "score": {"label": {"en": "Score", "ko": "점수"}, "input": "score", "over": window},
            "mix": {
                "label": {"en": "Mix", "ko": "종합"},
                "weighted": [{"by": "total", "weight": "60%"}, {"by": "score", "weight": "40%", "floor": "80%"}],
            },
        },
        "earn": {"pay": {"label": {"en": "Pay", "ko": "지급"}, **component}},
        "pay": {
            "release": [{"share": "100%", "event": "earned"}],
            "clawback": "none",
            "negative": "carry",
            "held_at_exit": "pay",
        },
        "examples": [{"label": {"en": "Tried", "ko": "시험"}, "given": given, "expect": [row]}],
    }


def _table(random: Random) -> Plain:
    entries = [{"product": "core", "rate": "5%"}, {"product": ["core", "extra"], "stage": "won", "rate": "1/3"}]
    return {
        "label": {"en": "Rates", "ko": "요율"},
        "facts": ["product", "stage"],
        "pick": random.choice(("first_row", "first_row", "most_specific")),
        "otherwise": random.choice(("fault", "2.5%")),
        "entries": entries if random.random() < 0.7 else entries[1:],
    }


# -- components -------------------------------------------------------------------------------------------------------


def _flat(random: Random, facts: Facts) -> Plain:
    rate = random.choice(("5%", "1/3", "0.125%", "-1%", {"table": "by_product"}, {"field": "margin"}))
    component = {"kind": "flat", "pays_on": "sales", "rate": rate}
    if random.random() < 0.3:
        component["when"] = {"product": ["core", "extra"]}
    return _conditions(random, _caps(random, facts, component))


def _conditions(random: Random, component: Plain) -> Plain:
    if random.random() < 0.4:
        line = random.choice(("50%", "100%"))
        component["only_if"] = [{"measure": "total", "at_least": line, "undefined": "fail"}]
        component["judged"] = random.choice(("at_credit", "to_date"))
    return component


def _caps(random: Random, facts: Facts, component: Plain) -> Plain:
    per = random.choice(("none", "none", "record", "period", "quarter", "year"))
    if per != "none":
        excess = {"period": ("lost", "carry", "year_end"), "quarter": ("lost", "year_end")}.get(per, ("lost",))
        limit = facts.money(max(1, facts.quota // random.choice((7, 20, 100))))
        component["caps"] = [{"limit": limit, "per": per, "excess": random.choice(excess)}]
    return component


def _tiers(random: Random, times: bool) -> list[Plain]:
    starts = sorted(random.sample((25, 50, 100, 125, 150), random.randint(1, 3)))
    rates = ("0x", "1x", "1.5x", "2x") if times else ("0%", "2%", "1/3", "7.5%")
    rows: list[Plain] = [{"from": "0%", "rate": random.choice(rates)}]
    return rows + [{random.choice(("from", "above")): f"{at}%", "rate": random.choice(rates)} for at in starts]


def _laddered(applies: str) -> Maker:
    def make(random: Random, facts: Facts) -> Plain:
        times = random.random() < 0.6
        component: Plain = {"kind": "tiered", "pays_on": "sales", "by": "total", "ladder": "window", "applies": applies}
        component["tiers"] = _tiers(random, times)
        if times:
            component["base_rate"] = random.choice(("8%", "1/7", {"target_share": "100%"}))
        if random.random() < 0.2:
            component["when"] = {"product": ["core", "extra"]}
        return _conditions(random, _caps(random, facts, component))

    return make


def _alone(random: Random, facts: Facts) -> Plain:
    component: Plain = {"kind": "tiered", "pays_on": "sales", "ladder": "each_credit"}
    shape = random.choice(("amount", "field", "since"))
    if shape == "amount":
        component["applies"] = random.choice(("marginal", "whole"))
        at = facts.money(max(1, facts.quota // 2))
        component["tiers"] = [
            {"from": facts.money(0), "rate": "1%"},
            {random.choice(("from", "above")): at, "rate": "1/9"},
        ]
        return _caps(random, facts, component)
    component["applies"] = "whole"
    if shape == "field":
        component["by"] = {"field": "margin"}
        component["tiers"] = [
            {"from": "-100%", "rate": "0%"},
            {"from": "0%", "rate": "1%"},
            {"above": "10%", "rate": "3%"},
        ]
    else:
        component["by"] = {"since": "hire"}
        component["tiers"] = [{"from": "1", "rate": "4%"}, {"from": "7", "rate": "3%"}, {"from": "10", "rate": "1/3"}]
    return component


def _residual(random: Random, facts: Facts) -> Plain:
    tiers = [{"from": "1", "rate": "3%"}, {"from": "7", "rate": "1.5%"}, {"from": "13", "rate": "0%"}]
    return _caps(random, facts, {"kind": "residual", "pays_on": "sales", "since": {"field": "started"}, "tiers": tiers})


def _paid(random: Random) -> Plain:
    paid = random.choice(("window_end", "monthly_to_date", "quarterly_to_date"))
    return (
        {"paid": paid}
        if paid == "window_end"
        else {
            "paid": paid,
            "target_counted": random.choice(("full_window", "to_date")),
        }
    )


def _payout(random: Random) -> Plain:
    if random.random() < 0.5:
        pays = [f"{random.choice((0, 50, 100, 200))}%" for _ in range(3)]
        return {
            "tiers": [
                {"from": "0%", "pays": pays[0]},
                {"from": "50%", "pays": pays[1]},
                {"above": "100%", "pays": pays[2]},
            ]
        }
    points = [["25%", "0%"], ["100%", "100%"], ["150%", random.choice(("175%", "300%"))]]
    outside = ("nothing", "edge", "extend")
    return {"curve": {"points": points, "below": random.choice(outside), "beyond": random.choice(outside)}}


def _target(random: Random, facts: Facts) -> Plain:
    component = {"kind": "target", "target_share": "100%", "by": random.choice(("total", "score", "mix"))}
    component |= _payout(random) | _paid(random)
    if random.random() < 0.3:
        component["only_if"] = [{"measure": "total", "above": "25%", "undefined": "fail"}]
    return component


def _scorecard(random: Random, facts: Facts) -> Plain:
    items = [{"by": "total", "weight": "60%", **_payout(random)}, {"by": "score", "weight": "40%", **_payout(random)}]
    return {"kind": "scorecard", "target_share": "100%", "items": items, **_paid(random)}


def _matrix(random: Random, facts: Facts) -> Plain:
    rows = {"by": "total", "edges": [{"from": "0%"}, {"from": "50%"}, {"above": "100%"}]}
    columns = {"by": "score", "edges": [{"from": "0%"}, {"from": "80%"}]}
    pays = [[f"{random.choice((0, 25, 100, 150))}%" for _ in range(2)] for _ in range(3)]
    return {"kind": "matrix", "target_share": "100%", "rows": rows, "columns": columns, "pays": pays, **_paid(random)}


def _award(random: Random, facts: Facts) -> Plain:
    line = random.choice(("50%", "100%", "150%"))
    reached = [{"measure": "total", random.choice(("at_least", "above")): line, "undefined": "fail"}]
    return {"kind": "award", "reached": reached, "pays": facts.money(1000), "kept": random.choice(("yes", "no"))}


MAKERS: dict[str, Maker] = {
    "flat": _flat,
    "marginal": _laddered("marginal"),
    "whole": _laddered("whole"),
    "overage": _laddered("overage"),
    "each_credit": _alone,
    "residual": _residual,
    "target": _target,
    "scorecard": _scorecard,
    "matrix": _matrix,
    "award": _award,
}
