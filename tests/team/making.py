"""Layers for tests, written shortly."""

from tui.team.layers import DocumentLayers, Layer, SpanUnit


def unit(label: str, start: int, end: int, **attributes: str) -> SpanUnit:
    """Return an annotation whose id says where it is; attribute values are canonical JSON."""
    id = f"{label} {start} {end}"
    return SpanUnit(id, label, start, end, (), tuple(sorted(attributes.items())))


def document(id: str = "d", length: int = 60, **layers: list[SpanUnit]) -> DocumentLayers:
    """Return a document of five-letter words with these layers."""
    tokens = [(start, min(start + 4, length)) for start in range(0, length, 5)]
    made = {
        name: Layer(tuple(sorted(units, key=lambda u: (u.start, u.end, u.id))))
        for name, units in layers.items()
    }
    return DocumentLayers(id, length, tokens, made)
