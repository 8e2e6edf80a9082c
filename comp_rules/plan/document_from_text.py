"""The text of a plan or mapping becomes a document: only the shapes of YAML are read, nothing is interpreted.

In: the text of one file, or its bytes. Out: nodes with their places, and every fault of form that was found.

The parser's events are watched one by one, so that a text that is too deep, or that refers to itself, is refused
before anything is built from it. No text makes this raise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from comp_rules.plan.document import Document, Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import error
from comp_rules.plan.faults_from_characters import faults_from_characters, text_from_bytes, unseen
from comp_rules.plan.faults_from_syntax import fault_from_syntax
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

DEEPEST = 20
#: faults of form after which reading stops: nobody reads more
MOST_FAULTS = 200


#: how a plan begins, the cure of an empty one
PLAN_BEGINS = Words(
    "Begin with `language: 1` and the name of the plan.", "`language: 1` 줄과 플랜 이름부터 적어 주세요."
)


def document_from_text(
    text: str | bytes, file: str, begins: Words = PLAN_BEGINS
) -> tuple[Document | None, list[Fault]]:
    """Return the document and all faults of form, in order of place.

    `begins` is the cure of an empty text: how a document of its kind begins.

    A document comes with faults as well where reading could go on, for instance after a key written twice: the caller
    checks it further, so that everything is said at once, and calculates nothing while there is an error. None when
    the text cannot be taken apart at all.
    """
    if isinstance(text, bytes):
        text, faults = text_from_bytes(text, file)
        if faults:
            return None, faults
    text = text.removeprefix("\ufeff")
    faults = faults_from_characters(text, file)
    if faults:
        return None, faults
    reading = _Reading(file, text, begins)
    try:
        root = reading.document()
    except _GivenUp:
        return None, reading.faults
    except yaml.YAMLError as fault:
        return None, [*reading.faults, fault_from_syntax(fault, file, text)]
    except (ValueError, OverflowError):
        # an escape such as "\UFFFFFFFF" names no character; the parser does not guard against it
        return None, [*reading.faults, fault_from_syntax(None, file, text)]
    return (Document(file, text, root) if root else None), reading.faults


class _GivenUp(Exception):
    """Reading cannot go on; the fault is already kept."""


@dataclass
class _Reading:
    file: str
    text: str
    begins: Words
    faults: list[Fault] = field(default_factory=list)

    def document(self) -> Node | None:
        """Read the only document of the text; None when it is empty."""
        events = yaml.parse(self.text, Loader=yaml.SafeLoader)
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._start(event, root)
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, "", 1)
        if root is None or (isinstance(root, Scalar) and not root.text):
            self.faults.append(error("empty_plan", Place(self.file, 1, 1), _EMPTY, self.begins))
            return None
        return root

    def _start(self, event: yaml.DocumentStartEvent, root: Node | None) -> None:
        if root is not None:
            self._give_up("second_document", event, _SECOND_DOCUMENT)
        if event.version or event.tags:
            self._keep("directive", event, _DIRECTIVE)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: str, depth: int) -> Node:
        """Build the node that begins with `event`; the events of what it holds are taken from `events`."""
        place = self._place(event, path)
        if depth > DEEPEST:
            self._give_up("too_deep", event, _TOO_DEEP, path)
        if isinstance(event, yaml.AliasEvent):
            self._keep("alias", event, _ALIAS, path)
            return Scalar(place, "")
        self._refuse_marks(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                items.append(self._node(inner, events, f"{path}[{len(items)}]", depth + 1))
            return Items(place, tuple(items))
        return self._map(events, place, path, depth)

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        if unseen(event.value):
            self.faults.append(error("unseen_character", place, *_UNSEEN))
        return Scalar(place, event.value)

    def _map(self, events: Iterator[yaml.Event], place: Place, path: str, depth: int) -> Map:
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if len(self.faults) >= MOST_FAULTS:
                raise _GivenUp
            key_node = self._node(event, events, path, depth + 1)
            value_event = next(events)
            if not isinstance(key_node, Scalar):
                self._keep("key_not_text", event, _KEY_NOT_TEXT, path)
                self._node(value_event, events, path, depth + 1)
                continue
            key = key_node.text
            inner = f"{path}.{key}" if path else key
            key_place = self._place(event, inner)
            value = self._node(value_event, events, inner, depth + 1)
            if key == "<<":
                self.faults.append(error("merge_key", key_place, *_MERGE))
            elif key in entries:
                first = str(entries[key].place.line)
                self.faults.append(error("duplicate_key", key_place, *_DUPLICATE, key=key, line=first))
            else:
                entries[key] = Entry(key, key_place, value)
        return Map(place, tuple(entries.values()))

    def _refuse_marks(self, event: yaml.Event, path: str) -> None:
        if getattr(event, "anchor", None) is not None:
            self._keep("anchor", event, _ANCHOR, path)
        if getattr(event, "tag", None) is not None:
            self._keep("tag", event, _TAG, path)

    def _place(self, event: yaml.Event, path: str) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.file, mark.line + 1, mark.column + 1, path)

    def _keep(self, code: str, event: yaml.Event, words: tuple[Words, Words], path: str = "") -> None:
        self.faults.append(error(code, self._place(event, path), *words))

    def _give_up(self, code: str, event: yaml.Event, words: tuple[Words, Words], path: str = "") -> None:
        self._keep(code, event, words, path)
        raise _GivenUp


_EMPTY = Words("This file is empty.", "이 파일은 비어 있습니다.")
_SECOND_DOCUMENT = (
    Words(
        "A second document begins here; this file holds one.",
        "여기서 두 번째 문서가 시작됩니다. 이 파일에는 문서를 하나만 적습니다.",
    ),
    Words("Move it to a file of its own.", "별도의 파일로 옮겨 주세요."),
)
_DIRECTIVE = (
    Words("This file has no directives (lines that begin with %).", "이 파일에는 %로 시작하는 지시문을 쓰지 않습니다."),
    Words("Remove that line.", "그 줄을 지워 주세요."),
)
_TOO_DEEP = (
    Words(f"More than {DEEPEST} levels stand inside each other here.", f"{DEEPEST}단계가 넘게 겹쳐 있습니다."),
    Words(
        "This file needs far fewer; look for a bracket that is not closed.",
        "이 파일은 훨씬 적은 단계로 충분합니다. 닫히지 않은 괄호가 있는지 확인해 주세요.",
    ),
)
_ALIAS = (
    Words(
        "This file does not refer to another place of itself with `*`.",
        "이 파일에서는 `*` 기호로 다른 위치를 참조하지 않습니다.",
    ),
    Words(
        "Write the value here. A text that begins with * belongs in quotes.",
        "값을 직접 적어 주세요. *로 시작하는 글은 따옴표로 묶어 주세요.",
    ),
)
_ANCHOR = (
    Words("This file does not name a place with `&`.", "이 파일에서는 `&` 기호로 위치에 이름을 붙이지 않습니다."),
    Words(
        "Remove it. A text that begins with & belongs in quotes.",
        "지워 주세요. &로 시작하는 글은 따옴표로 묶어 주세요.",
    ),
)
_TAG = (
    Words(
        "This file has no type marks (words that begin with `!`).",
        "이 파일에는 `!` 기호로 시작하는 형식 표시를 쓰지 않습니다.",
    ),
    Words(
        "Remove it. A text that begins with ! belongs in quotes.",
        "지워 주세요. !로 시작하는 글은 따옴표로 묶어 주세요.",
    ),
)
_MERGE = (
    Words("The merge key `<<` has no meaning in this file.", "병합 키 `<<` 표기는 이 파일에서 쓰지 않습니다."),
    Words("Write the keys out where they belong.", "필요한 키를 그 자리에 직접 적어 주세요."),
)
_KEY_NOT_TEXT = (
    Words("A list or map stands where a key belongs.", "키 자리에 목록이나 맵이 있습니다."),
    Words("Write a word, a colon and a space before the value.", "단어와 콜론, 빈칸을 적고 값을 이어 적어 주세요."),
)
_DUPLICATE = (
    Words(
        "“{key}” is written twice; it stands first in line {line}.",
        "‘{key}’ 키가 두 번 나옵니다. 처음 나온 줄: {line}.",
    ),
    Words("Keep one of the two.", "둘 가운데 하나만 남겨 주세요."),
)
_UNSEEN = (
    Words("This text holds a character that cannot be seen.", "이 글에 보이지 않는 문자가 들어 있습니다."),
    Words("Type it again without the character.", "그 문자 없이 다시 입력해 주세요."),
)
