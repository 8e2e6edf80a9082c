"""In: an open page. Out: what axe says against it by the rules of WCAG 2.0 to 2.2, A and AA, and of good practice.
The script comes from the package of the tests; it is handed over by the browser's own door, past the page's policy."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: what can differ between light and dark
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map((each) => [each.id, each.nodes.slice(0, 5).map((node) => node.target.join(" ") +
    " " + (node.any.concat(node.all, node.none)[0] || {message: ""}).message)]);
}"""


def give_axe(page: Any) -> None:
    """Load axe into the page that is open; it stays until another one is opened."""
    page.evaluate(AXE_SCRIPT)


def violations(page: Any, rules: dict[str, Any]) -> list[str]:
    """Return every violation with the first places where it stands, one line each."""
    return [f"{rule}: {place}" for rule, places in page.evaluate(RUN, rules) for place in places]
