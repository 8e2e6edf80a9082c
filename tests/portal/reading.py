"""Reads forms on pages as a screen reader does: a field, what it holds, and the line that it says describes it.

In: the text of a page and the name of a field. Out: texts.
"""

from __future__ import annotations

from lxml.html import HtmlElement, fromstring


def fault_under(page: str, name: str) -> str:
    """Return what is said to be wrong with a visible field, empty when nothing is.

    A fault that is not tied to its field, or a field that is tied to nothing, fails the test.
    """
    field = _visible(page, name)
    note = field.getroottree().getroot().get_element_by_id(f"{name}-note", None)
    if field.get("aria-invalid") is None:
        assert note is None or "fault" not in note.get("class", ""), f"{name} is not marked as wrong"
        return ""
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == f"{name}-note"
    assert note is not None, f"{name} is described by nothing"
    assert "fault" in note.get("class", "")
    return " ".join(note.text_content().split())


def field_value(page: str, name: str) -> str:
    """Return what the first field of a name holds; of a choice, the chosen value."""
    field = _fields(page, name)[0]
    if field.tag == "select":
        chosen = [each.get("value", "") for each in field.iter("option") if each.get("selected") is not None]
        return chosen[0] if chosen else ""
    if field.tag == "textarea":
        # A browser drops the line break that follows the tag.
        return (field.text or "").replace("\r\n", "\n").removeprefix("\n")
    return str(field.get("value", ""))


def _visible(page: str, name: str) -> HtmlElement:
    found = [each for each in _fields(page, name) if each.get("type") != "hidden" and each.get("hidden") is None]
    assert len(found) == 1, f"{len(found)} visible fields are named {name}"
    return found[0]


def _fields(page: str, name: str) -> list[HtmlElement]:
    found = fromstring(page).xpath("//*[self::input or self::textarea or self::select][@name=$name]", name=name)
    assert found, f"no field is named {name}"
    return list(found)
