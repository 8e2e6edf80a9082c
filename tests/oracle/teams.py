"""Random teams: reps who share deals, managers above them, a partner beside them, and plans that pay each of them.

In: a seed. Out: the reps' plan with the given rows of all, and the managers' plan, both as plain data.
"""

from __future__ import annotations

from random import Random

from tests.oracle.histories import Facts, history
from tests.oracle.literals import Plain

REPS = ("ann", "bo", "cy")
SPLITS = (("50%", "50%"), ("1/3", "2/3"), ("33.33%", "66.67%"), ("1%", "99%"), ("100%", "0%"))


def team(seed: int) -> tuple[Plain, Plain]:
    """Return the plan of the reps, whose example gives the facts of all, and that of their managers."""
    random = Random(f"team {seed}")
    reps = history(random.choice(("flat", "marginal", "whole")), seed)
    facts = Facts(random)
    facts.currency, facts.unit = reps["currency"], {"USD": 100, "KRW": 1, "KWD": 1000}[reps["currency"]]
    facts.quota = random.choice((100, 999, 123_457)) * facts.unit
    given = reps["examples"][0]["given"]
    given["people"] = _people(random, facts)
    given["quotas"] = [
        {"person": who, "quota": "goal", "value": facts.money(facts.quota * random.choice((1, 1, 2)))} for who in REPS
    ]
    given["inputs"] = [{"person": "ann", "input": "score", "value": "100%", "last_day": "2026-01-31"}]
    given["relations"] = [{"relation": "pod", "person": "lee", "with": random.choice(REPS)}]
    facts.given["records"] = []
    facts.deals(list(REPS), random.randint(2, 10))
    given["records"] = [_shared(random, row) for row in facts.given["records"]]
    given["fx"] = [
        {"rates": "company", "date": "2026-01-01", "one": reps["currency"], "is": "1.37 EUR"},
        {"rates": "company", "date": "2026-03-10", "one": reps["currency"], "is": "0.7313 EUR"},
    ]
    given.pop("openings", None)
    odd_unit = random.choice(("remainder", "first", "last", "cumulative"))
    reps["credit"]["sales"] |= {"to": "split", "split_total": "100%", "odd_unit": odd_unit}
    reps["measure"]["total"]["over"] = random.choice(("month", "quarter_to_date"))
    reps["measure"]["score"]["over"] = reps["measure"]["total"]["over"]
    reps["earn"]["race"] = {
        "label": {"en": "Race", "ko": "판매왕"},
        "kind": "contest",
        "rank": "total",
        "among": {"title": "rep"},
        "prizes": [facts.money(amount * facts.unit + 1) for amount in (500, 300, 101)[: random.randint(1, 3)]],
        "ties": random.choice(("share", "higher", "earliest")),
        **({"only_if": [{"measure": "total", "at_least": "50%"}]} if random.random() < 0.4 else {}),
    }
    return reps, _managers(random, reps)


def _people(random: Random, facts: Facts) -> list[Plain]:
    target = facts.money(80_000 * facts.unit + 1)
    reps = [{"person": who, "target": target, "title": "rep", "grade": "rep", "plan": "tried-2026"} for who in REPS]
    above = random.choice((("mia", "mia", "mia"), ("mia", "mia", "top"), ("mia", "lee", "mia")))
    rows: list[Plain] = [{**row, "manager": manager} for row, manager in zip(reps, above, strict=True)]
    for row in rows:
        row["hire"] = "2025-08-31"
    rows += [
        {"person": "mia", "title": "manager", "grade": random.choice(("manager", "rep")), "manager": "top"},
        {"person": "top", "title": "director", "grade": "director"},
        {"person": "lee", "title": "partner", "grade": "none", "manager": "top"},
    ]
    return [{"plan": "managers-2026", **row} for row in rows]


def _shared(random: Random, row: Plain) -> Plain:
    owner = row.pop("owner")
    if random.random() < 0.4:
        return {**row, "split": {owner: "100%"}}
    other = random.choice([who for who in REPS if who != owner])
    return {**row, "split": dict(zip((owner, other), random.choice(SPLITS), strict=True))}


def _managers(random: Random, reps: Plain) -> Plain:
    def named(text: str) -> Plain:
        return {"en": text, "ko": "이름"}

    once = random.choice(("yes", "no"))
    source = {"as_of": "credit_date", "once_per_record": once}
    levels = random.choice(("1", "2", "all"))
    return {
        **reps,
        "plan": "managers-2026",
        "currency": random.choice((reps["currency"], "EUR")),
        "fx": {"rates": "company", "as_of": "credit_date"},
        "tables": {
            "levels": {
                "label": named("Levels"),
                "facts": ["payee.grade"],
                "pick": "first_row",
                "otherwise": "0%",
                "entries": [
                    {"payee.grade": "director", "rate": "9%"},
                    {"payee.grade": "manager", "rate": "1/14"},
                    {"payee.grade": "rep", "rate": "5%"},
                ],
            }
        },
        "credit": {
            "team": {"label": named("Team"), "rollup": ["tried-2026.sales"], "levels": levels, **source},
            "chain": {
                "label": named("Chain"), "rollup": ["tried-2026.sales"], "levels": levels,
                "as_of": "credit_date", "once_per_record": "no",
            },
            "pod": {"label": named("Pod"), "overlay": ["tried-2026.sales"], "to": {"relation": "pod"}, **source},
        },
        "measure": {"month": {"label": named("Month"), "sum": "team", "over": "month"}},
        "earn": {
            "team_pay": {"label": named("Team"), "kind": "flat", "pays_on": "team", "rate": "1/3"},
            "pod_pay": {"label": named("Pod"), "kind": "flat", "pays_on": "pod", "rate": "2.5%"},
            "part": {
                "label": named("Part"), "kind": "override", "earnings": ["tried-2026.pay"],
                "reach": {"levels": random.choice(("1", "all"))}, "rate": random.choice(("10%", "1/3")),
            },
            "spread": {"label": named("Spread"), "kind": "override", "pays_on": "chain", "spread": "levels"},
        },
        "examples": [],
    }  # fmt: skip
