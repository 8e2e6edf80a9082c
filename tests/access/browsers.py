"""What a browser does: sign in through the form, send forms with their token, and what it is given as text.

In: an application or an answer. Out: clients, answers, texts.
"""

from __future__ import annotations

import io
import re

import openpyxl
import pypdf
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access.canary_company import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_of(client: FlaskClient) -> str:
    """The form token of a browser, from a page that it may open."""
    for page in ("/account", "/sign-in"):
        found = _TOKEN.search(client.get(page).text)
        if found:
            return found.group(1)
    raise AssertionError("no page with a form")


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **values: str) -> TestResponse:
    data = {"csrf_token": token_of(client), "name": name, "password": password, **values}
    return client.post("/sign-in", data=data)


def signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    answer = sign_in(client, name)
    assert answer.status_code == 302, answer.text
    return client


def send(client: FlaskClient, path: str, **values: str) -> TestResponse:
    """Send a form with the token that belongs to it."""
    return client.post(path, data={"csrf_token": token_of(client), **values})


def shown(answer: TestResponse) -> str:
    """Everything that an answer says: headers, texts of pages, of PDFs and of cells."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    body = answer.get_data()
    if body[:4] == b"%PDF":
        reader = pypdf.PdfReader(io.BytesIO(body))
        body_text = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    elif body[:2] == b"PK":
        book = openpyxl.load_workbook(io.BytesIO(body))
        body_text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    else:
        body_text = body.decode("utf-8", "replace")
    return f"{head}\n{body_text}"


def without_own_marks(answer: TestResponse) -> str:
    """The body without the form token, so that two answers can be compared."""
    return _TOKEN.sub("", answer.get_data(as_text=True))
