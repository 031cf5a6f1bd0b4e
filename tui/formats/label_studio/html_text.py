"""The text of an HTML fragment, and where the nodes of its tree are in it.

Label Studio's regions of HTML count in the characters of all text nodes (`globalOffsets`), or name
a text node by its path from the root (`/div[1]/p[2]/text()[1]`) and count inside it. The text here
has the same characters and a line end after each block, which the tree has not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html.parser import HTMLParser
from typing import NamedTuple


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")

_BLOCKS = _names(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul"
)

_UNSEEN = frozenset({"script", "style", "title", "template"})
"""Elements whose text is not shown; it is counted as in the tree."""

# A start tag that ends an open element, which has no end tag of its own.
_ENDS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
}

_CLOSES_P = _BLOCKS - {"br", "td", "th", "tr", "tbody", "thead", "tfoot", "caption"}

_ROOT = re.compile(r"(?:/html\[1\])?(?:/body\[1\])?")

_STEP = re.compile(r"/text\(\)$")


class _Node(NamedTuple):
    """A text node."""

    path: str
    counted: int
    """Code points of text nodes before it."""
    offset: int
    """Where it begins in the text."""
    text: str
    is_shown: bool


class HtmlText(HTMLParser):
    """The text of a fragment; `text` and the maps are complete after construction."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, int]]] = [("", {})]
        """The open elements, each with the number of its children by their kind."""
        self._pieces: list[str] = []
        self._length = 0
        self._counted = 0
        self._data: list[str] = []
        self._nodes: list[_Node] = []
        self.feed(re.sub("\r\n?", "\n", html))
        self.close()
        self._end_node()
        if self._pieces[-1:] == ["\n"]:
            self._pieces.pop()
        self.text = "".join(self._pieces)
        self._all = "".join(node.text for node in self._nodes)
        self._by_path = {node.path: node for node in self._nodes}
        self._starts = [node.counted for node in self._nodes]

    # ---------------------------------------------------------------- building

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; some elements end others that are open."""
        self._end_node()
        if tag in _CLOSES_P:
            self._close("p")
        for other in _ENDS.get(tag, ()):
            if self._open[-1][0] == other:
                self._open.pop()
        if tag in _BLOCKS:
            self._end_line()
        self._number(tag)
        if tag not in _VOID:
            self._open.append((tag, {}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; HTML ignores the slash unless the element has no content."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element with those inside it; an end without a beginning is ignored."""
        self._end_node()
        self._close(tag)
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Take a part of a text node."""
        self._data.append(data)

    def handle_comment(self, _data: str) -> None:
        """End the text node before a comment."""
        self._end_node()

    def _close(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def _number(self, kind: str) -> int:
        counts = self._open[-1][1]
        counts[kind] = counts.get(kind, 0) + 1
        return counts[kind]

    def _end_line(self) -> None:
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append("\n")
            self._length += 1

    def _end_node(self) -> None:
        text = "".join(self._data)
        self._data.clear()
        if not text:
            return
        number = self._number("text()")
        at_line_start = not self._pieces or self._pieces[-1].endswith("\n")
        hidden = any(name in _UNSEEN for name, _ in self._open)
        is_shown = not hidden and not (at_line_start and text.isspace())
        path = f"{self._path()}/text()[{number}]"
        self._nodes.append(_Node(path, self._counted, self._length, text, is_shown))
        self._counted += len(text)
        if is_shown:
            self._pieces.append(text)
            self._length += len(text)

    def _path(self) -> str:
        steps = []
        for (_, counts), (name, _) in zip(self._open, self._open[1:], strict=False):
            steps.append(f"/{name}[{counts[name]}]")
        return "".join(steps)

    # -------------------------------------------------------------------- maps

    def at_count(self, count: int, *, utf16: bool, is_end: bool) -> int | None:
        """Return the offset after this many units of all text nodes; None if there is none.

        A position between two nodes is the end of the first or the beginning of the second.
        """
        if utf16:
            found = _code_points(self._all, count)
            if found is None:
                return None
            count = found
        if not 0 <= count <= self._counted or not self._nodes:
            return None
        at = bisect_right(self._starts, count - is_end) - 1
        node = self._nodes[max(0, at)]
        return self._inside(node, count - node.counted)

    def at_path(self, path: str, count: int, *, utf16: bool) -> int | None:
        """Return the offset inside the text node at a path; None if there is none."""
        path = _STEP.sub("/text()[1]", _ROOT.sub("", path.lower(), count=1))
        node = self._by_path.get(path)
        if node is None:
            return None
        inside = _code_points(node.text, count) if utf16 else count
        return None if inside is None else self._inside(node, inside)

    def _inside(self, node: _Node, count: int) -> int | None:
        if not 0 <= count <= len(node.text):
            return None
        return node.offset + (count if node.is_shown else 0)


def _code_points(text: str, units: int) -> int | None:
    """Return the number of code points in this many UTF-16 units; None inside of one."""
    raw = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)]
    if len(raw) < 2 * units:
        return None
    try:
        return len(raw.decode("utf-16-le"))
    except UnicodeDecodeError:
        return None
