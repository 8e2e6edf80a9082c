"""In: environment variables. Out: one frozen Config, or every missing or unusable setting named at once.
Production is the default, so that forgetting a setting never opens a portal to strangers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["production", "demo", "test"]
Fault = tuple[str, str]  # in English, in Korean

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
# Known to everyone who reads this line: it signs the sessions of the demo company and of the tests, and nothing else.
DEMO_SECRET_KEY = "the-demo-company-has-nothing-to-hide"  # noqa: S105
SHORTEST_SECRET = 32


class SettingsFault(RuntimeError):
    """The portal does not start with these settings; the text names each of them and its cure."""

    def __init__(self, faults: list[Fault], korean: bool = False) -> None:
        head = (
            "다음 설정을 고쳐야 Daylight를 시작할 수 있습니다."
            if korean
            else "Daylight does not start with these settings:"
        )
        super().__init__("\n  - ".join([head, *(fault[korean] for fault in faults)]))
        self.faults = faults


@dataclass(frozen=True)
class Config:
    """Everything that differs between two installations and is not data of the company."""

    mode: Mode
    database_url: str
    secret_key: str
    session_hours: int = 12  # a sign-in ends after this long, used or not
    idle_minutes: int = 120  # and after this long without a request
    upload_megabytes: int = 32
    trusted_proxies: int = 0  # how many proxies in front of the server set X-Forwarded-For and -Proto
    fonts: Path = VAR / "fonts"

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """The settings of this process; raises SettingsFault with every missing or unusable one."""
        mode = environ.get("DAYLIGHT_MODE", "production")
        if mode == "demo":
            # The database of the environment may be a real one: the demo never writes there.
            return cls.demo()
        faults: list[Fault] = []
        numbers = {field: _number(environ, name, bounds, faults) for field, (name, bounds) in _NUMBERS.items()}
        config = cls(
            mode="test" if mode == "test" else "production",
            database_url=environ.get("DAYLIGHT_DATABASE_URL", ""),
            secret_key=environ.get("DAYLIGHT_SECRET_KEY", DEMO_SECRET_KEY if mode == "test" else ""),
            fonts=Path(environ.get("DAYLIGHT_FONTS", VAR / "fonts")),
            **{field: number for field, number in numbers.items() if number is not None},
        )
        faults += _mode_faults(mode) + _database_faults(config, environ) + _secret_faults(config)
        if faults:
            raise SettingsFault(faults, _speaks_korean(environ))
        return config

    @classmethod
    def demo(cls) -> "Config":
        return cls(mode="demo", database_url=f"sqlite:///{VAR / 'demo.sqlite'}", secret_key=DEMO_SECRET_KEY)

    @classmethod
    def for_tests(cls, database_url: str) -> "Config":
        return cls(mode="test", database_url=database_url, secret_key=DEMO_SECRET_KEY)

    def flask_settings(self) -> dict[str, object]:
        """What Flask itself reads. The __Host- prefix binds the cookie to this host and to https."""
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.mode == "test",
            "MAX_CONTENT_LENGTH": self.upload_megabytes * 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-daylight" if self.is_production else "daylight",
            "SESSION_COOKIE_SECURE": self.is_production,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
        }


_NUMBERS: dict[str, tuple[str, range]] = {
    "session_hours": ("DAYLIGHT_SESSION_HOURS", range(1, 169)),
    "idle_minutes": ("DAYLIGHT_IDLE_MINUTES", range(5, 1441)),
    "upload_megabytes": ("DAYLIGHT_UPLOAD_MEGABYTES", range(1, 1025)),
    "trusted_proxies": ("DAYLIGHT_TRUSTED_PROXIES", range(6)),
}


def _number(environ: Mapping[str, str], name: str, bounds: range, faults: list[Fault]) -> int | None:
    text = environ.get(name)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text) in bounds:
        return int(text)
    faults.append(
        (
            f"{name} is “{text}”; it takes a whole number from {bounds[0]} to {bounds[-1]}.",
            f"{name} 값이 ‘{text}’입니다. 사용할 수 있는 값: 정수 {bounds[0]}–{bounds[-1]}.",
        )
    )
    return None


def _mode_faults(mode: str) -> list[Fault]:
    if mode in ("production", "test"):
        return []
    return [
        (
            f"DAYLIGHT_MODE is “{mode}”; it takes production (the default), demo or test.",
            f"DAYLIGHT_MODE 값이 ‘{mode}’입니다. 사용할 수 있는 값: production(기본값), demo, test.",
        )
    ]


def _database_faults(config: Config, environ: Mapping[str, str]) -> list[Fault]:
    url = config.database_url
    example = "postgresql://daylight@database.example/daylight"
    if not url:
        return [
            (
                f"DAYLIGHT_DATABASE_URL is missing; for example {example}",
                f"DAYLIGHT_DATABASE_URL 설정이 없습니다. 예: {example}",
            )
        ]
    if config.is_production and url.startswith("sqlite") and environ.get("DAYLIGHT_ALLOW_SQLITE") != "1":
        return [
            (
                "DAYLIGHT_DATABASE_URL names a SQLite file; in production use PostgreSQL, "
                "or set DAYLIGHT_ALLOW_SQLITE=1 when one machine and one file are what you want.",
                "DAYLIGHT_DATABASE_URL 값이 SQLite 파일입니다. 운영 환경에서는 PostgreSQL을 사용하거나, "
                "한 대의 컴퓨터와 파일 하나로 충분하면 DAYLIGHT_ALLOW_SQLITE=1 설정을 추가해 주세요.",
            )
        ]
    return []


def _secret_faults(config: Config) -> list[Fault]:
    cure = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
    if not config.secret_key:
        words = "is missing", "설정이 없습니다"
    elif config.is_production and config.secret_key == DEMO_SECRET_KEY:
        words = "is the key of the demo, which everyone knows", "값이 누구나 아는 데모용 키입니다"
    elif config.is_production and len(config.secret_key) < SHORTEST_SECRET:
        words = f"is shorter than {SHORTEST_SECRET} characters", f"값이 {SHORTEST_SECRET}자보다 짧습니다"
    else:
        return []
    return [
        (
            f"DAYLIGHT_SECRET_KEY {words[0]}; make one with: {cure}",
            f"DAYLIGHT_SECRET_KEY {words[1]}. 만드는 방법: {cure}",
        )
    ]


def _speaks_korean(environ: Mapping[str, str]) -> bool:
    # The language of the terminal, as in the preparation, which this file may not import: it comes before the portal.
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := environ.get(name))), "").startswith("ko")
