"""The labelling configuration for Label Studio that fits an export."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tui.exchange.label_studio import LABELS, TEXT, control_name
from tui.exchange.options import AttributeInfo, LabelInfo
from tui.exchange.usage import Usage

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHOICES = ("choice", "multi-choice", "yes-no")


def config(usage: Usage) -> bytes:
    """The configuration as XML in UTF-8: labels, per-region attributes, relations.

    Selections are by character, for annotations may begin inside a word.
    """
    infos = usage.infos()
    view = Element("View")
    labels = SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for info in infos:
        label = SubElement(labels, "Label", value=info.name)
        if info.colour:
            label.set("background", info.colour)
    SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    for info in infos:
        for name, attribute in info.attributes.items():
            _control(view, info, name, attribute)
    kinds = dict.fromkeys(kind for info in infos for kind in info.links)
    if kinds:
        relations = SubElement(view, "Relations")
        for kind in kinds:
            SubElement(relations, "Relation", value=kind)
    indent(view)
    return _NOT_XML.sub("\ufffd", tostring(view, encoding="unicode")).encode() + b"\n"


def _control(view: Element, info: LabelInfo, name: str, attribute: AttributeInfo) -> None:
    """The control for one attribute, shown where a region with the label is selected."""
    tag = {"number": "Number", "text": "TextArea"}.get(attribute.kind, "Choices")
    control = SubElement(view, tag, name=control_name(info.name, name), toName=TEXT)
    control.set("perRegion", "true")
    control.set("whenTagName", LABELS)
    control.set("whenLabelValue", info.name)
    if attribute.kind in _CHOICES:
        control.set("choice", "multiple" if attribute.kind == "multi-choice" else "single")
        choices = ("yes", "no") if attribute.kind == "yes-no" else attribute.choices
        for choice in choices:
            SubElement(control, "Choice", value=choice)
