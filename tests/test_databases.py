"""In: the database fixtures. Out: proof that a test really meets the kind of database it names, alone and empty."""

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from portal.database import make_engine, make_reading_session_factory
from tests import databases


def test_an_empty_database_is_of_its_kind_and_takes_a_table(empty_database_url, database_kind):
    assert make_url(empty_database_url).get_backend_name() == database_kind
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("create table marks (mark text)"))
        connection.execute(text("insert into marks values ('mine')"))
        assert connection.execute(text("select mark from marks")).scalars().all() == ["mine"]
    engine.dispose()


def test_the_next_test_finds_no_trace_of_the_one_before(empty_database_url):
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_text_is_ordered_by_code_point_on_both(empty_database_url):
    engine = create_engine(empty_database_url)
    query = (
        "select v from (select 'b' as v union all select 'A' union all select 'a' union all select 'Z') as t order by v"
    )
    with engine.connect() as connection:
        assert connection.execute(text(query)).scalars().all() == ["A", "Z", "a", "b"]
    engine.dispose()


def test_a_connection_that_a_test_leaves_open_is_told_with_what_it_asked_last(postgresql_server):
    url = databases.create(postgresql_server, f"daylight_left_{databases.WORKER}")
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    connection = engine.connect()
    connection.execute(text("select 'the last question'"))
    with pytest.raises(AssertionError, match="the last question"):
        databases.drop(postgresql_server, f"daylight_left_{databases.WORKER}", patience=0)
    connection.invalidate()
    engine.dispose()


def test_a_reading_session_is_not_used_again_once_it_is_closed(empty_database_url):
    engine = make_engine(empty_database_url)
    session = make_reading_session_factory(engine)()
    session.execute(text("select 1"))
    session.close()
    with pytest.raises(Exception, match="closed"):
        session.execute(text("select 1"))
    engine.dispose()
