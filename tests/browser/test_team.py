"""In: a manager in a browser. Out: the team's attainment and no amount of anybody's pay."""

import re

import pytest

from tests.browser.pages import MANAGER, PERSON

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_manager_sees_how_the_team_stands_and_nobody_s_pay(window, width):
    with window(width=width) as opened:
        page = opened.page
        opened.sign_in(MANAGER)
        if width < 1000:
            page.locator(".menu.narrow summary").click()
        page.locator("nav:visible").get_by_role("link", name="My team").click()
        page.wait_for_url("**/team/2026-11")
        page.click("a[rel=prev]")
        page.wait_for_url("**/team/2026-10")
        team = page.locator("main").inner_text()
        assert re.search(r"Maya Okafor\s+Account Executive US 2026\s+New ARR this year\s+129\.3%", team)
        assert page.locator(".team .name").count() == 5
        assert "$" not in team
        assert page.locator(".team svg").first.is_visible()
        opened.go(PERSON, 404)
        assert "35,966.38" not in page.content()
