"""brat's reader, as far as this project needs it: what its server refuses is refused here.

After server/src/annotation.py of brat 1.3 and its stand-off manual: lines end where Python's
`splitlines` ends them, an id comes first, a T line's text has to be the text at its offsets with
one space between fragments, references have to lead somewhere. The server itself reads the
golden export without a failed line; it runs on no Python that this project does.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

_ID = re.compile(r"([A-Z]|#)[0-9]+")
_STORED = re.compile(r"[a-zA-Z0-9_-]+")


@dataclass
class Brat:
    """What brat sees of one document."""

    text: str
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Label and text by id."""
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def read_brat(path: Path) -> Brat:
    """The document of a .txt and the .ann next to it."""
    text = path.read_bytes().decode()
    assert "\r" not in text
    found = Brat(text)
    seen: set[str] = set()
    for line in path.with_suffix(".ann").read_bytes().decode().splitlines():
        key, data, *tail = line.split("\t", 2)
        assert _ID.fullmatch(key)
        assert key not in seen
        seen.add(key)
        _take(found, key, data, tail[0] if tail else "")
    for _, first, second in found.relations:
        assert {first, second} <= found.spans.keys()
    assert {target for _, target, _ in found.attributes} <= found.spans.keys()
    assert found.notes.keys() <= found.spans.keys()
    return found


def _take(found: Brat, key: str, data: str, tail: str) -> None:
    name, _, rest = data.partition(" ")
    assert _STORED.fullmatch(name)
    if key[0] == "T":
        places = [tuple(map(int, one.split(" "))) for one in rest.split(";")]
        last = 0
        for start, end in places:
            assert last <= start < end <= len(found.text)
            last = end
        assert tail == " ".join(found.text[start:end] for start, end in places)
        found.spans[key] = name, found.text[places[0][0] : places[-1][1]]
    elif key[0] == "R":
        first, second = (end.split(":") for end in rest.split(" "))
        assert first[0] != second[0]
        found.relations.append((name, first[1], second[1]))
    elif key[0] == "A":
        target, _, value = rest.partition(" ")
        found.attributes.append((name, target, value))
    else:
        found.notes[rest] = tail
