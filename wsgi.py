"""In: `python3 wsgi.py` on any machine, or `wsgi:app` asked by a server. Out: the demo company served, or the portal.
As a script it prepares everything; as a module it prepares nothing and reads the settings of production."""

import runpy
import sys
from functools import cache
from pathlib import Path
from typing import Any


def __getattr__(name: str) -> Any:
    # Lazy, so that only a server that asks for the app needs settings.
    if name == "app":
        return _portal()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _portal() -> Any:
    from config import Config, SettingsFault
    from portal import create_app

    try:
        return create_app(Config.from_environment())
    except SettingsFault as fault:
        raise SystemExit(str(fault)) from None  # the list of what is missing, without a traceback around it


if __name__ == "__main__":
    # By path: importing the package would import what is not installed yet.
    runpy.run_path(str(Path(__file__).with_name("portal") / "ready.py"))["prepare"]()
    from portal.demo.start import main

    raise SystemExit(main(sys.argv[1:]))
