"""In: a browser and the address of a server. Out: a window that signs people in and keeps what went wrong in it.
What went wrong: errors of the console, of scripts and of the content policy, and files of a page that did not come."""

from typing import Any
from urllib.parse import urljoin

from portal.demo.accounts import PASSWORD

LOCALES = {"en": "en-US", "ko": "ko-KR"}


class Window:
    """A window with cookies of its own. `page` is playwright's; a page that answers with an error is `expected`."""

    def __init__(
        self, browser: Any, address: str, *, width: int = 1280, height: int = 900, dark: bool = False,
        language: str = "en", script: bool = True,
    ) -> None:  # fmt: skip
        self.address, self.width, self.language = address, width, language
        self.expected = set[str]()
        self._wrong: list[str] = []
        self._context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale=LOCALES[language],
            color_scheme="dark" if dark else "light", java_script_enabled=script, reduced_motion="reduce",
        )  # fmt: skip
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._wrong.append(f"{self.page.url}: {error}"))
        self.page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        address = str(message.location.get("url", ""))
        # Chromium reports a page that answers 404 like a file of it that is missing.
        if message.type == "error" and not (address in self.expected and "status of" in message.text):
            self._wrong.append(f"{self.page.url}: {message.text} ({address})")

    def _failed(self, request: Any) -> None:
        # A download and a page that is left behind end their requests early; that is not a fault.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._wrong.append(f"{request.url}: {request.failure}")

    def go(self, path: str, status: int = 200) -> None:
        """Open a path and expect its status."""
        if status >= 400:
            self.expected.add(urljoin(self.address, path))
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def sign_in(self, name: str) -> None:
        """Sign in through the form, and read in the window's language from then on."""
        self.go("/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button.primary")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        self.speak(self.language)

    def speak(self, language: str) -> None:
        """Change the language by the button of every page."""
        if self.page.locator("html").get_attribute("lang") != language:
            if not self.page.locator(".tools.wide").is_visible() and self.page.locator("summary").count():
                self.page.locator(".menu.narrow summary").click()
            self.page.locator(f"button[name=language][value={language}]:visible").click()
            self.page.wait_for_selector(f"html[lang={language}]")
        self.language = language

    def link(self, kind: str) -> Any:
        """The first visible link whose address holds the words."""
        return self.page.locator(f"main a[href*='{kind}']:visible").first

    def complain(self) -> None:
        """Fail with everything that went wrong."""
        assert self._wrong == []

    def close(self) -> None:
        """Close the window and forget its cookies."""
        self._context.close()
