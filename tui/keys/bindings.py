"""The table of actions and the keys that are bound to them.

An action is anything that a key, the palette or the footer can do. The footer, the help screen, the
palette, the documentation's lists of keys and the setting `keys` all use this table. A key is
written as the character that it types (`(`, `W`), as `space`, or with Textual's name for it
(`ctrl+left`, `pageup`). Settings files contain the ids of actions, so ids do not change.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple


class Scope(enum.StrEnum):
    """The pane in which a key works."""

    ANYWHERE = "anywhere"
    INDEX = "index"
    ARTICLE = "article"
    SIDEBAR = "sidebar"


class Action(NamedTuple):
    """One thing that the reader can do."""

    id: str
    """The name in the settings file, such as `move.left`."""
    keys: tuple[str, ...]
    """The keys that do it; the first one is shown."""
    label: str
    """One or two words, for the footer."""
    help: str
    """One sentence without its full stop, for the help screen, the palette and the docs."""
    command: str
    """The command that does it; several actions can share one, each with an argument."""
    argument: str = ""
    """The argument of the command, such as the direction of a move or the label of a tag."""
    footer: int = 0
    """The rank in the footer, 1 first; 0 if it is not shown there."""
    keeps_pending: bool = False
    """Whether a pending action, which waits for `enter` or `escape` in the article, stays
    pending."""
    scopes: tuple[Scope, ...] = ()
    group: str = ""
    """The heading under which the help screen and the documentation list it."""


_ANY = (Scope.ANYWHERE,)
_INDEX = (Scope.INDEX,)
_ART = (Scope.ARTICLE,)
_SIDE = (Scope.SIDEBAR,)
_NOTES = (Scope.ARTICLE, Scope.SIDEBAR)


def _row(
    id: str,
    keys: str,
    label: str,
    sentence: str,
    command: str = "",
    argument: str = "",
    *,
    footer: int = 0,
    keeps_pending: bool = False,
    scopes: tuple[Scope, ...] = (),
) -> Action:
    """Return an action; `keys` are separated by spaces, and the command is the id if not given."""
    return Action(
        id,
        tuple(keys.split()),
        label,
        sentence,
        command or id,
        argument,
        footer,
        keeps_pending,
        scopes,
    )


def _unbound(
    id: str, sentence: str, command: str = "", argument: str = "", *, keeps_pending: bool = False
) -> Action:
    """Return an action of the palette that has no key by default."""
    return _row(id, "", "", sentence, command, argument, keeps_pending=keeps_pending)


def _group(
    name: str,
    scopes: tuple[Scope, ...],
    rows: tuple[Action, ...],
    *,
    keeps_pending: bool = False,
) -> Iterable[Action]:
    """Yield the actions of a group with their common fields set."""
    for row in rows:
        yield row._replace(
            group=name,
            scopes=row.scopes or scopes,
            keeps_pending=row.keeps_pending or keeps_pending,
        )


# fmt: off
_ANYWHERE = (
    _row("pane.next", "tab", "next pane", "Go to the next pane", "pane.cycle", "next"),
    _row("pane.previous", "shift+tab", "previous pane", "Go to the previous pane",
         "pane.cycle", "previous"),
    _row("palette", "ctrl+p", "commands", "Find a command by name", footer=90, keeps_pending=True),
    _row("help", "? f1", "keys", "Show the keys of this pane", footer=91, keeps_pending=True),
    _row("quit", "ctrl+q", "quit", "Quit; everything is saved already", footer=92),
    _row("pane.index", "[", "index", "Show or hide the index", "pane.toggle", "index"),
    _row("pane.sidebar", "]", "sidebar", "Show or hide the sidebar", "pane.toggle", "sidebar"),
    _row("pane.article", "z", "only the article", "Show only the article, or all panes again",
         "pane.toggle", "article"),
    _row("settings.annotator", "f2", "annotator", "Change the annotator's name"),
    _row("suspend", "ctrl+z", "suspend", "Go back to the shell; `fg` returns"),
)

_IN_INDEX = (
    _row("index.up", "up", "up", "Go to the document above", "index.move", "up"),
    _row("index.down", "down", "down", "Go to the document below", "index.move", "down"),
    _row("index.page_up", "pageup", "page up", "Go a screen up", "index.move", "page_up"),
    _row("index.page_down", "pagedown", "page down", "Go a screen down", "index.move", "page_down"),
    _row("index.first", "home", "first", "Go to the first document", "index.move", "first"),
    _row("index.last", "end", "last", "Go to the last document", "index.move", "last"),
    _row("index.open", "enter", "open", "Open the document", footer=1),
    _row("index.filter", "/", "filter", "Filter the index as you type", footer=2),
    _row("index.order", "o", "order", "Order the index by another column", footer=3),
    _row("index.all", "escape", "show all", "Show all documents again"),
)

_MOVING = (
    _row("move.left", "left", "left", "Go one cluster to the left on the screen", "move", "left"),
    _row("move.right", "right", "right", "Go one cluster to the right on the screen",
         "move", "right"),
    _row("move.word_left", "ctrl+left", "word left", "Go one word to the left on the screen",
         "move", "word_left"),
    _row("move.word_right", "ctrl+right", "word right", "Go one word to the right on the screen",
         "move", "word_right"),
    _row("move.next_word", "space", "next word", "Go to the next word in reading order",
         "move", "next_word"),
    _row("move.previous_word", "backspace", "previous word", "Go to the previous word",
         "move", "previous_word"),
    _row("move.up", "up", "up", "Go a row up", "move", "up"),
    _row("move.down", "down", "down", "Go a row down", "move", "down"),
    _row("move.page_up", "pageup", "page up", "Go a screen up", "move.page", "up"),
    _row("move.page_down", "pagedown", "page down", "Go a screen down", "move.page", "down"),
    _row("move.row_start", "home", "row start", "Go to the start of the row in reading order",
         "move", "row_start"),
    _row("move.row_end", "end", "row end", "Go to the end of the row in reading order",
         "move", "row_end"),
    _row("move.first", "ctrl+home", "start", "Go to the start of the document", "move", "first"),
    _row("move.last", "ctrl+end", "end", "Go to the end of the document", "move", "last"),
    _row("move.previous_sentence", "(", "sentence back", "Go to the previous sentence",
         "move", "previous_sentence"),
    _row("move.next_sentence", ")", "sentence", "Go to the next sentence", "move", "next_sentence"),
    _row("move.previous_paragraph", "{", "paragraph back", "Go to the previous paragraph",
         "move", "previous_paragraph"),
    _row("move.next_paragraph", "}", "paragraph", "Go to the next paragraph",
         "move", "next_paragraph"),
    _row("move.next_quotation", '"', "quotation", "Go into the next quotation marks",
         "move", "next_quotation"),
    _row("move.next_annotation", "n", "next", "Go to the next annotation, or match while searching",
         "move.annotation", "next", footer=8),
    _row("move.previous_annotation", "N", "previous", "Go to the previous annotation or match",
         "move.annotation", "previous"),
    _row("move.next_todo", "j", "to do",
         "Go to the next thing to do: a suggestion, else a quote "
         "without speaker, else a missing required attribute, else a flag or a comment",
         "move.todo", "next", footer=9),
    _row("move.previous_todo", "J", "to do back", "Go to the previous thing to do",
         "move.todo", "previous"),
    _row("find", "/", "find", "Find in this document; `enter` goes to the next match", footer=7),
)

_SELECTING = (
    _row("select.left", "shift+left", "select left", "Extend the selection to the left",
         "select", "left"),
    _row("select.right", "shift+right", "select right", "Extend the selection to the right",
         "select", "right"),
    _row("select.word_left", "ctrl+shift+left", "select word left", "Extend it a word to the left",
         "select", "word_left"),
    _row("select.word_right", "ctrl+shift+right", "select word right",
         "Extend it a word to the right", "select", "word_right"),
    _row("select.up", "shift+up", "select up", "Extend the selection a row up", "select", "up"),
    _row("select.down", "shift+down", "select down", "Extend the selection a row down",
         "select", "down"),
    _row("select.row_start", "shift+home", "select to start",
         "Extend the selection to the row's start", "select", "row_start"),
    _row("select.row_end", "shift+end", "select to end", "Extend the selection to the row's end",
         "select", "row_end"),
    _row("select.toggle", "v", "select", "Start or end a selection that every move extends"),
    _row("select.widen", "w", "widen",
         "Widen: word, clause, phrase, quotation, sentence, paragraph", footer=5),
    _row("select.narrow", "W", "narrow", "Narrow the selection again"),
    _row("bound.start_in", "s", "start in", "Move the start in, past a clitic, else a word",
         "bound", "start_in", footer=6),
    _row("bound.start_out", "S", "start out", "Move the start out, by a clitic, else a word",
         "bound", "start_out"),
    _row("bound.end_out", "f", "end out", "Move the end out by a word", "bound", "end_out"),
    _row("bound.end_in", "F", "end in", "Move the end in by a word", "bound", "end_in"),
    _row("select.drop", "escape", "drop", "Drop the selection; end the search"),
)

_ANNOTATION = (
    _row("note.open", "enter", "attributes", "Open its attributes and note",
         footer=10, scopes=_ART),
    _row("note.rebound", "r", "bounds",
         "Select its span to change it; `enter` sets the new bounds, `escape` leaves them"),
    _row("note.link", "l", "link", "Link it to another annotation", footer=11),
    _row("note.delete", "x delete", "delete", "Delete it"),
    _row("note.everywhere", "a", "all", "Tag every other occurrence of its text, after a preview",
         footer=12),
    _row("note.repeat", ".", "again", "Repeat the last label and its attributes here"),
    _row("note.accept", "+ =", "accept", "Accept the suggestion", "note.decide", "accept"),
    _row("note.reject", "-", "reject", "Reject the suggestion", "note.decide", "reject"),
    _row("note.write", "i", "note", "Write a note on it"),
    _row("note.flag", "!", "unsure", "Flag it as unsure; again: resolve the flag"),
    _row("comment.here", "C", "comments",
         "Read and write comments on it, or on the document if no annotation is here"),
    _row("note.fragment", "B", "fragment", "Add the selection to it as a fragment"),
    _row("note.like", "*", "all alike",
         "Accept all suggestions of its label and maker, after a preview"),
    _row("note.overlap", "\\", "overlap", "Go through the annotations that overlap here",
         keeps_pending=True),
    _row("note.unlink", "L", "unlink", "Remove one of its links"),
    _row("copy", "y", "copy", "Copy the selection, else the annotation's text", keeps_pending=True),
    _row("undo", "u", "undo", "Undo", footer=13),
    _row("redo", "U", "redo", "Redo"),
)

_DOCUMENT = (
    _row("suggest", "A", "suggest",
         "Suggest for this document, by the suggesters of the settings too"),
    _row("document.done", "d", "done", "Mark the document done; again: open the next", footer=14),
    _row("document.bookmark", "m", "bookmark", "Set a bookmark"),
    _row("document.bookmarks", "'", "bookmarks", "Go to a bookmark"),
    _row("document.contents", "h", "contents", "Go to a heading or chapter"),
    _row("view.marks", "t", "vowel marks", "Show or hide vowel marks (tashkeel)",
         keeps_pending=True),
    _row("view.narrower", "<", "narrower", "Make the text narrower",
         "view.measure", "narrower", keeps_pending=True),
    _row("view.wider", ">", "wider", "Make the text wider",
         "view.measure", "wider", keeps_pending=True),
    _row("view.layers", "|", "layers",
         "Show another annotator's layer next to your own; again: the next one, then none",
         keeps_pending=True, scopes=_NOTES),
    _row("view.guidelines", "g", "guidelines", "Show the guidelines of the project",
         keeps_pending=True),
)

_IN_SIDEBAR = (
    _row("sidebar.up", "up", "up", "Go to the annotation above", "sidebar.move", "up"),
    _row("sidebar.down", "down", "down", "Go to the annotation below", "sidebar.move", "down"),
    _row("sidebar.page_up", "pageup", "page up", "Go a screen up", "sidebar.move", "page_up"),
    _row("sidebar.page_down", "pagedown", "page down", "Go a screen down",
         "sidebar.move", "page_down"),
    _row("sidebar.first", "home", "first", "Go to the first annotation", "sidebar.move", "first"),
    _row("sidebar.last", "end", "last", "Go to the last annotation", "sidebar.move", "last"),
    _row("sidebar.open", "enter", "go there", "Go to it in the article", footer=1),
    _row("note.follow", ">", "follow", "Go to the other end of its link", footer=3),
    _row("sidebar.order", "o", "order", "List by label or in the order of the text", footer=2),
)

_WITHOUT_KEY = (
    _unbound("move.previous_quotation", "Go into the previous quotation marks",
             "move", "previous_quotation"),
    _unbound("view.theme", "Choose a theme", keeps_pending=True),
    _unbound("view.direction",
             "Direction of this document: automatic, right to left, left to right",
             keeps_pending=True),
    _unbound("view.controls", "Show or hide invisible controls (LRM, ZWNJ, NBSP …) as small signs",
             keeps_pending=True),
    _unbound("view.mirror", "Put the index at the right and the sidebar at the left, or back",
             keeps_pending=True),
    _unbound("view.others", "Show or hide the annotations of other annotators", keeps_pending=True),
    _unbound("view.todo_order",
             "Go through suggestions in the order of the text, or the least sure first",
             keeps_pending=True),
    _unbound("search", "Search all documents"),
    _unbound("review", "Review: a table of all annotations of all documents"),
    _unbound("comment.add", "Comment on the annotation here, or answer its open comment"),
    _unbound("comment.read", "Read, answer, resolve, delete the comments on the annotation here"),
    _unbound("comment.resolve", "Resolve the comments on the annotation here"),
    _unbound("comment.add_to_document", "Comment on the document, or answer its open comment",
             "comment.add", "document"),
    _unbound("comment.read_document", "Read, answer, resolve, delete the comments on the document",
             "comment.read", "document"),
    _unbound("comment.resolve_document", "Resolve the comments on the document",
             "comment.resolve", "document"),
    _unbound("agreement", "Measure how far annotators agree"),
    _unbound("sync", "Sync: exchange rows with the hub now"),
    _unbound("adjudicate", "Decide where annotators differ, one question after another"),
    _unbound("document.reanchor",
             "Show what changed in this text, and place its annotations in it"),
    _unbound("document.orphans",
             "List the annotations that lost their place, to place them by hand"),
    _unbound("review.ask", "Set the document's review: to review", "document.review", "to review"),
    _unbound("review.return", "Set the document's review: returned", "document.review", "returned"),
    _unbound("review.approve", "Set the document's review: approved",
             "document.review", "approved"),
    _unbound("review.none", "Set the document's review: none", "document.review"),
    _unbound("document.reopen", "Mark the document as not done"),
    _unbound("notices", "Show the notices given at the start, about the terminal and files"),
    _unbound("tour", "Take the tour: six steps on a sample article, in a database of its own"),
    _unbound("doctor", "Show how to check this terminal"),
)
# fmt: on

ACTIONS: tuple[Action, ...] = (
    *_group("Anywhere", _ANY, _ANYWHERE),
    *_group("Index", _INDEX, _IN_INDEX),
    *_group("Moving", _ART, _MOVING, keeps_pending=True),
    *_group("Selecting", _ART, _SELECTING, keeps_pending=True),
    *_group("The current annotation", _NOTES, _ANNOTATION),
    *_group("The document", _ART, _DOCUMENT),
    *_group("Sidebar", _SIDE, _IN_SIDEBAR),
    *_group("Commands", _ANY, _WITHOUT_KEY),
)
"""All actions except tags, which come from the label schema."""


class Label(NamedTuple):
    """The properties of a label that the table of actions needs."""

    name: str
    key: str
    help: str = ""


def tag_actions(labels: Iterable[Label]) -> list[Action]:
    """Return the actions that tag, one per label, in the order of the schema."""
    return [
        Action(
            f"tag.{label.name}",
            (label.key,) if label.key else (),
            label.name,
            label.help or f"Tag a {label.name}",
            command="tag",
            argument=label.name,
            footer=rank,
            scopes=_ART,
            group="Tagging",
        )
        for rank, label in enumerate(labels, 1)
    ]
