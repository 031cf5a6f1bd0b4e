"""The label schema: a frozen value that defines keys, colours, forms and links.

`tui.schema.file` reads one from a TOML file. A colour is a name of `palette.PALETTE` or `#rrggbb`.
A channel (tint, ink, underline, italic) is how a label is shown in the text; labels of different
channels can be seen at the same time where they overlap.
"""

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

from tui.hashing import sha256
from tui.text.spans import NaturalSpan

CHOICE_KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"
"""The keys of the choices of an attribute, in the order in which they are assigned."""


Value = str | bool | int | float | list[str]
"""The types of an attribute's value."""


class Channel(enum.StrEnum):
    """How a label is shown in the text; overlapping labels of different channels are all
    visible."""

    TINT = "tint"
    """A background tint."""
    INK = "ink"
    """The letters' own colour, and bold."""
    UNDERLINE = "underline"
    """A line beneath."""
    ITALIC = "italic"
    """Slanted letters in the label's colour."""


class AttributeType(enum.StrEnum):
    """The type of an attribute's value."""

    CHOICE = "choice"
    CHOICES = "multi-choice"
    NUMBER = "number"
    TEXT = "text"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """One of the values that an attribute can take."""

    value: str
    """The value as stored."""
    title: str = ""
    """The value as shown; if empty, `value`."""
    help: str = ""
    key: str = ""
    """The key that chooses it; if empty, AttributeDef assigns one."""


class Option(NamedTuple):
    """One value that a key can set an attribute to."""

    key: str
    title: str
    value: str | bool
    help: str = ""

    @property
    def short_title(self) -> str:
        """The title without its key: `no` for the title `0 no` with the key `0`."""
        return self.title.removeprefix(f"{self.key} ")


@dataclass(frozen=True, slots=True)
class AttributeDef:
    """One attribute of a label: a field of its form."""

    name: str
    type: AttributeType = AttributeType.TEXT
    choices: tuple[AttributeChoice, ...] = ()
    """The values to choose from; each has a key while there are keys left."""
    default: Value | None = None
    """The value of a new annotation; None for no value."""
    required: bool = False
    """An annotation without it counts as something to do."""
    multiline: bool = False
    """A text of several lines."""
    help: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", _with_keys(self.choices))

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that a key can choose, in order; none for numbers and texts."""
        if self.type is AttributeType.YES_NO:
            return (Option("1", "yes", True), Option("2", "no", False))
        return tuple(
            Option(choice.key, choice.title or choice.value, choice.value, choice.help)
            for choice in self.choices
        )

    def option(self, key: str) -> Option | None:
        """Return the option that this key chooses, if any."""
        return next((option for option in self.options if key and option.key == key), None)

    def problem(self, value: object) -> str | None:
        """Return the error in this value, as the end of a sentence; None if it is valid."""
        values = [choice.value for choice in self.choices]
        match self.type, value:
            case AttributeType.YES_NO, bool():
                return None
            case AttributeType.NUMBER, int() | float() if not isinstance(value, bool):
                return None
            case AttributeType.TEXT, str():
                return None
            case AttributeType.CHOICE, str():
                return None if value in values else f"{value!r} is not one of its choices"
            case AttributeType.CHOICES, list():
                unknown = [item for item in value if item not in values]
                return f"{unknown[0]!r} is not one of its choices" if unknown else None
        return f"{value!r} is not a value of type {self.type.value}"


class LinkDef(NamedTuple):
    """A type of link that starts from a label."""

    type: str
    targets: tuple[str, ...]
    """The labels that it may lead to."""
    help: str = ""


@dataclass(frozen=True, slots=True)
class LabelDef:
    """One label: how it is set, shown and filled in."""

    name: str
    key: str = ""
    """The key that tags with it; empty for a label that only a command sets."""
    colour: str = "grey"
    """A name of the palette, or `#rrggbb`."""
    channel: Channel = Channel.UNDERLINE
    natural: NaturalSpan = "word"
    """The span that is tagged when nothing is selected."""
    attributes: tuple[AttributeDef, ...] = ()
    links: tuple[LinkDef, ...] = ()
    help: str = ""
    shade: str = ""
    """The attribute whose values have their own shades in the text; empty for none."""

    @property
    def shaded_values(self) -> tuple[str, ...]:
        """The values that have shades, in the order in which shades are assigned."""
        attribute = self.attribute(self.shade)
        return tuple(choice.value for choice in attribute.choices) if attribute else ()

    def shaded_value(self, attributes: Mapping[str, object]) -> str:
        """Return the value whose shade an annotation has; empty if it has none."""
        value = attributes.get(self.shade) if self.shade else None
        return value if isinstance(value, str) else ""

    @property
    def first_attribute(self) -> AttributeDef | None:
        """The attribute that a digit sets right after tagging, if it has options."""
        return next((one for one in self.attributes[:1] if one.options), None)

    def attribute(self, name: str) -> AttributeDef | None:
        """Return the attribute of this name, if the label has it."""
        return next((one for one in self.attributes if one.name == name), None)

    def link(self, link_type: str) -> LinkDef | None:
        """Return the link of this type, if it starts from the label."""
        return next((link for link in self.links if link.type == link_type), None)

    def defaults(self) -> dict[str, Value]:
        """Return the attributes of a new annotation."""
        defaults = {one.name: one.default for one in self.attributes if one.default is not None}
        return {
            name: list(value) if isinstance(value, list) else value
            for name, value in defaults.items()
        }

    def missing_required(self, attributes: Mapping[str, object]) -> list[AttributeDef]:
        """Return the required attributes that have no value yet."""
        empty: tuple[object, ...] = (None, "", [])
        return [
            one for one in self.attributes if one.required and attributes.get(one.name) in empty
        ]


@dataclass(frozen=True, slots=True)
class LabelSchema:
    """All labels of a project, in the order in which they are shown."""

    labels: tuple[LabelDef, ...]
    guidelines: str = ""
    """The path of the Markdown file with the project's guidelines; empty if there is none."""
    _by_name: dict[str, LabelDef] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The first of two labels with one name counts.
        by_name = {label.name: label for label in reversed(self.labels)}
        object.__setattr__(self, "_by_name", by_name)

    def __iter__(self) -> Iterator[LabelDef]:
        return iter(self.labels)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(label.name for label in self.labels)

    def label(self, name: str) -> LabelDef:
        """Return the label of this name, or a neutral one if the schema does not have it."""
        return self._by_name.get(name) or LabelDef(name)

    def in_order(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """Return counts by label in the order of the schema; unknown labels last, by name."""
        place = {name: number for number, name in enumerate(self.names)}
        return sorted(counts.items(), key=lambda one: (place.get(one[0], len(place)), one[0]))

    def sha256(self) -> str:
        """Return the hash of the labels, for a manifest; the path of the guidelines is not
        in it."""
        labels = [asdict(label) for label in self.labels]
        text = json.dumps(labels, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("utf-8")).hexdigest()


def _with_keys(choices: tuple[AttributeChoice, ...]) -> tuple[AttributeChoice, ...]:
    """Give each choice without a key one: the digit that is its value, else the next free key."""
    digits = {choice.value for choice in choices} & set("0123456789")
    taken = {choice.key for choice in choices if choice.key}
    free = iter([key for key in CHOICE_KEYS if key not in taken | digits])

    def key_of(choice: AttributeChoice) -> str:
        if choice.key:
            return choice.key
        if choice.value in digits - taken:
            return choice.value
        return next(free, "")

    return tuple(replace(choice, key=key_of(choice)) for choice in choices)
