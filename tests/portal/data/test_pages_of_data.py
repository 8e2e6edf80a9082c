"""In: imports with rejected rows. Out: pages whose counts and sums foot, and that say why a row was not taken over."""

from fractions import Fraction

import pytest

from portal import models
from portal.bridge.records_from_files import RowOutcome
from portal.bridge.sums_from_rows import Sums
from portal.bridge.values_from_cells import Amount
from portal.extensions import db
from tests.portal.kite_company import NOW


def _sums():
    """The control sums of a column as an import writes them: a row taken over, half a cent rounded up, one rejected."""
    sums = Sums()
    for state, text, minor in (("accepted", "9.005", 901), ("rejected", "1", 100)):
        amount = Amount("amount", "arr", "USD", Fraction(text), minor)
        sums.add("<october>.csv", RowOutcome(5, state, amounts=[amount]))
    return sums.as_json()[0]


@pytest.fixture
def imported(kites):
    """An import of six rows: four taken over, one known already, one with two faults."""
    with kites.app_context(), db.transaction() as session:
        row = models.Import(
            mapping="deals", mapping_digest="m" * 64, files=[{"name": "<october>.csv", "digest": "f" * 64}],
            digest="d" * 64, actor="system", started_at=NOW, finished_at=NOW, in_file=6, accepted=4, rejected=1,
            duplicate=1, known_no=None,
            sums=[_sums()],
        )  # fmt: skip
        session.add(row)
        session.flush()
        for number, column in enumerate(("amount", "closed_on")):
            session.add(
                models.ImportRow(
                    import_id=row.id, file_no=0, row_no=5, fault_no=number, state="rejected", column=column,
                    reason_en=f"{column} cannot be read", reason_ko=f"{column} 값을 읽을 수 없습니다",
                    original={"found": "one <b>dollar</b>", "cells": {"amount": "one <b>dollar</b>"}},
                )
            )  # fmt: skip
    return kites


def test_an_import_shows_counts_sums_and_every_fault(imported, kites_of):
    browser = kites_of("julia")
    assert "deals" in browser.get("/data/").text
    page = browser.get("/data/imports/1").text
    for text in ("10.005", "9.005", "$10.01", "0.005", "amount cannot be read", "closed_on cannot be read"):
        assert text in page
    assert "one &lt;b&gt;dollar&lt;/b&gt;" in page
    assert "<october>" not in page


def test_data_is_for_those_who_look_after_it(imported, kites_of):
    assert kites_of("bo").get("/data/").status_code == 404
    assert kites_of("bo").get("/data/imports/1").status_code == 404
    assert kites_of("auditor").get("/data/imports/1").status_code == 200
    assert kites_of("julia").get("/data/imports/2").status_code == 404


def test_without_an_import_the_page_says_how_to_begin(kites, kites_of):
    assert "No file was imported yet" in kites_of("julia").get("/data/").text
