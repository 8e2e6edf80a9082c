"""In: environments as an operator would set them. Out: proof that the portal starts only when nothing is left open."""

import pytest

from config import DEMO_SECRET_KEY, Config, SettingsFault

GOOD = {"DAYLIGHT_DATABASE_URL": "postgresql://daylight@db.example/daylight", "DAYLIGHT_SECRET_KEY": "k" * 32}


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        Config.from_environment({**GOOD, **changes})
    return [english for english, _ in caught.value.faults]


def test_nothing_set_names_each_missing_setting_at_once():
    with pytest.raises(SettingsFault) as caught:
        Config.from_environment({})
    assert [english.split()[0] for english, _ in caught.value.faults] == [
        "DAYLIGHT_DATABASE_URL",
        "DAYLIGHT_SECRET_KEY",
    ]
    assert "DAYLIGHT_DATABASE_URL is missing" in str(caught.value)


def test_faults_are_told_in_korean_on_a_korean_terminal():
    with pytest.raises(SettingsFault, match="DAYLIGHT_SECRET_KEY 설정이 없습니다"):
        Config.from_environment({"LANG": "ko_KR.UTF-8"})


def test_production_is_the_default_mode():
    config = Config.from_environment(GOOD)
    assert config.is_production
    assert config.flask_settings()["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DAYLIGHT_SECRET_KEY": DEMO_SECRET_KEY}, "everyone knows"),
        ({"DAYLIGHT_SECRET_KEY": "k" * 31}, "shorter than 32"),
        ({"DAYLIGHT_DATABASE_URL": "sqlite:///var/real.sqlite"}, "PostgreSQL"),
        ({"DAYLIGHT_MODE": "Production"}, "DAYLIGHT_MODE"),
        ({"DAYLIGHT_SESSION_HOURS": "0"}, "1 to 168"),
        ({"DAYLIGHT_SESSION_HOURS": "twelve"}, "1 to 168"),
        ({"DAYLIGHT_UPLOAD_MEGABYTES": "٣"}, "1 to 1024"),
    ],
)
def test_an_unusable_setting_is_refused_and_named(changes, words):
    told = faults(**changes)
    assert len(told) == 1
    assert words in told[0]


def test_several_faults_come_together():
    assert len(faults(DAYLIGHT_SECRET_KEY="", DAYLIGHT_SESSION_HOURS="x", DAYLIGHT_TRUSTED_PROXIES="9")) == 3


def test_sqlite_in_production_needs_to_be_wanted():
    changes = {"DAYLIGHT_DATABASE_URL": "sqlite:///var/real.sqlite", "DAYLIGHT_ALLOW_SQLITE": "1"}
    assert Config.from_environment({**GOOD, **changes}).database_url == "sqlite:///var/real.sqlite"


def test_numbers_are_taken():
    config = Config.from_environment({**GOOD, "DAYLIGHT_SESSION_HOURS": "8", "DAYLIGHT_TRUSTED_PROXIES": "1"})
    assert (config.session_hours, config.trusted_proxies, config.idle_minutes) == (8, 1, 120)


def test_the_demo_never_takes_the_database_of_the_environment():
    config = Config.from_environment({**GOOD, "DAYLIGHT_MODE": "demo"})
    assert config.database_url.startswith("sqlite:///")
    assert config.database_url.endswith("var/demo.sqlite")
