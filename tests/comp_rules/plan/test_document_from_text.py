"""Text to document: places, limits, and that no text at all makes reading raise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comp_rules.plan.document import Items, Map, Scalar
from comp_rules.plan.document_from_text import DEEPEST, MOST_FAULTS, document_from_text


def codes(text: str | bytes) -> list[str]:
    return [fault.code for fault in document_from_text(text, "p.yaml")[1]]


def test_keys_and_values_know_line_column_and_path() -> None:
    document, faults = document_from_text("earn:\n  c:\n    tiers: [{from: 0%}, {from: 5%, rate: 1x}]\n", "p.yaml")
    assert document is not None
    assert faults == []
    component = document.top.map("earn").map("c")  # type: ignore[union-attr]
    assert component is not None
    rate = component.maps("tiers")[1].entry("rate")
    assert rate is not None
    assert isinstance(rate.value, Scalar)
    assert (rate.place.line, rate.place.column, rate.place.path) == (3, 36, "earn.c.tiers[1].rate")
    assert (rate.value.place.line, rate.value.place.column) == (3, 42)
    assert rate.value.text == "1x"


def test_scalars_stay_texts() -> None:
    document, _ = document_from_text("a: [yes, 12, 2026-03-05, 0x1f, ~, 1_000]", "p.yaml")
    assert document is not None
    assert [item.text for item in document.top.items("a") if isinstance(item, Scalar)] == [
        "yes",
        "12",
        "2026-03-05",
        "0x1f",
        "~",
        "1_000",
    ]


def test_the_deepest_plan_is_read_and_one_level_more_is_refused() -> None:
    fits = "[" * DEEPEST + "]" * DEEPEST
    assert codes(fits) == []
    assert codes("[" + fits + "]") == ["too_deep"]


def test_a_deep_text_is_refused_before_it_is_built() -> None:
    assert codes("[" * 200_000) == ["too_deep"]


def test_a_text_of_256_kilobytes_is_read_and_one_byte_more_is_not() -> None:
    text = "a: b\n#" + "x" * (256 * 1024 - 6)
    assert codes(text) == []
    assert codes(text + "x") == ["too_large"]
    assert codes((text + "x").encode()) == ["too_large"]
    assert codes("a: " + "가" * 100_000) == ["too_large"]


def test_what_could_grow_or_build_objects_is_refused_by_name() -> None:
    assert codes("a: &x [1]\nb: *x") == ["anchor", "alias"]
    assert codes("a: !!python/object/apply:os.system [ls]") == ["tag"]
    assert codes("a:\n  <<: {b: c}") == ["merge_key"]
    assert codes("%YAML 1.1\n---\na: b") == ["directive"]
    assert codes("? [a]\n: b") == ["key_not_text"]


def test_reading_goes_on_after_a_key_written_twice() -> None:
    document, faults = document_from_text("a: 1\nb: 2\na: 3\n", "p.yaml")
    assert document is not None
    assert document.top.text("a") == "1"
    assert [(fault.code, fault.place.line, fault.place.column) for fault in faults] == [("duplicate_key", 3, 1)]


def test_reading_stops_after_faults_enough() -> None:
    assert len(codes("a: b\n" * 30_000)) == MOST_FAULTS


def test_escapes_that_name_no_character_are_faults() -> None:
    assert codes(r'a: "\UFFFFFFFF"') == ["syntax"]
    assert codes(r'a: "\0"') == ["unseen_character"]
    assert codes(r'a: "\ud800"') == ["unseen_character"]


def test_a_mark_at_the_beginning_of_a_file_is_no_fault() -> None:
    assert codes("\ufefflanguage: 1".encode()) == []


def test_line_numbers_are_those_of_an_editor() -> None:
    assert codes("a: b\rc: d") == ["unseen_character"]
    document, faults = document_from_text("a: b\r\nc: d\r\n", "p.yaml")
    assert faults == []
    assert document is not None
    assert document.top.entries[1].place.line == 2


PIECES = st.sampled_from(
    ["a", ": ", ":", "\n", "  ", "- ", "[", "]", "{", "}", ",", "&a ", "*a", "!!x ", "<<", "'", '"', "|\n", ">\n", "#",
     "? ", "---\n", "...\n", "%", "\\", "\t", "@", "\u0000", "가", "\ud800", "1/0", "\\U"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_no_text_makes_reading_raise(text: str) -> None:
    document, faults = document_from_text(text, "p.yaml")
    assert document is not None or faults
    for fault in faults:
        assert fault.place.line >= 1
        assert fault.place.column >= 1
        assert fault.sentence.en
        assert fault.sentence.ko
    if document is not None:
        assert isinstance(document.root, Map | Items | Scalar)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_make_reading_raise(data: bytes) -> None:
    document, faults = document_from_text(data, "p.yaml")
    assert document is not None or faults
