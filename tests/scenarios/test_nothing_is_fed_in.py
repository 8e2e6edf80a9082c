"""No worked case is given its own answer: money that is expected stands nowhere among its plans and facts.

The few sums that do are numbers of the case itself: a sum that is both an input and an output of it, or a price.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from comp_rules.plan.literals import literal_from_text
from comp_rules.values.fault import Place
from tests.scenarios.folder import EXPECTED, HERE
from tests.scenarios.test_worked_examples import ASSERTED

#: by case: the sums that it states as a target, a price, an edge or an amount, and that come out again
OWN = {
    "accel-revopsmasters-130": "100000 USD",  # the target incentive, paid at 100%
    "contest-spinify-tiebreak": "300 USD, 100 USD",  # the prizes
    "curve-sec1046327-ebitda-2009": "40000 USD",  # the target incentive, where the cap binds
    "curve-sec931058-ebitda-table": "60000 USD",  # the target incentive at 100%
    "dates-numigi-range": "1000 USD",  # a record credited in full
    "deduct-realestate-tests": "10000 USD",  # a gross commission of which nothing is split off
    "downpayment-oca": "100 EUR",  # the commission of an order equals its down payment
    "flat-derived-rate-carvd": "81000 USD",  # the target incentive, paid at quota
    "gate-sec1046327-2015": "40000 USD",  # the target incentive, where the cap binds
    "marg-mytime-paycycles": "100 USD",  # the sales of one cycle and the pay of another
    "marg-regina-base-zero-band": "15000 USD",  # the part up to the first line
    "marg-salesforce-102k-bands": "50000 USD",  # the part up to the first line
    "margin-salescookie-target-price": "1000 USD",  # the part up to cost
    "matrix-bottomline-2008": "90000 USD",  # the target incentive at 100%
    "override-spread-nneessen": "10000 USD",  # a rate of 100%
    "perunit-itagroup": "2 USD",  # the price of a unit, taken back
    "perunit-quotapath-demos": "100 USD",  # the price of one
    "perunit-quotapath-opps": "200 USD",  # the price of one
    "prorate-leave-garrison": "600000 USD",  # the sales that are measured
    "prorate-oracle-tier-edges": "300 USD",  # half of the upper edge, less half of the lower, is the lower edge
    "qtd-callidus-scenario1": "3500 USD",  # the sales of the quarter so far
    "scorecard-peoplesoft-rounding": "100 USD",  # the target incentive at 100%
    "slab-oracle-flat-commission": "5000 USD, 10000 USD",  # parts up to the lines
    "split-prowi-sdr-ae": "50 USD",  # the price of a meeting
    "ytd-realestate-tier-spanning": "70000 USD, 100000 USD, 150000 USD",  # openings of other cases, and a line
}
#: keys of `expected.yaml` that state a number of the case rather than expect one
STATED = frozenset({"salary", "target", "width", "without"})
SAYS = ("lines", "total", "value", "operands")


def money(node: Any, left_out: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """Yield every sum in a document but 0, without its sign."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in left_out:
                yield from money(value, left_out)
    elif isinstance(node, list):
        for value in node:
            yield from money(value, left_out)
    else:
        literal = literal_from_text(node, ("money",), Place("", 1, 1))
        if literal is not None and literal.number:
            yield abs(literal.number), literal.currency


def document(path: Path) -> Any:
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("name", ASSERTED)
def test_no_expected_sum_is_a_fact_or_a_number_of_the_plan(name: str) -> None:
    given, wanted = set(), set()
    for path in (HERE / "worked" / name).glob("*.yaml"):
        content = document(path)
        if path.name == EXPECTED:
            wanted.update(money(content, STATED))
            continue
        given.update(money({key: value for key, value in content.items() if key != "examples"}))
        for example in content["examples"]:
            given.update(money(example["given"]))
            for row in example["expect"]:
                wanted.update(money([row[key] for key in SAYS if key in row]))
    assert wanted
    own = set(money(OWN.get(name, "").split(", ")))
    assert given & wanted == own
