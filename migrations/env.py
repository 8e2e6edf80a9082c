"""Runs migrations inside one transaction, the guards of the database taken away before and made anew after.

In: a connection from `portal.migrating`, or the URL in DAYLIGHT_DATABASE_URL. Out: a migrated database that is
guarded, whatever the migration did: none can forget it, in neither direction.
"""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from portal.migrating import migrating_engine
from portal.models import Base, install_guards, remove_guards


def migrate(connection: Connection) -> None:
    """Run what the command asked for. The caller's transaction holds all of it or nothing."""
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    remove_guards(connection)
    with context.begin_transaction():
        context.run_migrations()
    install_guards(connection)


given = context.config.attributes.get("connection")
if context.is_offline_mode():
    raise SystemExit("A script of SQL cannot restore the guards: migrate with a connection.")
if given is not None:
    migrate(given)
else:
    with migrating_engine(os.environ["DAYLIGHT_DATABASE_URL"]).begin() as own:
        migrate(own)
