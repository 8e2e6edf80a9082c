"""Why an action is not done: a sentence for the person who asked for it.

In: words in both languages. Out: an exception that pages and commands show instead of failing.
"""

from __future__ import annotations

from comp_rules.values.words import Words


class Refused(Exception):
    """The action was not done and nothing was changed; `words` say why and what would help."""

    def __init__(self, en: str, ko: str, code: str = "refused") -> None:
        """Keep the sentence; `code` is a stable word for the journal and for tests."""
        self.words, self.code = Words(en, ko), code
        super().__init__(en)
