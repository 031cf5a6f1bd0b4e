"""What the suggesters find in a text, in a form that tests can be read by."""

from typing import NamedTuple

from tui.suggest import quotations


class Reported(NamedTuple):
    """A suggested quote with the texts of what it is linked to, "" for nothing."""

    quote: str
    speaker: str
    cue: str
    type: object
    form: object


def reported(text: str) -> list[Reported]:
    """The quotes suggested for a text."""
    found = quotations(text)
    rows = []
    for made in found:
        if made.label != "quote":
            continue
        linked = {link.type: found[link.target].span.of(text) for link in made.links}
        rows.append(
            Reported(
                made.span.of(text),
                linked.get("speaker", ""),
                linked.get("cue", ""),
                made.attributes.get("type", ""),
                made.attributes.get("speaker_form", ""),
            )
        )
    return rows


def told(text: str) -> list[tuple[str, str, str]]:
    """Quote, speaker and cue of each quote suggested for a text."""
    return [row[:3] for row in reported(text)]
