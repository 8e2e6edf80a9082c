"""The web portal: settings in, an application that serves every page out.

Nothing is prepared or migrated here: a server imports the application and gets it ready to answer, or an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: Config) -> Flask:
    """Return the application for these settings.

    Raises portal.access.UndeclaredRoute when a route does not say who may call it.
    """
    # Inside the function: the preparation of a bare machine imports this package before Flask is installed.
    from flask import Flask

    from portal import access, cli, errors, formatting, frame, headers, language, unreadable
    from portal.extensions import csrf, db, hasher_for

    app = Flask(__name__)
    app.config.update(config.flask_settings())
    # A form may carry the longest plan twice, percent-encoded: as it was opened and as it is now.
    app.config.update(MAX_FORM_MEMORY_SIZE=2_000_000)
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_I18N_ENABLED=False, SEND_FILE_MAX_AGE_DEFAULT=30 * 24 * 3600)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["daylight_config"] = config
    app.extensions["daylight_hasher"] = hasher_for(config)
    _trust_proxies(app, config.trusted_proxies)
    db.init_app(app, config.database_url)
    language.init_app(app)
    formatting.init_app(app)
    headers.init_app(app, https=config.is_production)
    access.init_app(app)  # before the guard of forms: who may not call a route learns nothing from it
    csrf.init_app(app)
    unreadable.init_app(app)
    errors.init_app(app)
    frame.init_app(app)
    _register_pages(app)
    cli.init_app(app)
    access.require_rules(app)
    return app


def _register_pages(app: Flask) -> None:
    from portal.account.routes import account
    from portal.data.routes import data
    from portal.earnings.routes import earnings
    from portal.journal.routes import journal
    from portal.periods.routes import periods
    from portal.plans.routes import plans
    from portal.team.routes import team

    for pages in (account, earnings, team, periods, plans, data, journal):
        app.register_blueprint(pages)


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
