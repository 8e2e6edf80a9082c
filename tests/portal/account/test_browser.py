"""In: headers that browsers send. Out: the names that people know them by."""

import pytest

from portal.account.browser_from_user_agent import browser_from_user_agent

LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME} Safari/537.36", "Chrome, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME} Safari/537.36 Edg/130.0.0.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {LIKE_CHROME} Whale/4.28.0 Safari/537.36", "Whale, Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; SM-S921N) {LIKE_CHROME} Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        (f"{IPHONE} CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        ("curl/8.5.0", ""),
    ],
)
def test_a_browser_has_the_name_that_people_know(header, name):
    assert browser_from_user_agent(header) == name
