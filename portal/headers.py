"""What every answer tells the browser not to do: load from elsewhere, guess types, be framed, keep pay in a cache.

In: an answer. Out: the same answer with its headers.
"""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
#: Answers that hold nothing about anybody set their own Cache-Control.
PUBLIC = frozenset({"static", "frame.font"})


def init_app(app: Flask, https: bool) -> None:
    """Set the headers on every answer of an application; `https` promises that it is only reached that way."""

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in PUBLIC:
            headers["Cache-Control"] = "no-store"
        return response
