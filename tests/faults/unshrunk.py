"""A plugin for runs in which one failure is enough: invented input is the same each time, and is not made smaller.

In: a test run. Out: the same verdicts, sooner.
"""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import Phase


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Settle it before test modules are read: they begin with the settings that hold then."""
    hypothesis.settings.register_profile(
        "unshrunk", database=None, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate)
    )
    hypothesis.settings.load_profile("unshrunk")
