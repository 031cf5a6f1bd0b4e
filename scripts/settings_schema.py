"""The JSON Schemas of `hashiya.toml` and of label schema files, for editors.

`make docs` writes them into the package and into docs/. The types, choices
and descriptions of settings are those of `tui.config.settings`; a test compares what these schemas
and the program accept. Editors know draft 7 best.
"""

from __future__ import annotations

import ast
import inspect
import json
import string
from dataclasses import MISSING, Field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints

from tui.config import settings as settings_module
from tui.config.parsing import words_of_type
from tui.config.settings import (
    BUILT_IN_SUGGESTERS,
    THEME_COLOURS,
    Settings,
)
from tui.keys.bindings import ACTIONS
from tui.schema import CHOICE_KEYS, PALETTE, PRESETS, AttributeType, Channel
from tui.schema.file import NATURAL_SPANS

ROOT = Path(__file__).parents[1]

PLACES = (ROOT / "tui" / "schema", ROOT / "docs")
"""The folders that hold both files."""

Schema = dict[str, Any]

_CONTROLS = r"\u0000-\u001f\u007f-\u009f"

_SPACES = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

TEXT: Schema = {"type": "string", "pattern": f"^[^{_CONTROLS}]*$"}

WORD: Schema = {
    "type": "string",
    "minLength": 1,
    "pattern": f"^[^{_CONTROLS}{_SPACES}]*$",
}
"""A name that other formats can store."""

COLOUR: Schema = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "maxLength": 7}


def settings_schema() -> Schema:
    """Return the schema of `hashiya.toml`."""
    types = get_type_hints(Settings)
    described = _docstrings(Settings)
    properties = {
        field.name: {**_setting(field, types[field.name]), "description": described[field.name]}
        for field in fields(Settings)
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of Hashiya (hashiya.toml)",
        "type": "object",
        "properties": {**properties, **_schema_properties()},
        "additionalProperties": False,
        "allOf": [
            {"anyOf": [_none_of("labels", "extends", "guidelines"), *_HAS_LABELS]},
            # The labels are in this file, or in another.
            {
                "anyOf": [
                    _none_of("labels", "extends", "guidelines"),
                    {"properties": {"schema": {"maxLength": 0}}},
                ]
            },
        ],
        "definitions": _definitions(),
    }


def labels_schema() -> Schema:
    """Return the schema of a file that `schema = "PATH"` or `--schema PATH` names."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Label schema of Hashiya",
        "type": "object",
        "properties": _schema_properties(),
        "additionalProperties": False,
        "anyOf": _HAS_LABELS,
        "definitions": _definitions(),
    }


_HAS_LABELS: list[Schema] = [
    {"required": ["labels"], "properties": {"labels": {"minItems": 1}}},
    {"required": ["extends"], "properties": {"extends": {"minLength": 1}}},
    {"required": ["guidelines"], "not": {"required": ["labels"]}},
]


def _none_of(*names: str) -> Schema:
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


def _setting(field: Field[Any], wanted: Any) -> Schema:
    """Return the schema of a setting, with its default."""
    if field.name in _TABLES:
        return _TABLES[field.name]
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    found: Schema = {} if default is MISSING else {"default": default}
    if words := words_of_type(wanted):
        return {"enum": list(words), **found}
    if wanted is bool:
        return {"type": "boolean", **found}
    if wanted is int:
        low, high = field.metadata["range"]
        return {"type": "integer", "minimum": low, "maximum": high, **found}
    if wanted is str:
        return {"type": "string", **found}
    offered = field.metadata.get("of")
    items = {"enum": list(offered)} if offered else {"type": "string"}
    return {"type": "array", "items": items, **found}


_TABLES: dict[str, Schema] = {
    "keys": {
        "type": "object",
        "propertyNames": {"anyOf": [{"enum": [one.id for one in ACTIONS]}, {"pattern": r"^tag\."}]},
        "additionalProperties": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        },
    },
    "themes": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "dark": {"type": "boolean", "default": True},
                **dict.fromkeys(sorted(THEME_COLOURS), COLOUR),
            },
            "required": ["primary"],
            "additionalProperties": False,
        },
    },
    "suggesters": {
        "type": "object",
        "propertyNames": {"not": {"enum": list(BUILT_IN_SUGGESTERS)}},
        "additionalProperties": {
            "type": "object",
            "properties": {
                "command": {
                    "type": "array",
                    "items": [{"type": "string", "minLength": 1, "pattern": "^[^\\u0000]*$"}],
                    "additionalItems": {"type": "string", "pattern": "^[^\\u0000]*$"},
                    "minItems": 1,
                    "description": "The program and its arguments.",
                },
                "url": {
                    "type": "string",
                    "pattern": "^https?://",
                    "description": "The address of a Label Studio ML backend.",
                },
                "auto": {
                    "type": "boolean",
                    "default": False,
                    "description": "Run it when a document is opened for the first time.",
                },
            },
            "oneOf": [{"required": ["command"]}, {"required": ["url"]}],
            "additionalProperties": False,
        },
    },
}
"""The settings that are tables."""


def _schema_properties() -> Schema:
    """Return the keys of a label schema."""
    return {
        "extends": {
            "enum": [*PRESETS, ""],
            "description": "A schema that ships with Hashiya, whose labels this one starts from.",
        },
        "guidelines": {**TEXT, "description": "The path of a Markdown file; g opens it."},
        "labels": {"type": "array", "items": {"$ref": "#/definitions/label"}},
    }


def _one_of(values: list[str], description: str) -> Schema:
    return {"enum": [*values, ""], "description": description}


def _definitions() -> Schema:
    """Return the definitions of a label and its parts."""
    signs = [one for one in string.printable if not (one.isdigit() or one.isspace())]
    types = [str(one) for one in AttributeType]
    help_text = {**TEXT, "description": "One line about it."}
    label: Schema = {
        "name": {**WORD, "description": "What is stored and exported."},
        "key": {
            "enum": [*signs, ""],
            "description": "A letter or sign of a US keyboard that the reader does not use itself.",
        },
        "colour": {
            "anyOf": [{"enum": [*PALETTE, ""]}, COLOUR],
            "default": "grey",
            "description": "The colour, by name or as #rrggbb.",
        },
        "channel": {
            **_one_of([str(one) for one in Channel], "How it is shown in the text."),
            "default": str(Channel.UNDERLINE),
        },
        "natural": {
            **_one_of([*NATURAL_SPANS], "What is tagged when nothing is selected."),
            "default": "word",
        },
        "shade": {
            **TEXT,
            "description": "The attribute of type choice whose values differ by their shade.",
        },
        "help": help_text,
        "attributes": {"type": "array", "items": {"$ref": "#/definitions/attribute"}},
        "links": {"type": "array", "items": {"$ref": "#/definitions/link"}},
    }
    attribute: Schema = {
        "name": WORD,
        "type": {"enum": [*types, ""]},
        "choices": {
            "type": "array",
            "items": {"anyOf": [{**TEXT, "minLength": 1}, {"$ref": "#/definitions/choice"}]},
        },
        "default": {"description": "The value of a new annotation."},
        "required": {
            "type": "boolean",
            "default": False,
            "description": "Whether an annotation without it is something to do.",
        },
        "multiline": {
            "type": "boolean",
            "default": False,
            "description": "A text of several lines.",
        },
        "help": help_text,
    }
    choice: Schema = {
        "value": {**TEXT, "minLength": 1, "description": "The value as stored."},
        "title": {**TEXT, "description": "The value as shown."},
        "help": help_text,
        "key": {"enum": [*CHOICE_KEYS, ""], "description": "The key that chooses it."},
    }
    link: Schema = {
        "type": WORD,
        "target": {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}},
            ],
            "description": "The label, or labels, that it may lead to.",
        },
        "help": help_text,
    }
    return {
        "label": _table(label, "name"),
        "attribute": {**_table(attribute, "name", "type"), "allOf": _attribute_rules()},
        "choice": _table(choice, "value"),
        "link": _table(link, "type", "target"),
    }


def _table(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _attribute_rules() -> list[Schema]:
    """Return what the type of an attribute says about its other keys."""
    chosen = [str(AttributeType.CHOICE), str(AttributeType.CHOICES)]
    defaults: dict[str, Schema] = {
        AttributeType.CHOICE: {"type": "string"},
        AttributeType.CHOICES: {"type": "array", "items": {"type": "string"}},
        AttributeType.NUMBER: {"type": "number"},
        AttributeType.TEXT: {"type": "string"},
        AttributeType.YES_NO: {"type": "boolean"},
    }
    return [
        _if_type(chosen, {"required": ["choices"], "properties": {"choices": {"minItems": 1}}},
                 {"properties": {"choices": {"maxItems": 0}}}),
        _if_type([str(AttributeType.TEXT), ""], {},
                 {"properties": {"multiline": {"enum": [False]}}}),
        *(
            _if_type([str(kind), *[""] * (kind == AttributeType.TEXT)],
                     {"properties": {"default": default}})
            for kind, default in defaults.items()
        ),
    ]  # fmt: skip


def _if_type(types: list[str], then: Schema, otherwise: Schema | None = None) -> Schema:
    condition = {"required": ["type"], "properties": {"type": {"enum": types}}}
    rule: Schema = {"if": condition}
    if then:
        rule["then"] = then
    if otherwise:
        rule["else"] = otherwise
    return rule


def _docstrings(of: type) -> dict[str, str]:
    """Return the text below each attribute of a class, on one line."""
    tree = ast.parse(inspect.getsource(settings_module))
    (body,) = [
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == of.__name__
    ]
    found: dict[str, str] = {}
    for node, below in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = ast.literal_eval(below.value) if isinstance(below, ast.Expr) else ""
            found[node.target.id] = " ".join(text.split())
    return found


def files() -> dict[str, str]:
    """Return the contents of both files by name."""
    schemas = {
        "hashiya.schema.json": settings_schema(),
        "labels.schema.json": labels_schema(),
    }
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }
