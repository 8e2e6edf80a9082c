"""In: the file of a database and, in a process of its own, nothing else. Out: the demo company served on 127.0.0.1.
Its time begins at NOW and goes on; a worker takes its jobs; it ends when whoever started it ends."""

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def make_company(path: Path) -> None:
    """Write the demo company, as it is at NOW, into a new database."""
    from portal.database import make_engine, make_session_factory
    from portal.demo.company import seed
    from portal.migrating import upgrade
    from tests.browser.further_states import add_states

    url = f"sqlite:///{path}"
    upgrade(url)
    engine = make_engine(url)
    with make_session_factory(engine)() as session:
        seed(session, NOW)
        session.flush()
        add_states(session, NOW)
        session.commit()
    engine.dispose()  # the last connection folds the write-ahead file into the database


class DemoServer:
    """A server of a database in a process of its own; `address` ends without a slash."""

    def __init__(self, database: Path, log: Path) -> None:
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.demo_server", str(database)],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the server did not start:\n{log.read_text()}"
        self.address: str = json.loads(line)["address"]

    def stop(self) -> None:
        """End the process and wait for it."""
        self._process.terminate()
        self._process.communicate(timeout=20)


def serve(database: Path) -> None:
    """Serve until the standard input closes or a signal comes; the first line printed says where."""
    import time_machine
    from werkzeug.serving import WSGIRequestHandler, make_server

    time_machine.travel(NOW, tick=True).start()
    from config import Config
    from portal import create_app
    from portal.extensions import db
    from portal.jobs import Worker

    app = create_app(Config.for_tests(f"sqlite:///{database}"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        Worker(db.engine).start()
    # A connection for each request, as werkzeug does by default, would make every page a little slower.
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}) + "\n")
    sys.stdout.flush()
    threading.Thread(target=_end_with_whoever_started, daemon=True).start()
    server.serve_forever()


def _end_with_whoever_started() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
