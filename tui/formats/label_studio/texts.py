"""The texts of Label Studio's tasks: plain ones, HTML, and lists of paragraphs.

A region of HTML (`hypertextlabels`) is placed by `globalOffsets`, else by the paths of its nodes,
one of paragraphs (`paragraphlabels`) by the numbers of its paragraphs. JavaScript counts UTF-16
units, other writers code points: of the two, the one that gives the region's own words is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.choices import Unit
from tui.formats.label_studio.html_text import HtmlText
from tui.formats.shared.offset_units import OffsetMap
from tui.model import JSON
from tui.sources.json_values import Fields

REGIONS = ("labels", "hypertextlabels", "paragraphlabels")
"""The types of results that label a stretch of text."""

_HINT = "export the task with its text as plain text, or its results with globalOffsets"


@dataclass(slots=True)
class TaskText:
    """The text in which the offsets of one task's regions count."""

    data: Fields
    """The task's data, with the text in its field."""
    used_fields: tuple[str, ...] = ()
    """Fields of the data that are all in the text."""
    html: HtmlText | None = None
    paragraphs: tuple[tuple[int, str], ...] = ()
    """Where each paragraph begins in the text, and its own text."""

    def place(self, value: Fields) -> tuple[int, int]:
        """Return the offsets of a region of HTML or of paragraphs, in code points.

        Raises ExchangeError if they are not in the text, or not at the region's own text.
        """
        text = self.html.text if self.html else "\n".join(one for _, one in self.paragraphs)
        words = value.text("text", "")
        found = [span for span in self._candidates(value) if span[0] < span[1]]
        for same in (_plain, _squeezed):
            for start, end in found:
                if not words or same(text[start:end]) == same(words):
                    return start, end
        if not found:
            raise value.error(f"is not in the text of the task; {_HINT}")
        raise value.error(f"its offsets do not give {words[:40]!r}; {_HINT}")

    def _candidates(self, value: Fields) -> Iterator[tuple[int, int]]:
        """Yield the spans that the region may mean, likeliest first."""
        for utf16 in (True, False):
            if self.html is not None:
                yield from _in_html(self.html, value, utf16=utf16)
            else:
                yield from self._in_paragraphs(value, utf16=utf16)

    def _in_paragraphs(self, value: Fields, *, utf16: bool) -> Iterator[tuple[int, int]]:
        ends = []
        for name, inside in (("start", "startOffset"), ("end", "endOffset")):
            number, count = _number(value, name), value.integer(inside)
            if not 0 <= number < len(self.paragraphs):
                return
            start, text = self.paragraphs[number]
            try:
                offset = OffsetMap(text, Unit.UTF16 if utf16 else Unit.CODEPOINT).to_offset(count)
            except ValueError:
                return
            if offset > len(text):
                return
            ends.append(start + offset)
        yield ends[0], ends[1]


def _in_html(html: HtmlText, value: Fields, *, utf16: bool) -> Iterator[tuple[int, int]]:
    if isinstance(value.values.get("globalOffsets"), dict):
        counts = value.inner(value.values["globalOffsets"], "globalOffsets")
        start = html.at_count(counts.integer("start"), utf16=utf16, is_end=False)
        end = html.at_count(counts.integer("end"), utf16=utf16, is_end=True)
        if start is not None and end is not None:
            yield start, end
    if isinstance(value.values.get("start"), str) and "startOffset" in value:
        start = html.at_path(value.text("start"), value.integer("startOffset"), utf16=utf16)
        end = html.at_path(value.text("end"), value.integer("endOffset"), utf16=utf16)
        if start is not None and end is not None:
            yield start, end


def _number(value: Fields, name: str) -> int:
    """Return the number of a paragraph, which is written as a text or a number."""
    text = value.name(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise value.error(f'"{name}" is not the number of a paragraph')
    return int(text)


def _plain(text: str) -> str:
    # Some versions write line ends as a backslash and an n.
    return text.replace("\\n", "\n")


def _squeezed(text: str) -> str:
    # What a browser copies has other white space between blocks than the tree.
    return "".join(_plain(text).split())


def text_of(data: Fields, text_field: str, kinds: set[str]) -> TaskText:
    """Return the text of a task whose results are of these types.

    Raises ExchangeError if the field of the text is not certain.
    """
    if "paragraphlabels" in kinds:
        return _paragraphs(data, text_field)
    if "hypertextlabels" in kinds:
        return _html(data, text_field)
    return TaskText(data)


def _html(data: Fields, text_field: str) -> TaskText:
    name = text_field
    if not isinstance(data.values.get(name), str):
        marked = [key for key, one in data.values.items() if isinstance(one, str) and "<" in one]
        name = _only(data, marked, "HTML")
    found = HtmlText(data.text(name))
    values: dict[str, JSON] = {**data.values, text_field: found.text}
    if name == text_field:
        values["html"] = data.text(name)
    return TaskText(Fields(values, data.file, data.line), html=found)


def _paragraphs(data: Fields, text_field: str) -> TaskText:
    """Return the paragraphs as lines; who says them stays in the field of the data."""
    name = text_field
    if not isinstance(data.values.get(name), list):
        lists = [key for key, one in data.values.items() if _is_dialogue(one)]
        name = _only(data, lists, "paragraphs")
    pieces: list[tuple[int, str]] = []
    at = 0
    for one in data.objects(name):
        texts = [key for key, value in one.values.items() if isinstance(value, str)]
        key = "text" if "text" in texts else next(iter(texts[-1:]), "text")
        text = one.text(key)
        pieces.append((at, text))
        at += len(text) + 1
    whole = "\n".join(text for _, text in pieces)
    values: dict[str, JSON] = {**data.values, text_field: whole}
    if name == text_field:
        values["paragraphs"] = data.values[name]
    return TaskText(Fields(values, data.file, data.line), paragraphs=tuple(pieces))


def _is_dialogue(value: JSON) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _only(data: Fields, names: list[str], what: str) -> str:
    """Return the only one of the names.

    Raises ExchangeError if there is none, or several.
    """
    if len(names) != 1:
        shown = ", ".join(map(repr, names)) or "none"
        raise data.error(f"which field holds the {what} is not certain ({shown}): --text-field")
    return names[0]
