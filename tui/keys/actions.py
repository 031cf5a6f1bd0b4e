"""The table of actions: one row a thing that a key, the palette or the footer can do.

The footer, the help screen, the palette, the README's list of keys and rekeying all come
from this table; a test holds that. A key is the character that it types (`(`, `W`,
`space`) or Textual's name of it (`ctrl+left`, `pageup`). This module knows no Textual;
`tui.ui.keymap` looks things up in it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple


class Scope(enum.StrEnum):
    """Where a key counts."""

    ANYWHERE = "anywhere"
    INDEX = "index"
    ARTICLE = "article"
    SIDEBAR = "sidebar"


class Action(NamedTuple):
    """One thing that the reader can do."""

    id: str
    """What the settings file calls it, such as `move.left`."""
    keys: tuple[str, ...]
    """The keys that do it, the first being the one that is shown."""
    label: str
    """One or two words, for the footer."""
    help: str
    """One sentence without its full stop, for the help screen, the palette and the README."""
    scopes: tuple[Scope, ...]
    group: str
    """The heading under which the help screen and the README list it."""
    footer: int = 0
    """Its rank in the footer, 1 first; 0 when it does not stand there."""
    argument: str = ""
    """What the command is called with: the label of a tag."""
    command: str = ""
    """The command that does it, if its name is not the action's id: `tag` for all tags."""


_ANY = (Scope.ANYWHERE,)


_INDEX = (Scope.INDEX,)


_ART = (Scope.ARTICLE,)


_SIDE = (Scope.SIDEBAR,)


_NOTES = (Scope.ARTICLE, Scope.SIDEBAR)


def _row(
    scopes: tuple[Scope, ...],
    group: str,
    id: str,
    keys: str,
    label: str,
    sentence: str,
    footer: int = 0,
) -> Action:
    return Action(id, tuple(keys.split()), label, sentence, scopes, group, footer)


_ANYWHERE = [
    ("pane.next", "tab", "next pane", "Go to the next pane", 0),
    ("pane.previous", "shift+tab", "previous pane", "Go to the previous pane", 0),
    ("palette", "ctrl+p", "commands", "Find a command by name", 90),
    ("help", "? f1", "keys", "Show the keys of this pane", 91),
    ("quit", "ctrl+q", "quit", "Quit; everything is saved already", 92),
    ("pane.index", "[", "index", "Show or hide the index", 0),
    ("pane.sidebar", "]", "sidebar", "Show or hide the sidebar", 0),
    ("pane.article", "z", "only the article", "Show only the article, or all panes again", 0),
    ("settings.annotator", "f2", "annotator", "Change the annotator's name", 0),
    ("suspend", "ctrl+z", "suspend", "Go back to the shell; `fg` returns", 0),
]


_IN_INDEX = [
    ("index.up", "up", "up", "Go to the document above", 0),
    ("index.down", "down", "down", "Go to the document below", 0),
    ("index.page_up", "pageup", "page up", "Go a screen up", 0),
    ("index.page_down", "pagedown", "page down", "Go a screen down", 0),
    ("index.first", "home", "first", "Go to the first document", 0),
    ("index.last", "end", "last", "Go to the last document", 0),
    ("index.open", "enter", "open", "Open the document", 1),
    ("index.filter", "/", "filter", "Filter the index as you type", 2),
    ("index.order", "o", "order", "Order the index by another column", 3),
    ("index.all", "escape", "show all", "Show all documents again", 0),
]


_MOVING = [
    ("move.left", "left", "left", "Go one cluster to the left on the screen", 0),
    ("move.right", "right", "right", "Go one cluster to the right on the screen", 0),
    ("move.word_left", "ctrl+left", "word left", "Go one word to the left on the screen", 0),
    ("move.word_right", "ctrl+right", "word right", "Go one word to the right on the screen", 0),
    ("move.next_word", "space", "next word", "Go to the next word in reading order", 0),
    ("move.previous_word", "backspace", "previous word", "Go to the previous word", 0),
    ("move.up", "up", "up", "Go a row up", 0),
    ("move.down", "down", "down", "Go a row down", 0),
    ("move.page_up", "pageup", "page up", "Go a screen up", 0),
    ("move.page_down", "pagedown", "page down", "Go a screen down", 0),
    ("move.row_start", "home", "row start", "Go to the start of the row in reading order", 0),
    ("move.row_end", "end", "row end", "Go to the end of the row in reading order", 0),
    ("move.first", "ctrl+home", "start", "Go to the start of the document", 0),
    ("move.last", "ctrl+end", "end", "Go to the end of the document", 0),
    ("move.previous_sentence", "(", "sentence back", "Go to the previous sentence", 0),
    ("move.next_sentence", ")", "sentence", "Go to the next sentence", 0),
    ("move.previous_paragraph", "{", "paragraph back", "Go to the previous paragraph", 0),
    ("move.next_paragraph", "}", "paragraph", "Go to the next paragraph", 0),
    ("move.next_quotation", '"', "quotation", "Go into the next quotation marks", 0),
    ("move.next_annotation", "n", "next", "Go to the next annotation, or match while searching", 8),
    ("move.previous_annotation", "N", "previous", "Go to the previous annotation or match", 0),
    (
        "move.next_todo",
        "j",
        "to do",
        "Go to the next thing to do: a suggestion, else a quote "
        "without speaker, else a missing required attribute",
        9,
    ),
    ("move.previous_todo", "J", "to do back", "Go to the previous thing to do", 0),
    ("find", "/", "find", "Find in this document; `enter` goes to the first match", 7),
]


_SELECTING = [
    ("select.left", "shift+left", "select left", "Extend the selection to the left", 0),
    ("select.right", "shift+right", "select right", "Extend the selection to the right", 0),
    ("select.word_left", "ctrl+shift+left", "select word left", "Extend it a word to the left", 0),
    (
        "select.word_right",
        "ctrl+shift+right",
        "select word right",
        "Extend it a word to the right",
        0,
    ),
    ("select.up", "shift+up", "select up", "Extend the selection a row up", 0),
    ("select.down", "shift+down", "select down", "Extend the selection a row down", 0),
    (
        "select.row_start",
        "shift+home",
        "select to start",
        "Extend the selection to the row's start",
        0,
    ),
    ("select.row_end", "shift+end", "select to end", "Extend the selection to the row's end", 0),
    ("select.toggle", "v", "select", "Start or end a selection that every move extends", 0),
    (
        "select.widen",
        "w",
        "widen",
        "Widen: word, clause, phrase, quotation, sentence, paragraph",
        5,
    ),
    ("select.narrow", "W", "narrow", "Narrow the selection again", 0),
    ("bound.start_in", "s", "start in", "Move the start in, past a clitic, else a word", 6),
    ("bound.start_out", "S", "start out", "Move the start out, by a clitic, else a word", 0),
    ("bound.end_out", "f", "end out", "Move the end out by a word", 0),
    ("bound.end_in", "F", "end in", "Move the end in by a word", 0),
    ("select.drop", "escape", "drop", "Drop the selection; end the search", 0),
]


_ANNOTATION = [
    ("note.open", "enter", "attributes", "Open its attributes and note", 10),
    (
        "note.rebound",
        "r",
        "bounds",
        "Take up its span as the selection; `enter` sets the new bounds, `escape` leaves them",
        0,
    ),
    ("note.link", "l", "link", "Link it to another annotation", 11),
    ("note.delete", "x delete", "delete", "Delete it", 0),
    ("note.everywhere", "a", "all", "Tag every other occurrence of its text, after a preview", 12),
    ("note.repeat", ".", "again", "Repeat the last label and its attributes here", 0),
    ("note.accept", "+ =", "accept", "Accept the suggestion", 0),
    ("note.reject", "-", "reject", "Reject the suggestion", 0),
    ("note.overlap", "\\", "overlap", "Go through the annotations that overlap here", 0),
    ("note.unlink", "L", "unlink", "Take one of its links away", 0),
    ("copy", "y", "copy", "Copy the selection, else the annotation's text", 0),
    ("undo", "u", "undo", "Undo", 13),
    ("redo", "U", "redo", "Redo", 0),
]


_DOCUMENT = [
    ("document.done", "d", "done", "Mark the document done; again: open the next", 14),
    ("document.bookmark", "m", "bookmark", "Set a bookmark", 0),
    ("document.bookmarks", "'", "bookmarks", "Go to a bookmark", 0),
    ("view.marks", "t", "vowel marks", "Show or hide vowel marks (tashkeel)", 0),
    ("view.narrower", "<", "narrower", "Make the text narrower", 0),
    ("view.wider", ">", "wider", "Make the text wider", 0),
    ("view.guidelines", "g", "guidelines", "Show the guidelines of the project", 0),
]


_SIDEBAR = [
    ("sidebar.up", "up", "up", "Go to the annotation above", 0),
    ("sidebar.down", "down", "down", "Go to the annotation below", 0),
    ("sidebar.page_up", "pageup", "page up", "Go a screen up", 0),
    ("sidebar.page_down", "pagedown", "page down", "Go a screen down", 0),
    ("sidebar.first", "home", "first", "Go to the first annotation", 0),
    ("sidebar.last", "end", "last", "Go to the last annotation", 0),
    ("sidebar.open", "enter", "go there", "Go to it in the article", 1),
    ("note.follow", ">", "follow", "Go to the other end of its link", 3),
    ("sidebar.order", "o", "order", "List by label or in the order of the text", 2),
]


_COMMANDS = [
    ("move.previous_quotation", "Go into the previous quotation marks"),
    ("view.theme", "Choose a theme"),
    ("view.direction", "Direction of this document: automatic, right to left, left to right"),
    ("view.controls", "Show or hide invisible controls (LRM, ZWNJ, NBSP …) as small signs"),
    ("view.mirror", "Put the index at the right and the sidebar at the left, or back"),
    ("view.others", "Show or hide the annotations of other annotators"),
    ("search", "Search all documents"),
    ("review", "Review: a table of all annotations of all documents"),
    ("suggest", "Suggest quotations, speakers and known names in this document"),
    ("document.reanchor", "See what changed in this text, and place its annotations anew"),
    ("document.orphans", "List the annotations that lost their place, to place them by hand"),
    ("document.reopen", "Take back that the document is done"),
    ("notices", "Show the notices said at the start, of the terminal and of files"),
    ("doctor", "How this terminal is spoken to, and a sample to judge by"),
]  # palette only: no key unless the settings give one


def _table() -> tuple[Action, ...]:
    rows: list[Action] = []
    for scopes, group, part in (
        (_ANY, "Anywhere", _ANYWHERE),
        (_INDEX, "Index", _IN_INDEX),
        (_ART, "Moving", _MOVING),
        (_ART, "Selecting", _SELECTING),
        (_NOTES, "The current annotation", _ANNOTATION),
        (_ART, "The document", _DOCUMENT),
        (_SIDE, "Sidebar", _SIDEBAR),
    ):
        rows += [_row(scopes, group, *fields) for fields in part]
    rows += [_row(_ANY, "Commands", id, "", "", sentence) for id, sentence in _COMMANDS]
    open_note = next(row for row in rows if row.id == "note.open")
    # In the article `enter` opens the form; the sidebar has its own `enter`.
    rows[rows.index(open_note)] = open_note._replace(scopes=_ART)
    return tuple(rows)


ACTIONS: tuple[Action, ...] = _table()
"""All actions but the tags, which come from the label schema."""


class Label(NamedTuple):
    """What the table needs to know of a label."""

    name: str
    key: str
    help: str = ""


def tag_actions(labels: Iterable[Label]) -> list[Action]:
    """The actions that tag, one a label, in the schema's order."""
    return [
        Action(
            f"tag.{label.name}",
            (label.key,) if label.key else (),
            label.name,
            label.help or f"Tag a {label.name}",
            _ART,
            "Tagging",
            footer=rank,
            argument=label.name,
            command="tag",
        )
        for rank, label in enumerate(labels, 1)
    ]
