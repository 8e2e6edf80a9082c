"""The portal from a shell: `flask --app wsgi COMMAND`, and `python3 wsgi.py COMMAND` on the demo company.

In: words of a command. Out: what it did in plain lines; status 0, 1 when something is wrong, 2 for wrong words.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from portal.actions.create_account import CannotCreate, create_account
from portal.actions.knowledge import SYSTEM
from portal.actions.password import password_fault, set_password
from portal.actions.sessions import end_all_sessions
from portal.actions.sign_in import plain_name
from portal.cli_calculate import calculate_command, worker_command
from portal.cli_facts import facts_command
from portal.cli_import import import_command
from portal.extensions import db, hasher, settings
from portal.migrating import upgrade
from portal.models import ROLES, Account
from portal.ready import in_language

database = AppGroup("db", help="The tables of the configured database.")
accounts = AppGroup("account", help="Who may sign in.")


def init_app(app: Flask) -> None:
    """Add the commands to an application."""
    app.cli.add_command(database)
    app.cli.add_command(accounts)
    app.cli.add_command(import_command)
    app.cli.add_command(facts_command)
    app.cli.add_command(calculate_command)
    app.cli.add_command(worker_command)


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade_database(revision: str) -> None:
    """Bring the tables up to REVISION, the newest by default."""
    upgrade(settings().database_url, revision)
    click.echo(in_language(f"The database is at {revision}.", f"데이터베이스 버전: {revision}"))


@accounts.command("create")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given again.")
@click.option("--payee", help="The person whose pay is this account's own.")
@click.option("--pay-group", "pay_groups", multiple=True, help="A pay group that a comp admin serves.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not from the terminal.")
def create(
    name: str, roles: tuple[str, ...], payee: str | None, pay_groups: tuple[str, ...], language: str,
    password_stdin: bool,
) -> None:  # fmt: skip
    """Make an account NAME. The password is asked for and never a word of the command."""
    password_hash = hasher().hash(_password(name, password_stdin))
    try:
        with db.transaction() as session:
            create_account(
                session, actor=SYSTEM, now=datetime.now(UTC), sign_in_name=name, password_hash=password_hash,
                roles=roles, payee=payee, pay_groups=pay_groups, language=language,
            )  # fmt: skip
    except CannotCreate as fault:
        for reason in fault.reasons:
            click.echo(in_language(*reason), err=True)
        sys.exit(1)
    click.echo(in_language(f"{plain_name(name)} can sign in.", f"로그인할 수 있는 계정: {plain_name(name)}"))


@accounts.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not from the terminal.")
def new_password(name: str, password_stdin: bool) -> None:
    """Set a new password of the account NAME and end its sessions."""
    password_hash = hasher().hash(_password(name, password_stdin))
    with db.transaction() as session:
        account = session.scalar(select(Account).where(Account.sign_in_name == plain_name(name)))
        if account is None:
            _no_such_account(name)
        set_password(session, account=account, password_hash=password_hash, actor=SYSTEM, now=datetime.now(UTC))
    click.echo(
        in_language(
            f"The password of {plain_name(name)} is changed, its sessions are ended.",
            f"비밀번호를 바꾸고 로그인된 기기를 모두 끊었습니다: {plain_name(name)}",
        )
    )


@accounts.command("end-sessions")
@click.argument("name")
def end_sessions(name: str) -> None:
    """End every open session of the account NAME."""
    with db.transaction() as session:
        account = session.scalar(select(Account.id).where(Account.sign_in_name == plain_name(name)))
        if account is None:
            _no_such_account(name)
        ended = end_all_sessions(session, account, datetime.now(UTC))
    click.echo(
        in_language(f"Sessions ended of {plain_name(name)}: {ended}", f"{plain_name(name)} 계정의 끊은 기기: {ended}대")
    )


def _password(name: str, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt(in_language("Password", "비밀번호"), hide_input=True, confirmation_prompt=True)
    fault = password_fault(password, plain_name(name))
    if fault is not None:
        click.echo(in_language(fault.en, fault.ko), err=True)
        sys.exit(1)
    return password


def _no_such_account(name: str) -> None:
    click.echo(
        in_language(f"There is no account “{plain_name(name)}”.", f"없는 계정입니다: {plain_name(name)}"), err=True
    )
    sys.exit(1)
