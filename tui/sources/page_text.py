"""The readable text of an HTML page: its article, without what is around it on every page.

The parser is Lexbor's, which builds the tree that the HTML standard asks for, and the text is taken
from that tree as it is written: no character is changed, but runs of HTML white space become one
space, as a browser shows them. Each block is a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


LONGEST_TAG = 32_768
"""Characters of a start tag above which its attributes are not read.

Lexbor compares each attribute with all before it. No class or language needs as many.
"""

DEEPEST = 2_000
"""Elements inside each other; further ones are left out, though not their text.

Lexbor looks through all open elements at each tag.
"""

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|noframes|iframe)\b.*?(?:</(?P=raw)\b|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[^\"'>]++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z)",
    re.I | re.S,
)


_SPACE = re.compile("[ \t\n\r\f]+")
"""White space to HTML; a no-break space is none."""

_SPACES = re.compile("[ \t]{2,}")

_NOT_NESTED = _names(
    "p li dt dd tr td th thead tbody tfoot colgroup option optgroup a area base br col embed hr "
    "img input link meta source track wbr param body html head"
)
"""Elements that end by themselves, or hold nothing."""

_LEFT_OUT = _names(
    "head script style noscript template nav aside footer button select textarea input iframe "
    "object embed noembed noframes svg canvas audio video map dialog menu datalist progress "
    "meter"
)

_ROLES = _names(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "tablist tooltip"
)

_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section summary table tbody tfoot thead tr ul"
)

_FOREIGN = frozenset(("svg", "math"))

_HEADINGS = _names("h2 h3 h4 h5 h6")

_ENTRIES = "input[type=email], input[type=search], input[type=password], textarea"
"""What forms ask for that subscribe to letters, search, sign in or take comments."""

_CELLS = frozenset(("td", "th"))

_CONTAINERS = _names("article center div form main section table tbody td tr")
"""What an article may be inside of."""

_LISTS = _names("ul ol dl div section table tbody tr menu")

_AROUND = _names(
    "share sharing comment comments ad ads cookie cookies consent gdpr sidebar widget widgets "
    "navbar nav navigation menu pagination pager popup modal footer masthead toolbar tag tags "
    "taglist trending popular paywall signup cta"
)
"""Words in classes and ids of what is around an article."""

_AROUND_STEMS = (
    "related", "recommend", "disqus", "breadcrumb", "newsletter", "subscri", "advert", "adsby",
    "sponsor", "promo", "outbrain", "taboola", "social",
)  # fmt: skip
"""Beginnings of such words, which pages write together with others (`relatedposts`)."""

_UNSEEN = _names("hidden d-none sr-only visually-hidden screen-reader-text")
"""Classes that widely used style sheets give to what nobody sees."""

_DISCUSSION = _names("comments commentlist disqus discussion")
"""Words in classes and ids of what readers say, which may be longer than the article."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)

MAIN_SHARE = 0.6
"""Share of the text that a part must have for the article to lie in it."""

GUARD = 3
"""A part with one in so many of the characters outside of links is never left out."""

ENOUGH = 800
"""Characters that must remain of a page where comments longer than the article are left out."""

PER_TEASER = 250
"""Characters of text for each link that is a block of its own, below which a block lists links."""

SHORTEST = 200
"""Characters that a part must have to be taken for the article; a shorter page is read whole."""

LINKS = 0.6
"""Share of linked text at which a block of several links is not part of an article."""


@dataclass(slots=True)
class _Block:
    """An element with what is in it; made once, before the text is taken."""

    node: LexborNode
    tag: str
    parent: _Block | None
    children: list[_Block | str] = field(default_factory=list)
    length: int = 0
    """Characters of text."""
    linked: int = 0
    """Of these, characters inside links."""
    links: int = 0
    teasers: int = 0
    """Blocks that are a link as a whole: lists of other articles have many of them."""
    in_article: bool = False
    headline: _Block | None = None
    """The first `h1` in it, or itself."""

    @property
    def plain(self) -> int:
        """Characters of text outside of links."""
        return self.length - self.linked

    def words(self) -> set[str]:
        """The words that its class and its id are made of, in lower case."""
        named = f"{self._attribute('class')} {self._attribute('id')}"
        return {word.lower() for word in _WORD.findall(named)}

    def classes(self) -> list[str]:
        """The names of its classes."""
        return self._attribute("class").split()

    def _attribute(self, name: str) -> str:
        return self.node.attributes.get(name) or ""


def parse(html: str) -> LexborHTMLParser:
    """Return the tree of a page, in a time that grows with its length."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_limited(html))


def page_text(tree: LexborHTMLParser) -> str:
    """Return the readable text of a page; "" where there is none."""
    body = tree.body
    if body is None:
        return ""
    whole = _blocks(body)
    return _text(_article(whole), whole.plain)


def _limited(html: str) -> str:
    """Leave out what would make the parser slow: huge start tags and the deepest elements."""
    depth = 0
    in_drawing = False
    pieces: list[str] = []
    last = 0
    for match in _TAG.finditer(html):
        name = (match["name"] or "").lower()
        if not name:
            continue
        short = match.end() - match.start() <= LONGEST_TAG
        if name in _FOREIGN:
            in_drawing = not match["end"]
        # Only inside of SVG and MathML does `/>` end an element.
        ends_itself = in_drawing and match[0].endswith("/>") and name not in _BLOCKS
        if name in _NOT_NESTED or ends_itself:
            kept, other = short, f"<{match['end']}{name}>"
        elif match["end"]:
            kept, other = depth <= DEEPEST, ""
            depth = max(0, depth - 1)
        else:
            depth += 1
            kept = depth <= DEEPEST and short
            other = f"<{name}>" if depth <= DEEPEST else ""
        if not kept:
            pieces += [html[last : match.start()], other]
            last = match.end()
    return "".join([*pieces, html[last:]]) if pieces else html


def _blocks(body: LexborNode) -> _Block:
    """The elements that are shown, with the lengths of their texts."""
    root = block = _Block(body, "body", None)
    node, in_link = body.child, False
    outer: list[tuple[_Block, LexborNode | None, bool]] = []
    while True:
        if node is None:
            _close(block)
            if not outer:
                return root
            block, node, in_link = outer.pop()
            continue
        following = node.next
        if node.tag == "-text":
            text = node.text_content or ""
            block.children.append(text)
            length = len(_SPACE.sub(" ", text).strip())
            block.length += length
            block.linked += length if in_link else 0
        elif node.tag and node.tag[0] not in "-!" and not _is_left_out(node):
            outer.append((block, following, in_link))
            inner = _Block(node, node.tag, block)
            inner.in_article = block.in_article or node.tag == "article"
            block.children.append(inner)
            block, following, in_link = inner, node.child, in_link or node.tag == "a"
        node = following


def _close(block: _Block) -> None:
    """Add what a finished element has to its parent."""
    parent = block.parent
    if block.tag in _BLOCKS and not block.teasers and 0 < block.length == block.linked:
        block.teasers = 1
    if block.tag == "h1" and block.length:
        block.headline = block
    if parent is not None:
        parent.length += block.length
        parent.linked += block.linked
        parent.links += block.links + (block.tag == "a")
        parent.teasers += block.teasers
        parent.headline = parent.headline or block.headline


def _is_left_out(node: LexborNode) -> bool:
    """Whether an element is hidden, or never part of an article."""
    if node.tag in _LEFT_OUT:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _ROLES
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )


def _article(whole: _Block) -> _Block:
    """The innermost element that has most of the text, and the headline if there is one."""
    block = whole
    while True:
        inner = [child for child in block.children if isinstance(child, _Block)]
        best = max(inner, key=lambda child: child.plain, default=None)
        if (
            best is None
            or best.tag not in _CONTAINERS
            or best.plain < max(SHORTEST, MAIN_SHARE * block.plain)
            or (block.headline is not None and best.headline is None)
            or (block.tag in ("article", "main") and best.tag != "article")
        ):
            return block
        block = best


def _is_around(block: _Block, total: int) -> bool:
    """Whether a part of the article's element is not part of the article.

    `total` is the length of all text outside of links; what has much of it is never left out.
    """
    if block.tag in ("p", "main"):
        return False
    if GUARD * block.plain > total:
        is_rest_enough = total - block.plain >= ENOUGH and not block.headline
        return is_rest_enough and not _DISCUSSION.isdisjoint(block.words())
    if block.tag == "article":
        is_inner = block.parent is not None and block.parent.in_article
        return is_inner or (not block.headline and block.links > 0 and block.plain < PER_TEASER)
    if block.tag in _LISTS and (
        (block.links >= 3 and block.linked >= LINKS * block.length)
        or (block.teasers >= 3 and block.plain < PER_TEASER * block.teasers)
    ):
        return True
    if block.headline:
        return False
    words = block.words()
    if words & _AROUND or any(word.startswith(_AROUND_STEMS) for word in words):
        return True
    if not _UNSEEN.isdisjoint(block.classes()):
        return True
    if block.tag == "form":
        return block.length < SHORTEST and block.node.css_first(_ENTRIES) is not None
    return block.tag == "header" and bool(block.links)


def _kept(block: _Block, total: int) -> Iterator[_Block | str]:
    """The children that belong to the article; a heading of what does not, does not either."""
    heading: _Block | None = None
    left_out = False
    for child in block.children:
        if isinstance(child, str) and not child.strip():
            yield child
        elif isinstance(child, _Block) and _is_around(child, total):
            left_out = left_out or child.links > 0
        else:
            is_heading = isinstance(child, _Block) and child.tag in _HEADINGS
            if heading is not None and not (left_out and is_heading):
                yield heading
            heading, left_out = None, False
            if isinstance(child, _Block) and is_heading:
                heading = child
            else:
                yield child
    if heading is not None and not left_out:
        yield heading


def _text(article: _Block, total: int) -> str:
    """The text of an element, a line a block."""
    lines = _Lines()
    stack = [_kept(article, total)]
    opened = [article]
    while stack:
        for child in stack[-1]:
            if isinstance(child, str):
                lines.add(child)
            elif child.tag == "br":
                lines.end()
            else:
                lines.enter(child.tag)
                opened.append(child)
                stack.append(_kept(child, total))
                break
        else:
            stack.pop()
            lines.leave(opened.pop().tag)
    lines.end()
    return "\n".join(lines.all)


class _Lines:
    """Collects text as lines."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._line: list[str] = []
        self._pre = 0

    def add(self, text: str) -> None:
        """Add text to the line."""
        if not self._pre:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self.end()
            self._line.append(line)

    def enter(self, tag: str) -> None:
        """Begin an element."""
        if tag in _BLOCKS:
            self.end()
        elif tag in _CELLS and self._line:
            self._line.append("\t")
        self._pre += tag == "pre"

    def leave(self, tag: str) -> None:
        """End an element."""
        if tag in _BLOCKS:
            self.end()
        self._pre -= tag == "pre"

    def end(self) -> None:
        """End the line; a blank one is none."""
        line = "".join(self._line)
        line = line.rstrip("\r") if self._pre else _SPACES.sub(_joined, line).strip(" \t\n\r\f")
        if line.strip():
            self.all.append(line)
        self._line = []


def _joined(spaces: re.Match[str]) -> str:
    return "\t" if "\t" in spaces[0] else " "
