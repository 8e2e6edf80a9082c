"""In: somebody who signs out, or whose session was ended elsewhere. Out: no button of the browser shows pay again."""

import pytest

from tests.browser.pages import REP

pytestmark = pytest.mark.browser


def test_after_signing_out_the_way_back_shows_nothing_of_pay(window):
    with window() as opened:
        page = opened.page
        opened.sign_in(REP)
        opened.go("/earnings/2026-10")
        assert "35,966.38" in page.content()
        opened.go("/account")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in")
        for _ in range(3):
            page.go_back()
            page.wait_for_url("**/sign-in**")
            assert "35,966.38" not in page.content()
            assert page.locator("#password").is_visible()


def test_a_session_ended_in_another_browser_ends_here(window):
    with window() as here, window() as there:
        here.sign_in("isabel.romero")
        there.sign_in("isabel.romero")
        there.go("/account")
        there.page.get_by_role("button", name="End all sessions").click()
        there.page.wait_for_url("**/sign-in")
        here.page.reload()
        here.page.wait_for_url("**/sign-in**")
        assert "$" not in here.page.locator("body").inner_text()


def test_a_wrong_password_says_so_beside_the_form_and_keeps_the_name(window):
    with window(language="ko") as opened:
        page = opened.page
        opened.go("/sign-in")
        page.fill("#name", REP)
        page.fill("#password", "not the password")
        opened.expected.add(f"{opened.address}/sign-in")
        page.click("main button.primary")
        page.get_by_role("alert").wait_for()
        assert page.input_value("#name") == REP
        assert page.input_value("#password") == ""
