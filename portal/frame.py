"""Routes that belong to no page: the start, the fonts, whether the portal answers.

In: requests. Out: a way to the viewer's first page; prepared font files, when there are any.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, abort, g, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import allows
from portal.extensions import db, settings
from portal.language import NAMES, current_language
from portal.menu import entries, home
from portal.models import CompanyRow

frame = Blueprint("frame", __name__)
FACES = (
    "DaylightSans-Regular.woff2",
    "DaylightSans-SemiBold.woff2",
    "DaylightSansKR-Regular.woff2",
    "DaylightSansKR-SemiBold.woff2",
)
_STATIC = Path(__file__).parent / "static"
_A_MONTH = 30 * 24 * 3600


@frame.get("/")
@allows("signed_in")
def start() -> ResponseReturnValue:
    """Lead to the viewer's first page."""
    return redirect(url_for(home()))


@frame.get("/fonts/<name>")
@allows("anyone")
def font(name: str) -> Response:
    """Send a font file of the preparation."""
    if name not in FACES:
        abort(404)
    return send_from_directory(settings().fonts, name, max_age=_A_MONTH)


def init_app(app: Flask) -> None:
    """Give the templates of an application what every page shows."""
    app.register_blueprint(frame)
    allows("anyone")(app.view_functions["static"])
    has_fonts = all((app.extensions["daylight_config"].fonts / name).is_file() for name in FACES)
    versions = {path.name: str(path.stat().st_mtime_ns) for path in _STATIC.iterdir()}

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    @app.context_processor
    def on_every_page() -> dict[str, object]:
        viewer, language = g.get("viewer"), current_language()
        return {
            "viewer": viewer,
            "language": language,
            "other_language": "en" if language == "ko" else "ko",
            "language_names": NAMES,
            "theme": viewer.theme if viewer is not None and viewer.theme != "system" else None,
            "menu": entries,
            "company_name": company_name,
            "has_fonts": has_fonts,
            "static_url": static_url,
        }


def company_name() -> str:
    """Return the company's name, the product's while there is no company."""
    return db.session.scalar(select(CompanyRow.name)) or "Daylight"
