"""What a browser calls itself, in the words that its owner knows it by.

In: the header that a browser sent. Out: its name and its system, `Firefox, Windows`; what is not known is left out.
"""

from __future__ import annotations

#: Looked for in this order: most browsers also claim to be Chrome and Safari.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_from_user_agent(header: str) -> str:
    """Return `Chrome, Linux`; only one of the two when the other is not known, nothing when neither is."""
    found = [next((name for mark, name in names if mark in header), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
