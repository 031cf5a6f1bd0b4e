"""The readable text of an HTML page: its article, without navigation, advertising, comments.

The parser is Lexbor's, which builds the tree that the HTML standard defines. The text is taken from
that tree unchanged, except that runs of HTML white space become one space, as in a browser. Each
block is a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tui.sources.heading_notes import Lines


def _name_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LONGEST_TAG = 32_768
"""The most characters of a start tag; the attributes of a longer one are not read. Lexbor compares
each attribute with all before it. No class or language is as long.
"""

DEEPEST = 2_000
"""The deepest nesting of elements; the tags of deeper ones are left out, but not their text. Lexbor
examines all open elements at each tag.
"""

MOST_OPTIONS = 2_000
"""The most options of forms; the tags of further ones are left out, but not their text. Lexbor
examines all options of a list at each.
"""

_OPTIONS = frozenset(("option", "optgroup"))

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|noframes|iframe)\b.*?(?:</(?P=raw)\b|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[^\"'>]++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z)",
    re.I | re.S,
)


_SPACE = re.compile("[ \t\n\r\f]+")
"""White space in HTML, which does not include the no-break space."""

_SPACES = re.compile("[ \t]{2,}")

_NOT_NESTED = _name_set(
    "p li dt dd tr td th thead tbody tfoot colgroup option optgroup a area base br col embed hr "
    "img input link meta source track wbr param body html head"
)
"""Elements that need no end tag, or are empty."""

_LEFT_OUT = _name_set(
    "head script style noscript template nav aside footer button select textarea input iframe "
    "object embed noembed noframes svg canvas audio video map dialog menu datalist progress "
    "meter"
)

_OF_BOOKS = _name_set("nav aside footer noscript dialog menu")
"""Elements of `_LEFT_OUT` that belong to the text of a book: footnotes are in an `aside`."""

_ROLES = _name_set(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "tablist tooltip"
)

_BLOCKS = _name_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section summary table tbody tfoot thead tr ul"
)

_FOREIGN = frozenset(("svg", "math"))

_HEADINGS = _name_set("h2 h3 h4 h5 h6")

_LEVELS = {f"h{level}": level for level in range(1, 7)}

_ENTRIES = "input[type=email], input[type=search], input[type=password], textarea"
"""Fields of forms for newsletters, search, signing in or comments."""

_CELLS = frozenset(("td", "th"))

_CONTAINERS = _name_set("article center div form main section table tbody td tr")
"""Elements that may contain the article."""

_LISTS = _name_set("ul ol dl div section table tbody tr menu")

_BOILERPLATE = _name_set(
    "share sharing comment comments ad ads cookie cookies consent gdpr sidebar widget widgets "
    "navbar nav navigation menu pagination pager popup modal footer masthead toolbar tag tags "
    "taglist trending popular paywall signup cta"
)
"""Words in the classes and ids of blocks around an article."""

_BOILERPLATE_STEMS = (
    "related", "recommend", "disqus", "breadcrumb", "newsletter", "subscri", "advert", "adsby",
    "sponsor", "promo", "outbrain", "taboola", "social",
)  # fmt: skip
"""Beginnings of such words, which pages write together with others (`relatedposts`)."""

_HIDDEN_CLASSES = _name_set("hidden d-none sr-only visually-hidden screen-reader-text")
"""Classes that common style sheets give to hidden elements."""

_DISCUSSION = _name_set("comments commentlist disqus discussion")
"""Words in the classes and ids of readers' comments, which may be longer than the article."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)

MAIN_SHARE = 0.6
"""The article is in a block if that has at least this share of the text."""

MAX_LEFT_OUT = 3
"""A block is never left out if it has at least one in this many characters outside of links."""

ENOUGH = 800
"""Comments longer than the article are left out only if this many characters remain."""

PER_TEASER = 250
"""A block with fewer characters of text for each link that is its own block is a list of links."""

SHORTEST = 200
"""The article has at least this many characters; a shorter page is read as a whole."""

LONGEST_ROW_CELL = 200
"""A table with a longer cell, in characters, is only page layout: the blocks in it are lines of
their own, as outside of tables."""

LONGEST_MARK = 6
"""Characters of the number, letter or sign of a note."""

LINKS = 0.6
"""A block of several links with at least this share of linked text is not part of an article."""


@dataclass(slots=True)
class _Block:
    """An element with its contents, built once before the text is taken."""

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
        """The words in its class and its id, in lower case."""
        named = f"{self._attribute('class')} {self._attribute('id')}"
        return {word.lower() for word in _WORD.findall(named)}

    def classes(self) -> list[str]:
        """The names of its classes."""
        return self._attribute("class").split()

    def _attribute(self, name: str) -> str:
        return self.node.attributes.get(name) or ""


def parse(html: str) -> LexborHTMLParser:
    """Return the tree of a page, in time linear in its length."""
    return LexborHTMLParser(_limit(html))


def article_lines(tree: LexborHTMLParser) -> Lines:
    """Return the lines and the headings of a page's article."""
    body = tree.body
    if body is None:
        return Lines()
    whole = _build_blocks(body)
    return _lines_of(_find_article(whole), whole.plain)


def chapter_lines(tree: LexborHTMLParser) -> tuple[Lines, int]:
    """Return the lines and the headings of a page of a book, and how many pictures it has.

    Nothing in a book is navigation or advertising, so all that is not hidden is read.
    """
    body = tree.body
    if body is None:
        return Lines(), 0
    return _lines_of(_build_blocks(body, of_book=True), None), len(body.css("img, image"))


def _limit(html: str) -> str:
    """Remove what would slow down the parser: huge start tags and the deepest elements."""
    depth = options = 0
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
        if name in _OPTIONS:
            options += 1
            kept, other = options <= MOST_OPTIONS and short, ""
        elif name in _NOT_NESTED or ends_itself:
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


def _build_blocks(body: LexborNode, *, of_book: bool = False) -> _Block:
    """Return the visible elements with the lengths of their texts."""
    left_out = _LEFT_OUT - _OF_BOOKS if of_book else _LEFT_OUT
    root = block = _Block(body, "body", None)
    node, in_link = body.child, False
    outer: list[tuple[_Block, LexborNode | None, bool]] = []
    while True:
        if node is None:
            _add_to_parent(block)
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
        elif node.tag and node.tag[0] not in "-!" and not _is_left_out(node, left_out):
            outer.append((block, following, in_link))
            inner = _Block(node, node.tag, block)
            inner.in_article = block.in_article or node.tag == "article"
            block.children.append(inner)
            block, following, in_link = inner, node.child, in_link or node.tag == "a"
        node = following


def _add_to_parent(block: _Block) -> None:
    """Add the counts of a finished element to its parent."""
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


def _is_left_out(node: LexborNode, left_out: frozenset[str]) -> bool:
    """Whether an element is hidden, or never part of the text."""
    if node.tag in left_out:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("nav" in left_out and attributes.get("role") in _ROLES)
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )


def _find_article(whole: _Block) -> _Block:
    """Return the innermost element with most of the text, and with the headline if there is one."""
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


def _is_boilerplate(block: _Block, total: int) -> bool:
    """Whether a block inside the article's element does not belong to the article.

    `total` is the length of all text outside of links; a block with much of it is never left out.
    """
    if block.tag in ("p", "main"):
        return False
    if MAX_LEFT_OUT * block.plain > total:
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
    if words & _BOILERPLATE or any(word.startswith(_BOILERPLATE_STEMS) for word in words):
        return True
    if not _HIDDEN_CLASSES.isdisjoint(block.classes()):
        return True
    if block.tag == "form":
        return block.length < SHORTEST and block.node.css_first(_ENTRIES) is not None
    return block.tag == "header" and bool(block.links)


def _article_children(block: _Block, total: int | None) -> Iterator[_Block | str]:
    """Yield the children that belong to the article; all of them without a `total`.

    A heading is left out with the block that follows it.
    """
    if total is None:
        yield from block.children
        return
    heading: _Block | None = None
    left_out = False
    for child in block.children:
        if isinstance(child, str) and not child.strip():
            yield child
        elif isinstance(child, _Block) and _is_boilerplate(child, total):
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


def _lines_of(article: _Block, total: int | None) -> Lines:
    """Return the text of an element, one line per block or row of a table."""
    lines = _LineBuilder(of_book=total is None)
    stack = [_article_children(article, total)]
    opened = [article]
    while stack:
        for child in stack[-1]:
            if isinstance(child, str):
                lines.add(child)
            elif child.tag == "br":
                lines.end_block()
            else:
                lines.enter(child)
                opened.append(child)
                stack.append(_article_children(child, total))
                break
        else:
            stack.pop()
            lines.leave(opened.pop())
    lines.end()
    return lines.all


class _LineBuilder:
    """Makes lines of text and elements."""

    def __init__(self, *, of_book: bool) -> None:
        self.all = Lines()
        self._of_book = of_book
        self._line: list[str] = []
        self._pre = 0
        self._level = 0
        """Of the heading that the line is in; 0 outside of headings."""
        self._rows = 0
        """Rows of tables that the line is in, inside each other."""

    def add(self, text: str) -> None:
        """Add text to the line."""
        if not self._pre or self._rows:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self.end()
            self._line.append(line)

    def enter(self, block: _Block) -> None:
        """Begin an element."""
        tag = block.tag
        if tag == "tr" and (self._rows or _is_row(block)):
            self.end_block()
            self._rows += 1
        elif tag in _BLOCKS:
            self.end_block()
        elif tag in _CELLS and (self._line or self._rows):
            self._line.append("\t" if self._rows < 2 else " ")
        elif self._of_book and _is_note_mark(block):
            self._line.append("[")
        self._pre += tag == "pre"
        if tag in _LEVELS:
            self._level = _LEVELS[tag]

    def leave(self, block: _Block) -> None:
        """End an element."""
        tag = block.tag
        if tag == "tr" and self._rows:
            self._rows -= 1
            if not self._rows:
                self._end_row()
        elif tag in _BLOCKS:
            self.end_block()
        elif self._of_book and _is_note_mark(block):
            begins_note = "".join(self._line).lstrip().startswith("[")
            self._line.append("] " if begins_note else "]")
        self._pre -= tag == "pre"
        if tag in _LEVELS:
            self._level = 0

    def end_block(self) -> None:
        """End the line; inside of a row only the word."""
        if self._rows:
            self._line.append(" ")
        else:
            self.end()

    def end(self) -> None:
        """End the line; blank lines are dropped."""
        line = "".join(self._line)
        line = (
            line.rstrip("\r") if self._pre else _SPACES.sub(_join_spaces, line).strip(" \t\n\r\f")
        )
        if line.strip():
            self.all.append(line, self._level)
            self._level = 0
        self._line = []

    def _end_row(self) -> None:
        """End the row of a table; each cell began with a tab."""
        before, *cells = "".join(self._line).split("\t")
        self.all.add_row(_SPACES.sub(" ", cell).strip(" ") for cell in cells or [before])
        self._line = []


def _is_note_mark(block: _Block) -> bool:
    """Whether a link leads to a note of a book, or is raised and so leads back from one: it gets
    brackets, since a raised number cannot be told from the text otherwise."""
    is_raised = block.tag == "sup" and block.length == block.linked
    in_raised = block.parent is not None and block.parent.tag == "sup"
    is_reference = (block.node.attributes.get("epub:type") or "") == "noteref" and not in_raised
    is_short = 0 < block.length <= LONGEST_MARK
    return is_short and (is_raised or is_reference) and "[" not in (block.node.text() or "")


def _is_row(block: _Block) -> bool:
    """Whether a row of a table becomes one line: its cells are short."""
    cells = [one for one in block.children if isinstance(one, _Block)]
    return all(cell.length <= LONGEST_ROW_CELL for cell in cells)


def _join_spaces(spaces: re.Match[str]) -> str:
    return "\t" if "\t" in spaces[0] else " "
