"""Every setting, with its type, its default and what it does.

The key of a setting in `hashiya.toml` is its name here. `tui.config.parsing` checks a file against
the types in this class.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from tui.choices import Bidi, Marks

KeyboardLayout = Literal[
    "",
    "arabic",
    "arabic-mac",
    "persian",
    "persian-windows",
    "urdu",
    "urdu-windows",
    "hebrew",
]


SHARED_LOGINS = (
    "admin",
    "administrator",
    "annotator",
    "codespace",
    "docker",
    "ec2-user",
    "guest",
    "jovyan",
    "nobody",
    "pi",
    "root",
    "runner",
    "test",
    "ubuntu",
    "user",
    "vagrant",
    "vscode",
)


class ThemeColours(NamedTuple):
    """A theme of the settings file: its colours as `#rrggbb`; the others are derived."""

    dark: bool = True
    """Light letters on a dark background."""
    colours: Mapping[str, str] = MappingProxyType({})
    """The colours, by the names that Textual's themes use: `primary`, `background` …"""


class SuggesterSettings(NamedTuple):
    """A suggester of the settings file: a command, or the address of an ML backend."""

    command: tuple[str, ...] = ()
    """The program and its arguments; empty if there is an address."""
    url: str = ""
    auto: bool = False
    """Run it when a document is opened for the first time."""


BUILT_IN_SUGGESTERS = ("rules", "names", "gazetteer")
"""The suggesters that are part of Hashiya; no other one can have their names."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults."""

    annotator: str = ""
    """The annotator's name, which is stored with each annotation; empty: the login name."""

    shared_logins: tuple[str, ...] = SHARED_LOGINS
    """Login names that several people share: with one of them, Hashiya asks for a name, once."""

    show_others: bool = False
    """Show other annotators' work too, in a muted style."""

    curators: tuple[str, ...] = ()
    """Those who may adjudicate and set the state of a review; empty: everybody may."""

    adjudication: Literal["unanimous", "majority"] = "unanimous"
    """What adjudication adopts without a question: what all layers have, or what most have."""

    blind_adjudication: bool = False
    """Hide who made what while adjudicating."""

    theme: str = "hashiya-dark"
    """The colours: `hashiya-dark`, `hashiya-light`, `hashiya-contrast`, one of Textual's, or
    one from `themes`."""

    measure: int = field(default=72, metadata={"range": (20, 200)})
    """The width of the text in cells, at most."""

    show_index: bool = True
    """Show the index."""

    show_sidebar: bool = True
    """Show the sidebar."""

    mirrored: bool = False
    """Put the index on the right and the sidebar on the left."""

    sidebar_order: Literal["label", "text"] = "label"
    """The sidebar lists annotations label by label, or in the order of the text."""

    bidi: Bidi = Bidi.AUTO
    """How right-to-left text is sent; `auto` asks the terminal whether it reorders by itself."""

    marks: Marks = Marks.AUTO
    """Where vowel marks are sent: after their letter, before it, or not at all."""

    show_marks: bool = True
    """Show vowel marks (tashkeel)."""

    show_controls: bool = False
    """Show invisible controls (LRM, ZWNJ, NBSP …) as small signs."""

    direction: Literal["auto", "rtl", "ltr"] = "auto"
    """The direction of paragraphs; `auto`: that of their first strong letter."""

    drag_selects: Literal["words", "letters"] = "words"
    """A drag of the mouse selects whole words, or letters."""

    snap_to_words: bool = False
    """Widen a selection to whole words when it is tagged."""

    strip_article: bool = False
    """`s` takes the article ال or ה from the start of a span, too."""

    suggest_with: tuple[str, ...] = field(
        default=("rules", "names"), metadata={"of": BUILT_IN_SUGGESTERS}
    )
    """The built-in suggesters that `A` asks: `rules`, `names`, `gazetteer`."""

    suggest_on_opening: bool = False
    """Suggest for a document when it is opened for the first time."""

    todo_order: Literal["text", "score"] = "text"
    """`j` goes through suggestions in the order of the text, or by score, the least sure first."""

    keyboard_layout: KeyboardLayout = ""
    """The layout that counts where two layouts have a character on different keys, and whose
    punctuation is mapped too; letters and digits are mapped without it."""

    schema: str = ""
    """The label schema: the name of one that ships with Hashiya, such as `wojood`, or a file's
    path from here; empty: the `labels` of this file, else the default."""

    hub: str = ""
    """The address of the hub; used only from a file that is trusted."""

    suggesters: Mapping[str, SuggesterSettings] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Suggesters by name; used only from a file that is trusted."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Action id → the keys that replace its own; `[]` removes them."""

    themes: Mapping[str, ThemeColours] = field(default_factory=lambda: MappingProxyType({}))
    """More themes, by name."""


CHOOSABLE = frozenset(
    {
        "direction",
        "measure",
        "mirrored",
        "show_controls",
        "show_index",
        "show_marks",
        "show_others",
        "show_sidebar",
        "sidebar_order",
        "theme",
        "todo_order",
    }
)
"""The settings that can be changed in the reader too."""


SCHEMA_KEYS = frozenset({"extends", "guidelines", "labels"})
"""The keys of `hashiya.toml` that belong to the label schema."""


THEME_COLOURS = frozenset(
    {
        "accent",
        "background",
        "boost",
        "error",
        "foreground",
        "panel",
        "primary",
        "secondary",
        "success",
        "surface",
        "warning",
    }
)
