"""The engine's shell door: check, calculate, explain, examples, replay.

In: plan files and a folder of CSV facts. Out: text or versioned JSON; exit 0, 1 (faults in plan or facts), 2 (usage).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path


def enter_environment() -> None:
    """Go on in the environment that the first start made, when this Python does not have what the engine needs."""
    try:
        import yaml as yaml
    except ModuleNotFoundError:
        home = Path(__file__).resolve().parent.parent
        python = home / ".venv" / "bin" / "python"
        if not python.exists() or os.environ.get("DAYLIGHT_ENTERED"):
            sys.exit("The environment is not there yet. Run once: python3 wsgi.py")
        os.environ["DAYLIGHT_ENTERED"] = "1"
        os.execv(python, [str(python), "-m", "comp_rules", *sys.argv[1:]])


if __name__ == "__main__":
    enter_environment()
    # a reader that has seen enough (`| head`) ends the command quietly
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    from comp_rules.flow.pipeline import OBJECTS_BEFORE_COLLECTING
    from comp_rules.shell import main

    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    sys.exit(main(sys.argv[1:]))
