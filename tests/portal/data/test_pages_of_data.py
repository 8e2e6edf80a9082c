"""In: imports with rejected rows. Out: pages whose counts and sums foot, and that say why a row was not taken over."""

import pytest

from portal import models
from portal.extensions import db
from tests.portal.kite_company import NOW


@pytest.fixture
def imported(kites):
    """An import of six rows: four taken over, one known already, one with two faults."""
    with kites.app_context(), db.transaction() as session:
        row = models.Import(
            mapping="deals", mapping_digest="m" * 64, files=[{"name": "<october>.csv", "digest": "f" * 64}],
            digest="d" * 64, actor="system", started_at=NOW, finished_at=NOW, in_file=6, accepted=4, rejected=1,
            duplicate=1, known_no=None,
            sums=[{"table": "deals", "column": "amount", "currency": "USD", "file": "10.005", "accepted": "9.005",
                   "rejected": "1", "duplicate": "0", "minor": 901, "rounding": "0.005"}],
        )  # fmt: skip
        session.add(row)
        session.flush()
        for number, column in enumerate(("amount", "closed_on")):
            session.add(
                models.ImportRow(
                    import_id=row.id, file_no=0, row_no=5, fault_no=number, state="rejected", column=column,
                    reason_en=f"{column} cannot be read", reason_ko=f"{column} 값을 읽을 수 없습니다",
                    original={"amount": "one <b>dollar</b>", "closed_on": "=today()"},
                )
            )  # fmt: skip
    return kites


def test_an_import_shows_counts_sums_and_every_fault(imported, kites_of):
    browser = kites_of("julia")
    assert "deals" in browser.get("/data/").text
    page = browser.get("/data/imports/1").text
    for text in ("10.005", "9.005", "$9.01", "0.005", "amount cannot be read", "closed_on cannot be read"):
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
