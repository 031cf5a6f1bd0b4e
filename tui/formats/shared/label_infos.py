"""The label schema in the form that configurations of other tools need."""

from __future__ import annotations

from collections.abc import Sequence

from tui.formats.shared.label_usage import AttributeInfo, LabelInfo
from tui.schema import AttributeType, LabelDef, LabelSchema, resolve_colour


def label_infos(schema: LabelSchema, names: Sequence[str] = ()) -> tuple[LabelInfo, ...]:
    """Return the schema's labels, or those of these names."""
    return tuple(_label_info(label) for label in schema if not names or label.name in names)


def _label_info(label: LabelDef) -> LabelInfo:
    kinds = {AttributeType.CHOICES: "multi-choice"}
    attributes = {
        one.name: AttributeInfo(
            kinds.get(one.type, one.type.value),  # type: ignore[arg-type]  # the same words
            tuple(choice.value for choice in one.choices),
        )
        for one in label.attributes
    }
    links = {one.type: one.targets for one in label.links}
    ink = resolve_colour(label.colour, dark=False).ink
    return LabelInfo(label.name, attributes, links, ink)
