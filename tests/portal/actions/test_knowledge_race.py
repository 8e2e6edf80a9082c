"""In: two threads that learn and journal at once. Out: numbers without gap or double, visible in their order."""

import threading
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from portal.actions.journal import record_entry, verify_chain
from portal.actions.knowledge import SYSTEM, next_known_no
from portal.database import make_session_factory
from portal.models import Counter, Knowledge

NOW = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)
TIMES = 25


def test_two_writers_at_once_leave_no_gap_and_an_unbroken_chain(engine: Engine) -> None:
    factory = make_session_factory(engine)
    together = threading.Barrier(2)
    failed: list[BaseException] = []

    def learn() -> None:
        together.wait()
        try:
            for turn in range(TIMES):
                with factory() as session:
                    number = next_known_no(session, NOW, "import", SYSTEM)
                    record_entry(session, actor=SYSTEM, now=NOW, action="import", subject=("import", str(number)))
                    # A number that is seen has everything below it.
                    known = session.scalars(select(Knowledge.known_no).order_by(Knowledge.known_no)).all()
                    assert known == list(range(1, number + 1))
                    (session.rollback if turn % 5 == 4 else session.commit)()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=learn) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with factory() as session:
        counted = {row.name: row.last_no for row in session.execute(select(Counter.name, Counter.last_no))}
        assert counted == {"knowledge": 2 * TIMES * 4 // 5, "journal": 2 * TIMES * 4 // 5}
        assert verify_chain(session) == []
