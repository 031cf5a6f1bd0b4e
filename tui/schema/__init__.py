"""Label schemas: the labels, attributes and links of a project, and how each is set and shown.

`labels` has the frozen values, `file` reads them from TOML, `palette` has the colours. `presets/`
holds the schemas that ship with Hashiya; `presets/default.toml` describes the format.
"""

from tui.schema.file import PRESETS, default_schema, open_schema
from tui.schema.labels import (
    CHOICE_KEYS,
    AttributeChoice,
    AttributeDef,
    AttributeType,
    Channel,
    LabelDef,
    LabelSchema,
    LinkDef,
    Option,
    Value,
)
from tui.schema.palette import PALETTE, SHADES, SHADES16, Shades, resolve_colour

__all__ = [
    "CHOICE_KEYS",
    "PALETTE",
    "PRESETS",
    "SHADES",
    "SHADES16",
    "AttributeChoice",
    "AttributeDef",
    "AttributeType",
    "Channel",
    "LabelDef",
    "LabelSchema",
    "LinkDef",
    "Option",
    "Shades",
    "Value",
    "default_schema",
    "open_schema",
    "resolve_colour",
]
