"""brat's annotation.conf and visual.conf for an export."""

from collections.abc import Iterable, Sequence

from tui.exchange.brat_names import StorageNames
from tui.exchange.options import AttributeInfo, LabelInfo

MARK = "# Written by hashiya: the second name in [labels] is the real one."
"""The first line of a visual.conf whose names are to be read back."""

_DRAWING = (
    "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
    "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
    "ATTRIBUTE_DEFAULT\tglyph:*",
)


def annotation_conf(infos: Sequence[LabelInfo], names: StorageNames) -> str:
    """Labels, links and attributes; all labels may overlap.

    Links and attributes of one name on several labels are one of brat's, with all their ends and
    values, for brat knows them by name alone.
    """
    lines = ["[entities]", *(names(info.name) for info in infos), "", "[relations]"]
    for kind in dict.fromkeys(kind for info in infos for kind in info.links):
        ends = [(info, info.links[kind]) for info in infos if kind in info.links]
        sources = _joined(names(info.name) for info, _ in ends)
        targets = _joined(names(name) for _, found in ends for name in found)
        lines.append(f"{names(kind)}\tArg1:{sources}, Arg2:{targets or '<ENTITY>'}")
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", ""]
    lines.append("[attributes]")
    for name in dict.fromkeys(name for info in infos for name in info.attributes):
        owners = [info for info in infos if name in info.attributes]
        labels = _joined(names(info.name) for info in owners)
        values = _values([info.attributes[name] for info in owners], names)
        lines.append(f"{names(name)}\tArg:{labels}{values}")
    return "\n".join(lines) + "\n"


def _values(attributes: Sequence[AttributeInfo], names: StorageNames) -> str:
    """The values to choose from; nothing where any value may stand."""
    if any(one.kind in ("text", "number") for one in attributes):
        return ""
    values = [
        value
        for one in attributes
        for value in (("yes", "no") if one.kind == "yes-no" else map(names, one.choices))
    ]
    return f", Value:{_joined(values)}" if values else ""


def _joined(names: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(names))


def visual_conf(infos: Sequence[LabelInfo], names: StorageNames) -> str:
    """How brat shows the names that it cannot store, and the labels' colours."""
    shown = [f"{stored} | {name}" for stored, name in names.shown()]
    colours = [f"{names(info.name)}\tbgColor:{info.colour}" for info in infos if info.colour]
    return "\n".join([MARK, "[labels]", *shown, "", "[drawing]", *colours, *_DRAWING]) + "\n"
